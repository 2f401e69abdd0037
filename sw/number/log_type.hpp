// Logarithmic types: the code is the exponent, a product is a sum.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace rtl4ml {

/// Powers of 2^(2^-frac_width), and zero. The code is [sign, where there is one][exponent], the exponent a
/// two's-complement integer of the other bits; its least one is zero, exactly:
///   value = 2^(exponent * 2^-frac_width - bias)
/// Values are doubles: those between the powers of two are irrational, and are the nearest double.
/// Limits: width 2 to 16, frac_width 0 to 8, every value a normal float (check_number_format)
/// Source: docs/number_formats.md
struct LogType {
  int width = 4;
  int frac_width = 0;
  bool is_signed = true;
  int bias = 0;  ///< moves all values down by a power of two

  [[nodiscard]] int exponent_width() const { return is_signed ? width - 1 : width; }
  /// Exponents, in units of 2^-frac_width; one less than the least is zero.
  [[nodiscard]] int min_exponent() const { return -(1 << (exponent_width() - 1)) + 1; }
  [[nodiscard]] int max_exponent() const { return (1 << (exponent_width() - 1)) - 1; }
  friend bool operator==(const LogType&, const LogType&) = default;
};

/// A type with the powers it needs at hand. To make one costs microseconds, a value nanoseconds.
class LogFormat {
 public:
  explicit LogFormat(const LogType& type);

  /// The code of the nearest value: nearest in value, not in its logarithm; halfway between two values, as between the
  /// least one and zero, the even code. What is beyond the largest value saturates, infinity too; the sign of zero is
  /// kept. Unsigned: what is negative gives zero. NaN is a programming error.
  [[nodiscard]] std::uint32_t encode(double value) const;

  /// The value of a code.
  [[nodiscard]] double decode(std::uint32_t code) const;

  /// decode(encode(value)), but NaN stays NaN.
  [[nodiscard]] double quantize(double value) const;

 private:
  [[nodiscard]] double power(int exponent) const;
  [[nodiscard]] int nearest_exponent(double magnitude) const;

  LogType type_;
  std::vector<double> octave_;  ///< 2^(i * 2^-frac_width), from 1 to the first above 2
  /// By the leading frac_width + 1 bits of a mantissa: the power of the octave that is nearest to the least such
  /// mantissa. To the others of them it is that one or the next: middles are farther apart than these bits tell.
  std::vector<int> start_;
  double least_ = 0.0;
  double most_ = 0.0;
};

/// The same for one value.
[[nodiscard]] std::uint32_t encode(double value, const LogType& type);
[[nodiscard]] double decode(std::uint32_t code, const LogType& type);
[[nodiscard]] double quantize(double value, const LogType& type);

/// "log4.1" for signed, width 4, frac_width 1; "ulog4.1" when unsigned; "_b3" follows where the bias is 3.
[[nodiscard]] std::string to_string(const LogType& type);

}  // namespace rtl4ml
