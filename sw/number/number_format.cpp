#include "sw/number/number_format.hpp"

#include <limits>

#include "sw/base/overloaded.hpp"
#include "sw/number/convert.hpp"

namespace rtl4ml {

std::string to_string(const NumberFormat& format) {
  return std::visit([](const auto& type) { return to_string(type); }, format);
}

double bits_per_value(const NumberFormat& format) {
  constexpr int kTernaryWidth = 2;
  return std::visit(
      Overloaded{[](const FixedType& type) -> double { return type.width; },
                 [](const MinifloatType& type) -> double { return type.width(); },
                 [](const LogType& type) -> double { return type.width; },
                 [](const BlockType& type) {
                   return type.mantissa_width + static_cast<double>(type.exponent_width) / type.block_size;
                 },
                 [](const MxType& type) {
                   return type.element_width() + static_cast<double>(MxType::kScaleWidth) / MxType::kBlockSize;
                 },
                 [](const BinaryType&) { return 1.0; }, [](const TernaryType&) -> double { return kTernaryWidth; }},
      format);
}

ValueRange value_range(const NumberFormat& format) {
  constexpr double kInfinity = std::numeric_limits<double>::infinity();
  return std::visit(
      Overloaded{[](const FixedType& type) {
                   return ValueRange{dequantize(type.min_code(), type), dequantize(type.max_code(), type)};
                 },
                 [](const MinifloatType& type) {
                   const double most = decode(type.max_code(), type);
                   return ValueRange{type.is_signed ? -most : 0.0, most};
                 },
                 [](const LogType& type) {
                   const double most = decode(static_cast<std::uint32_t>(type.max_exponent()), type);
                   return ValueRange{type.is_signed ? -most : 0.0, most};
                 },
                 [](const auto&) {
                   return ValueRange{-kInfinity, kInfinity};
                 }},
      format);
}

}  // namespace rtl4ml
