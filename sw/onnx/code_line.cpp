#include "sw/onnx/code_line.hpp"

#include <algorithm>
#include <limits>

namespace rtl4ml {
namespace {

constexpr int kMostShift = 36;
constexpr std::int64_t kMostWeight = (std::int64_t{1} << 30) - 1;

/// x * weight + bias has to be at least, or at most, value * 2^shift (less one where at most).
struct Bound {
  std::int64_t x, value;
};

struct Bounds {
  std::vector<Bound> at_least, below;
};

Bounds bounds_of(const Staircase& stairs, std::size_t feature, std::int64_t low, std::int64_t high) {
  Bounds bounds;
  const bool falls = stairs.falling[feature] != 0;
  for (int level = 0; level < stairs.levels; ++level) {
    const auto at = feature * static_cast<std::size_t>(stairs.levels) + static_cast<std::size_t>(level);
    const std::int64_t step = stairs.threshold[at];
    const std::int64_t value = stairs.lowest + (falls ? stairs.levels - level : level + 1);  // the upper side's
    if (step <= high) (falls ? bounds.below : bounds.at_least).push_back({std::max(step, low), value});
    if (step > low) (falls ? bounds.at_least : bounds.below).push_back({step - 1, value});
  }
  // The ends, beyond which the line may go its way; lowest and highest value are held by saturation.
  for (const std::int64_t end : {low, high}) {
    const std::int64_t value = staircase_at(stairs, feature, end);
    if (value > stairs.lowest) bounds.at_least.push_back({end, value});
    if (value < stairs.lowest + stairs.levels) bounds.below.push_back({end, value + 1});
  }
  return bounds;
}

/// The biases that are allowed with a weight: from `least` to `most`, none where least > most.
struct BiasRange {
  std::int64_t least = std::numeric_limits<std::int64_t>::min() / 2;
  std::int64_t most = std::numeric_limits<std::int64_t>::max() / 2;
  [[nodiscard]] std::int64_t room() const { return most - least; }
};

BiasRange biases(const Bounds& bounds, int shift, std::int64_t weight) {
  BiasRange range;
  const std::int64_t unit = std::int64_t{1} << shift;
  for (const Bound& bound : bounds.at_least) range.least = std::max(range.least, bound.value * unit - bound.x * weight);
  for (const Bound& bound : bounds.below) range.most = std::min(range.most, bound.value * unit - 1 - bound.x * weight);
  return range;
}

/// The weight with the most room for the bias: the room is a concave function of the weight.
std::int64_t best_weight(const Bounds& bounds, int shift) {
  if (bounds.at_least.empty() || bounds.below.empty()) return 0;  // a constant
  std::int64_t from = -kMostWeight, to = kMostWeight;
  while (to - from > 2) {
    const std::int64_t a = from + (to - from) / 3, b = to - (to - from) / 3;
    if (biases(bounds, shift, a).room() < biases(bounds, shift, b).room()) {
      from = a;
    } else {
      to = b;
    }
  }
  std::int64_t best = from;
  for (std::int64_t weight = from; weight <= to; ++weight) {
    if (biases(bounds, shift, weight).room() > biases(bounds, shift, best).room()) best = weight;
  }
  return best;
}

/// The number of the range with the most zeros at its end.
std::int64_t roundest(const BiasRange& range) {
  std::int64_t unit = 1;
  const auto multiple = [&range](std::int64_t of) {
    const std::int64_t remainder = range.least % of;
    return range.least - remainder + (remainder > 0 ? of : 0);
  };
  while (unit < (std::int64_t{1} << 60) && multiple(2 * unit) <= range.most) unit *= 2;
  return multiple(unit);
}

}  // namespace

std::optional<CodeLine> fit_code_line(const Staircase& stairs, std::span<const std::int64_t> low,
                                      std::span<const std::int64_t> high) {
  CodeLine line;
  std::vector<Bounds> bounds;
  for (std::size_t f = 0; f < low.size(); ++f) bounds.push_back(bounds_of(stairs, f, low[f], high[f]));
  line.weight.resize(bounds.size());
  line.bias.resize(bounds.size());
  // A feature that needs a larger shift sends the others round again.
  std::size_t fitted = 0;
  for (std::size_t f = 0; fitted < bounds.size(); f = (f + 1) % bounds.size()) {
    line.weight[f] = best_weight(bounds[f], line.shift);
    const BiasRange range = biases(bounds[f], line.shift, line.weight[f]);
    if (range.room() >= 0) {
      line.bias[f] = roundest(range);
      ++fitted;
      continue;
    }
    if (++line.shift > kMostShift) return std::nullopt;
    fitted = 0;
    f += bounds.size() - 1;  // this one again
  }
  return line;
}

}  // namespace rtl4ml
