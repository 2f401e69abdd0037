// Many values at once, for loops of training: see number_format.hpp.
#include <algorithm>
#include <cassert>
#include <cmath>

#include "sw/base/overloaded.hpp"
#include "sw/number/minifloat_rounder.hpp"
#include "sw/number/number_format.hpp"
#include "sw/number/round_half_even.hpp"

namespace rtl4ml {
namespace {

/// Each value by itself.
template <class Function>
void each(std::span<const float> values, std::span<float> result, const Function& function) {
  for (std::size_t i = 0; i < values.size(); ++i) result[i] = static_cast<float>(function(values[i]));
}

/// One block after the other, none across the end of a row.
template <class Block>
void each_block(std::span<const float> values, std::int64_t columns, std::int64_t block_size, std::span<float> result,
                const Block& block) {
  const auto size = static_cast<std::int64_t>(values.size());
  for (std::int64_t row = 0; row < size; row += columns) {
    for (std::int64_t column = 0; column < columns; column += block_size) {
      const auto first = static_cast<std::size_t>(row + column);
      const auto count = static_cast<std::size_t>(std::min(block_size, columns - column));
      block(values.subspan(first, count), result.subspan(first, count));
    }
  }
}

/// `quantize` of convert.hpp and back, half_even and saturating: a float times a power of two is exact in double, and
/// the ends are integers, so that to clamp before rounding is as good as after.
void quantize_fixed(const FixedType& type, std::span<const float> values, std::span<float> result) {
  const double scale = std::ldexp(1.0, type.frac_width);
  const double step = std::ldexp(1.0, -type.frac_width);
  const auto least = static_cast<double>(type.min_code());
  const auto most = static_cast<double>(type.max_code());
  each(values, result, [=](double value) {
    const double scaled = value * scale;
    const double clamped = scaled < least ? least : scaled > most ? most : scaled;
    return round_half_even(clamped) * step;
  });
}

}  // namespace

void quantize_values(const NumberFormat& format, std::span<const float> values, std::int64_t columns,
                     std::span<float> result) {
  assert(values.size() == result.size());
  if (values.empty()) return;
  assert(columns > 0 && static_cast<std::int64_t>(values.size()) % columns == 0);
  std::visit(Overloaded{[&](const FixedType& type) { quantize_fixed(type, values, result); },
                        [&](const MinifloatType& type) { each(values, result, MinifloatRounder(type)); },
                        [&](const LogType& type) {
                          each(values, result, [log = LogFormat(type)](double value) { return log.quantize(value); });
                        },
                        [&](const BlockType& type) {
                          each_block(values, columns, type.block_size, result,
                                     [&](const auto& from, const auto& to) { quantize_block(from, type, to); });
                        },
                        [&](const MxType& type) {
                          each_block(values, columns, MxType::kBlockSize, result,
                                     [&](const auto& from, const auto& to) { quantize_block(from, type, to); });
                        },
                        [&](const BinaryType& type) {
                          const double scale = binary_scale(values, type);
                          each(values, result, [=](double value) {
                            return std::isnan(value) ? value : decode_binary(encode_binary(value), scale);
                          });
                        },
                        [&](const TernaryType& type) {
                          const double scale = ternary_scale(values, type);
                          each(values, result, [=](double value) {
                            return std::isnan(value) ? value : decode_ternary(encode_ternary(value, scale), scale);
                          });
                        }},
             format);
}

}  // namespace rtl4ml
