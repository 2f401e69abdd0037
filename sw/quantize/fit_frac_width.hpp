// Analyses values: the frac_width that represents them best at a given width.
#pragma once

#include <span>

namespace rtl4ml {

/// The largest and the smallest frac_width.
inline constexpr int kMaxFracWidth = 64;

/// Which of several equally good ones: constants take the smallest frac_width, because its codes are the smallest
/// numbers; data takes the finest, because the values to come are not those that were looked at.
enum class Ties { kSmallest, kFinest };

/// The frac_width of least squared error (rounded to the nearest code, saturated). Values that are not finite do not
/// count; 0 where all are zero.
[[nodiscard]] int fit_frac_width(std::span<const float> values, int width, bool is_signed, Ties ties);
[[nodiscard]] int fit_frac_width(std::span<const double> values, int width, bool is_signed, Ties ties);

}  // namespace rtl4ml
