// What several seeds say together: the mean and how far it is to be trusted.
#pragma once

#include <span>

namespace rtl4ml {

/// Of a handful of independent measurements.
struct Summary {
  int count = 0;
  double mean = 0.0;  ///< NaN where there is none
  double half_width =
      0.0;  ///< of the two-sided 95 % confidence interval of the mean; 0 where fewer than two were measured
  double least = 0.0, most = 0.0;

  [[nodiscard]] double low() const { return mean - half_width; }
  [[nodiscard]] double high() const { return mean + half_width; }
};

/// Values that are not finite do not count.
/// Source: Student's t distribution, n - 1 degrees of freedom, and the sample's deviation
[[nodiscard]] Summary summarize(std::span<const double> values);

/// The value that |t| exceeds with a probability of 5 %. Source: tables of Student's t; beyond 30 degrees of freedom
/// the first terms of its expansion about the normal distribution (Abramowitz, Stegun 26.7.5), good to 4 digits there.
[[nodiscard]] double student_t_95(int degrees_of_freedom);

}  // namespace rtl4ml
