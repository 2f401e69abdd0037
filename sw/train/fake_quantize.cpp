#include "sw/train/fake_quantize.hpp"

#include <algorithm>
#include <array>
#include <cassert>
#include <cmath>
#include <cstddef>

// The loops are elementwise: vectors of any length give the same bytes, as long as nothing is contracted. Where traps
// count, a choice between two results is a branch, which no vector has.
#if !defined(__clang__)
#pragma GCC optimize("O3", "fp-contract=off", "no-trapping-math")
#endif

namespace rtl4ml {
namespace {

/// Adding and subtracting it rounds to the nearest integer, ties to even, without a call.
template <class T>
constexpr T kRound = T{0};
template <>
constexpr float kRound<float> = 12582912.0F;  // 1.5 * 2^23
template <>
constexpr double kRound<double> = 6755399441055744.0;  // 1.5 * 2^52

/// Codes up to 2^22 round in float without loss.
constexpr int kFloatWidth = 22;

/// Whether the scale divides without rounding and its reciprocal is a float.
bool is_power_of_two(double scale) {
  int exponent = 0;
  return std::frexp(scale, &exponent) == 0.5 && std::abs(exponent) < 100;
}

template <class T>
void quantize_loop(const Grid& grid, const float* values, std::size_t count, float* result) {
  const T scale = static_cast<T>(grid.scale);
  const T inverse = static_cast<T>(1.0 / grid.scale);
  const T low = static_cast<T>(grid.low);
  const T high = static_cast<T>(grid.high);
  for (std::size_t i = 0; i < count; ++i) {
    T code = static_cast<T>(values[i]) * inverse;
    code = code < low ? low : code;
    code = code > high ? high : code;
    result[i] = static_cast<float>(((code + kRound<T>)-kRound<T>)*scale);
  }
}

/// The kernels that read v = value / scale all compute it alike.
struct Codes {
  float inverse, low, high;
};
Codes codes_of(const Grid& grid) {
  return {static_cast<float>(1.0 / grid.scale), static_cast<float>(grid.low), static_cast<float>(grid.high)};
}

constexpr std::size_t kLanes = 16;
using Lanes = std::array<float, kLanes>;

/// The sum of term(i), taken in blocks, in an order that no vector length changes.
template <class Term>
double sum_of(std::size_t count, const Term& term) {
  constexpr std::size_t kBlock = 4096;
  double total = 0.0;
  for (std::size_t start = 0; start < count; start += kBlock) {
    const std::size_t end = std::min(start + kBlock, count);
    Lanes lanes{};
    std::size_t i = start;
    for (; i + kLanes <= end; i += kLanes) {
      for (std::size_t lane = 0; lane < kLanes; ++lane) lanes[lane] += term(i + lane);
    }
    for (; i < end; ++i) lanes[i % kLanes] += term(i);
    for (const float lane : lanes) total += static_cast<double>(lane);
  }
  return total;
}

}  // namespace

Grid grid_of(const FixedType& type) {
  return {std::ldexp(1.0, -type.frac_width), static_cast<double>(type.min_code()), static_cast<double>(type.max_code()),
          type.width};
}

void fake_quantize(const Grid& grid, std::span<const float> values, std::span<float> result) {
  assert(values.size() == result.size());
  if (grid.width <= kFloatWidth && is_power_of_two(grid.scale)) {
    quantize_loop<float>(grid, values.data(), values.size(), result.data());
  } else {
    quantize_loop<double>(grid, values.data(), values.size(), result.data());
  }
}

void pass_straight_through(const Grid& grid, std::span<const float> values, std::span<const float> gradient,
                           std::span<float> result) {
  assert(values.size() == gradient.size() && values.size() == result.size());
  const float low = static_cast<float>(grid.low * grid.scale);
  const float high = static_cast<float>(grid.high * grid.scale);
  const float* const x = values.data();
  const float* const g = gradient.data();
  float* const out = result.data();
  for (std::size_t i = 0; i < values.size(); ++i) {
    const float own = g[i];
    const float inside = x[i] < low ? 0.0F : own;
    out[i] = x[i] > high ? 0.0F : inside;
  }
}

double lsq_gradients(const Grid& grid, std::span<const float> values, std::span<const float> gradient,
                     std::span<float> result) {
  assert(values.size() == gradient.size() && values.size() == result.size());
  const Codes codes = codes_of(grid);
  const float* const x = values.data();
  const float* const g = gradient.data();
  float* const out = result.data();
  return sum_of(values.size(), [=](std::size_t i) {
    const float v = x[i] * codes.inverse;
    float clipped = v < codes.low ? codes.low : v;
    clipped = clipped > codes.high ? codes.high : clipped;
    const float rounded = (clipped + kRound<float>)-kRound<float>;
    const bool inside = (v > codes.low) & (v < codes.high);
    const float own = g[i];
    out[i] = inside ? own : 0.0F;
    return own * (inside ? rounded - v : clipped);
  });
}

double pact_gradients(const Grid& grid, std::span<const float> values, std::span<const float> gradient,
                      std::span<float> result) {
  assert(values.size() == gradient.size() && values.size() == result.size() && grid.low == 0.0);
  const float bound = static_cast<float>(grid.high * grid.scale);
  const float* const x = values.data();
  const float* const g = gradient.data();
  float* const out = result.data();
  return sum_of(values.size(), [=](std::size_t i) {
    const float own = g[i];
    const bool above = x[i] >= bound;
    out[i] = above | (x[i] < 0.0F) ? 0.0F : own;
    return above ? own : 0.0F;
  });
}

}  // namespace rtl4ml
