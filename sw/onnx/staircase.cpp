#include "sw/onnx/staircase.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace rtl4ml {
namespace {

using Codes = std::vector<std::int64_t>;

/// For the least x that has passed a step: it lies in (from, to]. The search starts as far behind the step before as
/// that is behind its own, goes on from there in strides that double until the step is behind it, and halves what is
/// left.
class Search {
 public:
  /// `found`: the steps before this one.
  void start(std::span<const std::int64_t> found, std::int64_t low, std::int64_t high) {
    from_ = found.empty() ? low - 1 : std::max(low, found.back()) - 1;
    to_ = high + 1;
    stride_ = 0;
    down_ = up_ = false;
    guess_ = from_ + (to_ - from_) / 2;
    if (found.size() < 2 || !is_open()) return;
    guess_ = std::clamp(2 * found.back() - found[found.size() - 2], from_ + 1, to_ - 1);
  }
  [[nodiscard]] bool is_open() const { return to_ - from_ > 1; }
  [[nodiscard]] std::int64_t found() const { return to_; }
  [[nodiscard]] std::int64_t next() const {
    if (stride_ == 0) return guess_;
    const std::int64_t x = down_ && up_ ? from_ + (to_ - from_) / 2 : down_ ? to_ - stride_ : from_ + stride_;
    return std::clamp(x, from_ + 1, to_ - 1);
  }
  void learn(std::int64_t x, bool passed) {
    (passed ? to_ : from_) = x;
    (passed ? down_ : up_) = true;
    stride_ = std::max<std::int64_t>(1, 2 * stride_);
  }

 private:
  std::int64_t from_ = 0, to_ = 0, guess_ = 0, stride_ = 0;
  bool down_ = false, up_ = false;  ///< whether x has been seen that had passed the step; that had not
};

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
  std::vector<Search> searches(features);
  for (std::size_t level = 0; level < levels; ++level) {
    for (std::size_t f = 0; f < features; ++f) {
      const std::span<const std::int64_t> found(&stairs.threshold[f * levels], level);
      searches[f].start(found, low[f], high[f]);
    }
    while (std::any_of(searches.begin(), searches.end(), [](const Search& each) { return each.is_open(); })) {
      Codes x(features);
      for (std::size_t f = 0; f < features; ++f) x[f] = std::clamp(searches[f].next(), low[f], high[f]);
      const Result<Codes> codes = function(x);
      if (!codes) return faults(codes.error());
      for (std::size_t f = 0; f < features; ++f) {
        const std::int64_t height = (*codes)[f] - stairs.lowest;
        const bool passed = stairs.falling[f] != 0 ? height < static_cast<std::int64_t>(levels - level)
                                                   : height > static_cast<std::int64_t>(level);
        if (searches[f].is_open()) searches[f].learn(x[f], passed);
      }
    }
    for (std::size_t f = 0; f < features; ++f) stairs.threshold[f * levels + level] = searches[f].found();
  }
  if (const Result<void> monotone = check_monotone(stairs, function, low, high); !monotone)
    return faults(monotone.error());
  return stairs;
}

}  // namespace rtl4ml
