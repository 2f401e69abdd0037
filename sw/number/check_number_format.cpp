// The limits of the number formats: see number_format.hpp.
#include <fmt/format.h>

#include "sw/base/overloaded.hpp"
#include "sw/number/number_format.hpp"

namespace rtl4ml {
namespace {

using Specials = MinifloatType::Specials;

// Floats: the largest exponent, the least of a normal one, the last place of a subnormal one.
constexpr int kMostExponent = 127;
constexpr int kLeastNormal = -126;
constexpr int kLastPlace = -149;

constexpr int kMostExponentWidth = 8;
constexpr int kMostBias = 300;  // more than any float needs

/// Collects what is wrong with one format.
class Check {
 public:
  Check(const NumberFormat& format, const std::string& place) : place_(place) {
    std::visit([this](const auto& type) { this->check(type); }, format);
    for (Error& error : errors_) error.message = spelled(format) + ": " + error.message;
  }
  [[nodiscard]] const Errors& errors() const { return errors_; }

 private:
  /// An exponent whose width is out of its limits has no bias to be spelled.
  static std::string spelled(const NumberFormat& format) {
    const auto* minifloat = std::get_if<MinifloatType>(&format);
    if (minifloat == nullptr) return to_string(format);
    MinifloatType type = *minifloat;
    if (type.exponent_width < 1 || type.exponent_width > kMostExponentWidth) type.bias_offset = 0;
    return to_string(type);
  }

  void limit(const char* what, int value, int least, int most) {
    if (value >= least && value <= most) return;
    errors_.push_back(Error{"format.limit", place_,
                            fmt::format("{} is {}; {} to {} are supported", what, value, least, most),
                            fmt::format("use {}", value < least ? least : most)});
  }

  void check(const FixedType& type) {
    constexpr int kMostFracWidth = 64;
    limit("width", type.width, 1, kMaxWidth);
    limit("frac_width", type.frac_width, -kMostFracWidth, kMostFracWidth);
  }

  void check(const MinifloatType& type) {
    constexpr int kMostMantissaWidth = 23;
    limit("the exponent's width", type.exponent_width, 1, kMostExponentWidth);
    limit("the mantissa's width", type.mantissa_width, 0, kMostMantissaWidth);
    limit("the bias's offset", type.bias_offset, -kMostBias, kMostBias);
    if (!errors_.empty()) return;
    if (type.specials == Specials::kIeee && (type.exponent_width < 2 || type.mantissa_width < 1)) {
      errors_.push_back(Error{"format.specials", place_,
                              "infinity and NaN take 2 bits of exponent and 1 of mantissa at least",
                              "use a wider type, or add _finite or _nan"});
      return;
    }
    if (type.max_code() == 0) {
      errors_.push_back(Error{"format.specials", place_, "there is no number beside 0 and NaN", "use a wider type"});
      return;
    }
    const int highest = static_cast<int>(type.max_code() >> type.mantissa_width) - type.bias();
    const int last_place = 1 - type.bias() - type.mantissa_width;
    range(highest, last_place, kLastPlace, "a smaller exponent width, or another bias");
  }

  void check(const LogType& type) {
    constexpr int kLeastWidth = 2;
    constexpr int kMostWidth = 16;
    constexpr int kMostFracWidth = 8;
    limit("width", type.width, kLeastWidth, kMostWidth);
    limit("frac_width", type.frac_width, 0, kMostFracWidth);
    limit("the bias", type.bias, -kMostBias, kMostBias);
    if (!errors_.empty()) return;
    range((type.max_exponent() >> type.frac_width) - type.bias, (type.min_exponent() >> type.frac_width) - type.bias,
          kLeastNormal, "a smaller width, a larger frac_width, or another bias");
  }

  void range(int highest, int lowest, int least, const char* remedy) {
    if (highest <= kMostExponent && lowest >= least) return;
    errors_.push_back(Error{"format.range", place_,
                            fmt::format("its values lie between 2^{} and 2^{}; a float holds 2^{} to 2^{}", lowest,
                                        highest + 1, least, kMostExponent + 1),
                            fmt::format("use {}", remedy)});
  }

  void check(const BlockType& type) {
    constexpr int kLeastWidth = 2;
    constexpr int kMostMantissaWidth = 24;
    constexpr int kMostBlockSize = 65536;
    limit("the mantissa's width", type.mantissa_width, kLeastWidth, kMostMantissaWidth);
    limit("the block size", type.block_size, 1, kMostBlockSize);
    limit("the exponent's width", type.exponent_width, kLeastWidth, kMostExponentWidth);
  }

  static void check(const MxType&) {}
  static void check(const BinaryType&) {}
  static void check(const TernaryType&) {}

  const std::string& place_;
  Errors errors_;
};

}  // namespace

Result<void> check_number_format(const NumberFormat& format, const std::string& place) {
  const Check check(format, place);
  if (!check.errors().empty()) return faults(check.errors());
  return {};
}

}  // namespace rtl4ml
