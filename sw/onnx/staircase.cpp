#include "sw/onnx/staircase.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace rtl4ml {
namespace {

using Codes = std::vector<std::int64_t>;

std::int64_t between(std::int64_t low, std::int64_t high) { return low + (high - low) / 2; }

/// Compares the staircase with the function at points spread over the range, ends included.
Result<void> check_monotone(const Staircase& stairs, const CodeFunction& function, std::span<const std::int64_t> low,
                            std::span<const std::int64_t> high) {
  constexpr std::int64_t kPoints = 2000;
  Codes x(low.size());
  for (std::int64_t point = 0; point <= kPoints; ++point) {
    for (std::size_t f = 0; f < x.size(); ++f) {
      const std::int64_t span = high[f] - low[f];
      x[f] = low[f] + span / kPoints * point + span % kPoints * point / kPoints;
    }
    const Result<Codes> codes = function(x);
    if (!codes) return faults(codes.error());
    for (std::size_t f = 0; f < x.size(); ++f) {
      if ((*codes)[f] == staircase_at(stairs, f, x[f])) continue;
      return fault("onnx.monotone", "", fmt::format("neither rises nor falls throughout, in its element {}", f),
                   "only activations that rise or fall throughout can be imported");
    }
  }
  return {};
}

}  // namespace

std::int64_t staircase_at(const Staircase& stairs, std::size_t feature, std::int64_t x) {
  const auto levels = static_cast<std::size_t>(stairs.levels);
  const auto first = stairs.threshold.begin() + static_cast<std::ptrdiff_t>(feature * levels);
  const std::int64_t reached = std::upper_bound(first, first + stairs.levels, x) - first;
  return stairs.lowest + (stairs.falling[feature] != 0 ? stairs.levels - reached : reached);
}

Result<Staircase> find_staircase(const CodeFunction& function, std::span<const std::int64_t> low,
                                 std::span<const std::int64_t> high, int most_levels) {
  const Result<Codes> at_low = function(low);
  if (!at_low) return faults(at_low.error());
  const Result<Codes> at_high = function(high);
  if (!at_high) return faults(at_high.error());
  Staircase stairs;
  stairs.lowest =
      std::min(*std::min_element(at_low->begin(), at_low->end()), *std::min_element(at_high->begin(), at_high->end()));
  const std::int64_t highest =
      std::max(*std::max_element(at_low->begin(), at_low->end()), *std::max_element(at_high->begin(), at_high->end()));
  if (highest - stairs.lowest > most_levels) {
    return fault("onnx.levels", "",
                 fmt::format("has {} values; at most {} are supported", highest - stairs.lowest + 1, most_levels + 1),
                 "quantize to fewer bits");
  }
  stairs.levels = std::max(1, static_cast<int>(highest - stairs.lowest));
  const std::size_t features = low.size();
  for (std::size_t f = 0; f < features; ++f) stairs.falling.push_back((*at_low)[f] > (*at_high)[f] ? 1 : 0);
  const auto levels = static_cast<std::size_t>(stairs.levels);
  stairs.threshold.resize(features * levels);
  for (std::size_t level = 0; level < levels; ++level) {
    // The least x that has passed the step, of each feature, by bisection: it lies in (from, to].
    Codes from(features), to(features);
    for (std::size_t f = 0; f < features; ++f) {
      from[f] = level == 0 ? low[f] - 1 : std::max(low[f] - 1, stairs.threshold[f * levels + level - 1] - 1);
      to[f] = high[f] + 1;
    }
    const auto open = [&] {
      for (std::size_t f = 0; f < features; ++f) {
        if (to[f] - from[f] > 1) return true;
      }
      return false;
    };
    while (open()) {
      Codes x(features);
      for (std::size_t f = 0; f < features; ++f) x[f] = std::clamp(between(from[f], to[f]), low[f], high[f]);
      const Result<Codes> codes = function(x);
      if (!codes) return faults(codes.error());
      for (std::size_t f = 0; f < features; ++f) {
        if (to[f] - from[f] <= 1) continue;
        const std::int64_t height = (*codes)[f] - stairs.lowest;
        const bool passed = stairs.falling[f] != 0 ? height < static_cast<std::int64_t>(levels - level)
                                                   : height > static_cast<std::int64_t>(level);
        (passed ? to : from)[f] = x[f];
      }
    }
    for (std::size_t f = 0; f < features; ++f) stairs.threshold[f * levels + level] = to[f];
  }
  if (const Result<void> monotone = check_monotone(stairs, function, low, high); !monotone)
    return faults(monotone.error());
  return stairs;
}

}  // namespace rtl4ml
