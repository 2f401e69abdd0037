#include "sw/onnx/code_line.hpp"

#include <algorithm>
#include <bit>
#include <cstdlib>
#include <limits>
#include <utility>

namespace rtl4ml {
namespace {

constexpr int kMostShift = 44;
constexpr int kMostBits = 60;  // of a value shifted, so that 64 bits hold its sum with any product
constexpr int kBiasBits = 30;  // and a sign, of a bias that is rounded
constexpr std::int64_t kMostWeight = (std::int64_t{1} << 30) - 1;

/// x * weight + bias has to be at least, or at most, value * 2^shift (less one where at most).
struct Bound {
  std::int64_t x, value;
};

/// Leaves those points that bound a line somewhere: their hull from above (`sign` 1) or from below (-1).
void keep_hull(std::vector<Bound>& points, std::int64_t sign) {
  std::sort(points.begin(), points.end(), [sign](const Bound& a, const Bound& b) {
    return a.x != b.x ? a.x < b.x : sign * a.value > sign * b.value;
  });
  std::vector<Bound> hull;
  for (const Bound& point : points) {
    if (!hull.empty() && hull.back().x == point.x) continue;  // the first one of an x is the strictest
    while (hull.size() >= 2) {
      const Bound &a = hull[hull.size() - 2], &b = hull.back();
      if (sign * ((b.value - a.value) * (point.x - a.x) - (point.value - a.value) * (b.x - a.x)) > 0) break;
      hull.pop_back();
    }
    hull.push_back(point);
  }
  points = std::move(hull);
}

struct Bounds {
  std::vector<Bound> at_least, below;
};

/// All of them: what the line has to keep at both sides of every step, and at both ends.
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

std::vector<Bounds> hulls_of(const Staircase& stairs, std::span<const std::int64_t> low,
                             std::span<const std::int64_t> high) {
  std::vector<Bounds> hulls;
  for (std::size_t f = 0; f < low.size(); ++f) {
    hulls.push_back(bounds_of(stairs, f, low[f], high[f]));
    keep_hull(hulls.back().at_least, 1);
    keep_hull(hulls.back().below, -1);
  }
  return hulls;
}

/// The largest shift at which 64 bits hold all that is computed here.
int most_shift_of(const Staircase& stairs) {
  const std::int64_t largest = std::max(std::abs(stairs.lowest), std::abs(stairs.lowest + stairs.levels) + 1);
  return std::min(kMostShift, kMostBits - static_cast<int>(std::bit_width(static_cast<std::uint64_t>(largest))));
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

/// Rounds the numbers to a unit of their own in which the largest has kBiasBits bits.
void round_alike(std::vector<std::int64_t>& numbers) {
  std::int64_t largest = 0;
  for (const std::int64_t number : numbers) largest = std::max(largest, std::abs(number));
  const auto width = static_cast<int>(std::bit_width(static_cast<std::uint64_t>(largest)));
  const std::int64_t unit = std::int64_t{1} << std::max(0, width - kBiasBits);
  for (std::int64_t& number : numbers) number = number / unit * unit;
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
  const std::vector<Bounds> bounds = hulls_of(stairs, low, high);
  const int most_shift = most_shift_of(stairs);
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
    if (++line.shift > most_shift) return std::nullopt;
    fitted = 0;
    f += bounds.size() - 1;  // this one again
  }
  return line;
}

std::optional<NearLine> nearest_code_line(const Staircase& stairs, std::span<const std::int64_t> low,
                                          std::span<const std::int64_t> high) {
  const std::vector<Bounds> hulls = hulls_of(stairs, low, high);
  NearLine near;
  CodeLine& line = near.line;
  const auto has_weights = [&](int shift) {
    line.shift = shift;
    line.weight.clear();
    for (const Bounds& bounds : hulls) {
      line.weight.push_back(best_weight(bounds, shift));
      if (std::abs(line.weight.back()) >= kMostWeight - 1) return false;
    }
    return true;
  };
  int shift = most_shift_of(stairs);
  while (shift >= 0 && !has_weights(shift)) --shift;
  if (shift < 0) return std::nullopt;
  for (std::size_t f = 0; f < hulls.size(); ++f) {
    const BiasRange range = biases(hulls[f], line.shift, line.weight[f]);
    line.bias.push_back(range.least + range.room() / 2);
  }
  round_alike(line.bias);
  for (std::size_t f = 0; f < hulls.size(); ++f) {
    const Bounds bounds = bounds_of(stairs, f, low[f], high[f]);
    for (const std::vector<Bound>* side : {&bounds.at_least, &bounds.below}) {
      for (const Bound& bound : *side) {
        const std::int64_t code = (bound.x * line.weight[f] + line.bias[f]) >> line.shift;
        const std::int64_t held = std::clamp(code, stairs.lowest, stairs.lowest + stairs.levels);
        const std::int64_t off = std::abs(held - staircase_at(stairs, f, bound.x));
        if (off > 1) return std::nullopt;
        near.off += off;
      }
    }
  }
  return near;
}

}  // namespace rtl4ml
