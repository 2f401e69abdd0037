#include "sw/number/format_table.hpp"

#include <fmt/format.h>

#include <numeric>
#include <optional>

#include "sw/base/overloaded.hpp"
#include "sw/number/convert.hpp"

namespace rtl4ml {
namespace {

using Specials = MinifloatType::Specials;

/// The integer that the low `width` bits are in two's complement.
std::int64_t signed_code(std::uint32_t code, int width) {
  const std::int64_t half = std::int64_t{1} << (width - 1);
  return static_cast<std::int64_t>(code) >= half ? code - 2 * half : code;
}

std::string sign_words(bool is_signed) { return is_signed ? "sign, " : "no sign, "; }

std::string meaning(const FixedType& type) {
  return fmt::format("fixed point, {}, {} bits, the last {} of them fractional", type.is_signed ? "signed" : "unsigned",
                     type.width, type.frac_width);
}

std::string meaning(const MinifloatType& type) {
  const char* const specials = type.specials == Specials::kIeee      ? "infinities and NaN"
                               : type.specials == Specials::kNanOnly ? "NaN, no infinity"
                                                                     : "all codes finite";
  return fmt::format("{}{} bits of exponent with bias {}, {} of mantissa; {}", sign_words(type.is_signed),
                     type.exponent_width, type.bias(), type.mantissa_width, specials);
}

std::string meaning(const LogType& type) {
  const std::string bias = type.bias == 0 ? "" : fmt::format(", bias {}", type.bias);
  return fmt::format("{}{} bits of exponent, the last {} of them fractional{}; zero", sign_words(type.is_signed),
                     type.exponent_width(), type.frac_width, bias);
}

std::string meaning(const BlockType& type) {
  return fmt::format("integers of {} bits, blocks of {} share an exponent of {} bits", type.mantissa_width,
                     type.block_size, type.exponent_width);
}

std::string meaning(const MxType& type) {
  const std::optional<MinifloatType> minifloat = type.minifloat();
  return fmt::format("{}, blocks of {} share a power of two of {} bits",
                     minifloat ? to_string(*minifloat) : "integers of 8 bits, 6 of them fractional", MxType::kBlockSize,
                     MxType::kScaleWidth);
}

std::string scale_words(bool power_of_two) { return power_of_two ? "a power of two" : "a real number"; }

std::string meaning(const BinaryType& type) {
  return fmt::format("-1 and 1, times the tensor's scale, {}", scale_words(type.power_of_two));
}

std::string meaning(const TernaryType& type) {
  return fmt::format("-1, 0 and 1, times the tensor's scale, {}", scale_words(type.power_of_two));
}

std::vector<int> fields(const MinifloatType& type) {
  std::vector<int> widths = {type.exponent_width};
  if (type.is_signed) widths.insert(widths.begin(), 1);
  if (type.mantissa_width > 0) widths.push_back(type.mantissa_width);
  return widths;
}

std::vector<int> fields(const MxType& type) {
  const std::optional<MinifloatType> minifloat = type.minifloat();
  return minifloat ? fields(*minifloat) : std::vector<int>{type.element_width()};
}

std::vector<int> fields(const LogType& type) {
  return type.is_signed ? std::vector<int>{1, type.exponent_width()} : std::vector<int>{type.exponent_width()};
}

std::vector<int> fields(const FixedType& type) { return {type.width}; }
std::vector<int> fields(const BlockType& type) { return {type.mantissa_width}; }
std::vector<int> fields(const BinaryType&) { return {1}; }
std::vector<int> fields(const TernaryType&) { return {2}; }

/// The value of each code; none where the code is not used.
auto values(const FixedType& type) {
  return [=](std::uint32_t code) -> std::optional<double> {
    return dequantize(type.is_signed ? signed_code(code, type.width) : code, type);
  };
}

auto values(const MinifloatType& type) {
  return [=](std::uint32_t code) -> std::optional<double> { return decode(code, type); };
}

auto values(const LogType& type) {
  return [log = LogFormat(type)](std::uint32_t code) -> std::optional<double> { return log.decode(code); };
}

auto values(const BlockType& type) {
  return [=](std::uint32_t code) -> std::optional<double> {
    const auto mantissa = static_cast<std::int32_t>(signed_code(code, type.mantissa_width));
    if (mantissa < -type.max_mantissa()) return std::nullopt;
    return decode(BlockCodes{static_cast<std::uint32_t>(type.bias()), {mantissa}}, type).front();
  };
}

auto values(const MxType& type) {
  return [=](std::uint32_t code) -> std::optional<double> {
    constexpr std::uint32_t kUnused = 0x80;
    if (type.element == MxType::Element::kInt8 && code == kUnused) return std::nullopt;
    return decode(MxCodes{MxType::kScaleBias, {code}}, type).front();
  };
}

auto values(const BinaryType&) {
  return [](std::uint32_t code) -> std::optional<double> { return decode_binary(code, 1.0); };
}

auto values(const TernaryType&) {
  return [](std::uint32_t code) -> std::optional<double> {
    const auto digit = static_cast<std::int32_t>(signed_code(code, 2));
    return digit < -1 ? std::nullopt : std::optional<double>(decode_ternary(digit, 1.0));
  };
}

/// The codes of the least positive and of the largest finite value.
struct Ends {
  std::uint32_t smallest = 1;
  std::uint32_t largest = 1;
};

Ends ends(const FixedType& type) {
  const auto most = static_cast<std::uint32_t>(type.max_code());
  return {most == 0 ? 0U : 1U, most};  // s1.0 is -1 and 0
}
Ends ends(const MinifloatType& type) { return {1, type.max_code()}; }
Ends ends(const LogType& type) {
  const std::uint32_t exponents = (std::uint32_t{1} << type.exponent_width()) - 1;
  return {static_cast<std::uint32_t>(type.min_exponent()) & exponents, static_cast<std::uint32_t>(type.max_exponent())};
}
Ends ends(const BlockType& type) { return {1, static_cast<std::uint32_t>(type.max_mantissa())}; }
Ends ends(const MxType& type) {
  constexpr std::uint32_t kMostInteger = 127;
  const std::optional<MinifloatType> minifloat = type.minifloat();
  return {1, minifloat ? minifloat->max_code() : kMostInteger};
}
Ends ends(const BinaryType&) { return {}; }
Ends ends(const TernaryType&) { return {}; }

}  // namespace

FormatFacts format_facts(const NumberFormat& format) {
  return std::visit(
      [&](const auto& type) {
        const auto value = values(type);
        return FormatFacts{to_string(format),
                           meaning(type),
                           bits_per_value(format),
                           value(ends(type).smallest).value_or(0.0),
                           value(ends(type).largest).value_or(0.0),
                           fields(type)};
      },
      format);
}

Result<std::vector<FormatValue>> format_values(const NumberFormat& format, const std::string& place) {
  constexpr int kMostWidth = 16;
  const std::vector<int> parts = std::visit([](const auto& type) { return fields(type); }, format);
  const int width = std::accumulate(parts.begin(), parts.end(), 0);
  if (width > kMostWidth) {
    return fault("format.table", place,
                 fmt::format("{} has 2^{} codes; tables have at most 2^{}", to_string(format), width, kMostWidth),
                 "choose a narrower format");
  }
  std::vector<FormatValue> all;
  std::visit(
      [&](const auto& type) {
        const auto value = values(type);
        for (std::uint32_t code = 0; code < std::uint32_t{1} << width; ++code) {
          if (const std::optional<double> found = value(code)) all.push_back({code, *found});
        }
      },
      format);
  return all;
}

std::string code_bits(std::uint32_t code, const std::vector<int>& fields) {
  std::string bits;
  int left = std::accumulate(fields.begin(), fields.end(), 0);
  for (const int width : fields) {
    if (!bits.empty()) bits += ' ';
    for (int bit = 0; bit < width; ++bit) bits += ((code >> --left) & 1) != 0 ? '1' : '0';
  }
  return bits;
}

}  // namespace rtl4ml
