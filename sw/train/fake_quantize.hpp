// Fake quantization over plain floats: the values, and the gradients of the papers.
#pragma once

#include <span>

#include "sw/number/fixed_type.hpp"

namespace rtl4ml {

/// The codes low .. high, each worth `scale`.
struct Grid {
  double scale = 1.0;
  double low = 0.0, high = 0.0;
  int width = 8;
};

[[nodiscard]] Grid grid_of(const FixedType& type);

/// result[i] = scale * clamp(round(values[i] / scale), low, high), ties to even; NaN stays NaN. Exact where scale is a
/// power of two and width at most 24: then it is dequantize(quantize(values[i])) of sw/number.
/// Shapes: values[n] -> result[n], which may be the same
void fake_quantize(const Grid& grid, std::span<const float> values, std::span<float> result);

// Gradients. Shapes: values[n], gradient[n] of the quantized values -> result[n] of the values, which may be
// `gradient`.

/// Straight-through: result[i] is gradient[i], and zero where values[i] / scale lies outside low .. high. The ends are
/// inside.
void pass_straight_through(const Grid& grid, std::span<const float> values, std::span<const float> gradient,
                           std::span<float> result);

/// LSQ. Returns the sum over i of gradient[i] * d quantized[i] / d scale, with v = values[i] / scale
///   round(v) - v where low < v < high; low where v <= low; high where v >= high.
/// result[i] is zero where v lies outside or at an end. The factor 1 / sqrt(n * high) is the caller's.
/// Source: Esser et al., "Learned step size quantization", ICLR 2020, equations 3 and 5
[[nodiscard]] double lsq_gradients(const Grid& grid, std::span<const float> values, std::span<const float> gradient,
                                   std::span<float> result);

/// PACT, of a grid with low = 0 and the bound scale * high. Returns the sum of gradient[i] over the i with values[i] >=
/// bound. result[i] is zero where values[i] lies outside 0 <= x < bound.
/// Source: Choi et al., "PACT: parameterized clipping activation for quantized neural networks", 2018, section 3
[[nodiscard]] double pact_gradients(const Grid& grid, std::span<const float> values, std::span<const float> gradient,
                                    std::span<float> result);

}  // namespace rtl4ml
