// Spellings of the number formats: see number_format.hpp.
#include <fmt/format.h>

#include <charconv>
#include <initializer_list>
#include <optional>

#include "sw/base/did_you_mean.hpp"
#include "sw/number/number_format.hpp"

namespace rtl4ml {
namespace {

using Specials = MinifloatType::Specials;

/// Takes words and numbers off the front of a text.
class Scanner {
 public:
  explicit Scanner(std::string_view text) : rest_(text) {}

  bool word(std::string_view expected) {
    if (!rest_.starts_with(expected)) return false;
    rest_.remove_prefix(expected.size());
    return true;
  }

  /// A number of few digits, without a sign or with a minus.
  bool number(int& value) {
    constexpr std::size_t kMostDigits = 6;
    const std::size_t sign = rest_.starts_with('-') ? 1 : 0;
    const std::size_t end = rest_.find_first_not_of("0123456789", sign);
    const std::string_view text = rest_.substr(0, end);
    const std::size_t digits = text.size() - sign;
    if (digits == 0 || digits > kMostDigits) return false;
    std::from_chars(text.data(), text.data() + text.size(), value);
    rest_.remove_prefix(text.size());
    return true;
  }

  [[nodiscard]] bool at_end() const { return rest_.empty(); }

 private:
  std::string_view rest_;
};

std::optional<NumberFormat> parse_fixed(std::string_view text) {
  Scanner scan(text);
  FixedType type;
  type.is_signed = scan.word("s");
  if (!type.is_signed && !scan.word("u")) return std::nullopt;
  if (!scan.number(type.width) || !scan.word(".") || !scan.number(type.frac_width)) return std::nullopt;
  return scan.at_end() ? std::optional<NumberFormat>(type) : std::nullopt;
}

std::optional<NumberFormat> parse_minifloat(std::string_view text) {
  Scanner scan(text);
  MinifloatType type;
  type.is_signed = !scan.word("u");
  if (!scan.word("e") || !scan.number(type.exponent_width)) return std::nullopt;
  if (!scan.word("m") || !scan.number(type.mantissa_width)) return std::nullopt;
  type.specials = usual_specials(type.exponent_width, type.mantissa_width);
  if (scan.word("_ieee")) type.specials = Specials::kIeee;
  if (scan.word("_nan")) type.specials = Specials::kNanOnly;
  if (scan.word("_finite")) type.specials = Specials::kNone;
  if (scan.word("_b")) {
    int bias = 0;
    if (!scan.number(bias)) return std::nullopt;
    // Widths that are out of their limits have no bias; that will be said of the width.
    if (type.exponent_width >= 1 && type.exponent_width <= 8) type.bias_offset = bias - type.bias();
  }
  return scan.at_end() ? std::optional<NumberFormat>(type) : std::nullopt;
}

std::optional<NumberFormat> parse_log(std::string_view text) {
  Scanner scan(text);
  LogType type;
  type.is_signed = !scan.word("u");
  if (!scan.word("log") || !scan.number(type.width)) return std::nullopt;
  if (!scan.word(".") || !scan.number(type.frac_width)) return std::nullopt;
  if (scan.word("_b") && !scan.number(type.bias)) return std::nullopt;
  return scan.at_end() ? std::optional<NumberFormat>(type) : std::nullopt;
}

std::optional<NumberFormat> parse_block(std::string_view text) {
  Scanner scan(text);
  BlockType type;
  if (!scan.word("bfp") || !scan.number(type.mantissa_width)) return std::nullopt;
  if (!scan.word("x") || !scan.number(type.block_size)) return std::nullopt;
  if (scan.word("_e") && !scan.number(type.exponent_width)) return std::nullopt;
  return scan.at_end() ? std::optional<NumberFormat>(type) : std::nullopt;
}

std::optional<NumberFormat> parse_name(std::string_view text) {
  std::vector<NumberFormat> named = {BinaryType{}, BinaryType{true}, TernaryType{}, TernaryType{true}};
  for (const MxType::Element element : kMxElements) named.emplace_back(MxType{element});
  for (const NumberFormat& format : named) {
    if (to_string(format) == text) return format;
  }
  return std::nullopt;
}

/// The text, short and printable.
std::string shown(std::string_view text) {
  constexpr std::size_t kMost = 40;
  std::string result(text.substr(0, kMost));
  for (char& c : result) c = c >= ' ' && c <= '~' ? c : '?';
  return text.size() > kMost ? result + "..." : result;
}

}  // namespace

const std::vector<std::string>& number_format_examples() {
  static const std::vector<std::string> names = {"s8.3",       "u8.8",
                                                 "e4m3",       "e5m2",
                                                 "e3m2",       "e2m3",
                                                 "e2m1",       "e5m10",
                                                 "e8m7",       "e4m3_ieee",
                                                 "log4.1",     "bfp4x32",
                                                 "mxint8",     "mxfp8_e4m3",
                                                 "mxfp8_e5m2", "mxfp6_e3m2",
                                                 "mxfp6_e2m3", "mxfp4_e2m1",
                                                 "binary",     "binary_power_of_two",
                                                 "ternary",    "ternary_power_of_two"};
  return names;
}

Result<NumberFormat> parse_number_format(std::string_view text, const std::string& place) {
  for (const auto& parse : {parse_name, parse_fixed, parse_minifloat, parse_log, parse_block}) {
    const std::optional<NumberFormat> format = parse(text);
    if (!format) continue;
    if (const Result<void> checked = check_number_format(*format, place); !checked) return faults(checked.error());
    const std::string plain = to_string(*format);  // without leading zeros, and "_b7" of a type whose bias is 7 anyway
    if (plain != text) {
      return fault("format.unknown", place, fmt::format("'{}' is spelled {}", shown(text), plain), "write " + plain);
    }
    return *format;
  }
  return fault("format.unknown", place, fmt::format("'{}' is no number format", shown(text)),
               did_you_mean(text, number_format_examples()));
}

}  // namespace rtl4ml
