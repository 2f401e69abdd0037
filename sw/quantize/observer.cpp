#include "sw/quantize/observer.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cassert>
#include <cmath>
#include <cstddef>
#include <utility>

namespace rtl4ml {
namespace {

constexpr std::array<std::pair<std::string_view, ObserverKind>, 5> kWords = {
    {{"min_max", ObserverKind::kMinMax},
     {"moving_average", ObserverKind::kMovingAverage},
     {"percentile", ObserverKind::kPercentile},
     {"mse", ObserverKind::kMse},
     {"kl", ObserverKind::kKl}}};

}  // namespace

std::string to_string(ObserverKind kind) {
  for (const auto& [word, known] : kWords) {
    if (known == kind) return std::string(word);
  }
  return "";
}

Result<ObserverKind> parse_observer(std::string_view text, const std::string& place) {
  for (const auto& [word, kind] : kWords) {
    if (word == text) return kind;
  }
  return fault("quantize.observer", place, fmt::format("{} is no observer", text.substr(0, 40)),
               "use min_max, moving_average, percentile, mse or kl");
}

Result<Observer> Observer::create(ObserverKind kind, const ObserverOptions& options) {
  if (!(options.momentum > 0.0 && options.momentum <= 1.0)) {
    return fault("quantize.option", "", fmt::format("momentum is {}", options.momentum),
                 "give a number above 0, at most 1");
  }
  if (!(options.percentile > 0.0 && options.percentile <= 100.0)) {
    return fault("quantize.option", "", fmt::format("percentile is {}", options.percentile),
                 "give a number above 0, at most 100");
  }
  return Observer(kind, options);
}

void Observer::observe(std::span<const float> values) {
  std::vector<float> finite;
  finite.reserve(values.size());
  for (const float value : values) {
    if (std::isfinite(value)) finite.push_back(value);
  }
  non_finite_ += static_cast<std::int64_t>(values.size() - finite.size());
  if (finite.empty()) return;
  histogram_.add(finite);
  const auto [least, largest] = std::minmax_element(finite.begin(), finite.end());
  const ClippedRange batch = {std::min<double>(*least, 0.0), std::max<double>(*largest, 0.0)};
  extremes_ = {std::min(extremes_.low, batch.low), std::max(extremes_.high, batch.high)};
  const double weight = started_ ? options_.momentum : 1.0;
  average_ = {average_.low + weight * (batch.low - average_.low),
              average_.high + weight * (batch.high - average_.high)};
  started_ = true;
}

ClippedRange Observer::range(const AffineShape& shape) const {
  switch (kind_) {
    case ObserverKind::kMinMax:
      return extremes_;
    case ObserverKind::kMovingAverage:
      return average_;
    case ObserverKind::kPercentile:
      return percentile_range(histogram_, extremes_, shape, options_.percentile);
    case ObserverKind::kMse:
      return least_squares_range(histogram_, extremes_, shape);
    case ObserverKind::kKl:
      return least_divergence_range(histogram_, extremes_, shape);
  }
  return {};
}

Result<AffineType> Observer::type(const AffineShape& shape) const {
  if (non_finite_ > 0) {
    return fault("quantize.non_finite", "",
                 fmt::format("{} of {} values are NaN or infinite", non_finite_, non_finite_ + histogram_.count()),
                 "the training diverged, or the data are damaged");
  }
  if (!started_) return fault("quantize.no_values", "", "there are no values to choose a type from", "calibrate first");
  const Result<AffineType> widest = affine_type_of_range(extremes_.low, extremes_.high, shape);
  if (!widest) return widest;
  const ClippedRange chosen = range(shape);
  return affine_type_of_range(chosen.low, chosen.high, shape);
}

Result<AffineType> observed_type(std::span<const float> values, ObserverKind kind, const AffineShape& shape,
                                 const ObserverOptions& options) {
  Result<Observer> observer = Observer::create(kind, options);
  if (!observer) return faults(std::move(observer.error()));
  observer->observe(values);
  return observer->type(shape);
}

Result<std::vector<AffineType>> observed_row_types(std::span<const float> values, std::int64_t rows, ObserverKind kind,
                                                   const AffineShape& shape, const ObserverOptions& options) {
  assert(rows > 0 && values.size() % static_cast<std::size_t>(rows) == 0);
  const std::size_t columns = values.size() / static_cast<std::size_t>(rows);
  std::vector<AffineType> types;
  Errors errors;
  for (std::size_t row = 0; row < static_cast<std::size_t>(rows); ++row) {
    Result<AffineType> type = observed_type(values.subspan(row * columns, columns), kind, shape, options);
    if (type) {
      types.push_back(*type);
      continue;
    }
    for (Error& error : type.error()) {
      error.place = fmt::format("row {}", row);
      errors.push_back(std::move(error));
    }
  }
  if (!errors.empty()) return faults(std::move(errors));
  return types;
}

}  // namespace rtl4ml
