// Observers: they look at values batch by batch and choose the type that represents them.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "sw/base/error.hpp"
#include "sw/quantize/affine_type.hpp"
#include "sw/quantize/clipping.hpp"
#include "sw/quantize/histogram.hpp"

namespace rtl4ml {

enum class ObserverKind {
  kMinMax,         ///< from the least to the largest value
  kMovingAverage,  ///< exponentially weighted means of the batches' extremes
  kPercentile,     ///< without the outermost values
  kMse,            ///< of least squared error
  kKl,             ///< of least divergence
};

/// The YAML word: "min_max", "moving_average", "percentile", "mse", "kl".
[[nodiscard]] std::string to_string(ObserverKind kind);
/// Errors: quantize.observer, with the words there are
[[nodiscard]] Result<ObserverKind> parse_observer(std::string_view text, const std::string& place);

struct ObserverOptions {
  double momentum = 0.1;      ///< moving average: the weight of a new batch; 0 < momentum <= 1
  double percentile = 99.99;  ///< percentile: the share of values inside, in percent; 0 < percentile <= 100
};

/// Deterministic; but for the moving average the result depends on the values only, not on their order or batches.
/// Sources: sw/quantize/clipping.hpp; the moving average: Jacob et al., CVPR 2018, section 3.1
class Observer {
 public:
  /// Errors: quantize.option (momentum or percentile out of range)
  [[nodiscard]] static Result<Observer> create(ObserverKind kind, const ObserverOptions& options = {});

  /// Looks at a batch; an empty one counts for nothing. NaN and infinities are counted and left out.
  void observe(std::span<const float> values);

  /// The type chosen from all batches so far. Errors: quantize.no_values (nothing was observed), quantize.non_finite
  /// (how many values of how many), quantize.width
  [[nodiscard]] Result<AffineType> type(const AffineShape& shape) const;

  [[nodiscard]] std::int64_t count() const { return histogram_.count(); }
  /// The least and the largest value so far, with 0 among them.
  [[nodiscard]] const ClippedRange& extremes() const { return extremes_; }

 private:
  Observer(ObserverKind kind, const ObserverOptions& options) : kind_(kind), options_(options) {}
  [[nodiscard]] ClippedRange range(const AffineShape& shape) const;

  ObserverKind kind_;
  ObserverOptions options_;
  Histogram histogram_;
  ClippedRange extremes_;
  ClippedRange average_;
  bool started_ = false;
  std::int64_t non_finite_ = 0;
};

/// One observer over all values. Errors: those of Observer
[[nodiscard]] Result<AffineType> observed_type(std::span<const float> values, ObserverKind kind,
                                               const AffineShape& shape, const ObserverOptions& options = {});

/// One observer per row (output channel). Shapes: values[rows][columns] -> [rows]. Errors: those of Observer, each with
/// its row in the place. Precondition: rows divides the size
[[nodiscard]] Result<std::vector<AffineType>> observed_row_types(std::span<const float> values, std::int64_t rows,
                                                                 ObserverKind kind, const AffineShape& shape,
                                                                 const ObserverOptions& options = {});

}  // namespace rtl4ml
