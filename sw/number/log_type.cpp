#include "sw/number/log_type.hpp"

#include <algorithm>
#include <bit>
#include <cassert>
#include <cmath>

namespace rtl4ml {
namespace {

// A double: 52 bits of mantissa, the exponent with this bias.
constexpr int kFraction = 52;
constexpr int kBias = 1023;
constexpr std::uint64_t kMantissa = (std::uint64_t{1} << kFraction) - 1;

/// A number of about 100 bits: the sum of a double and what its rounding lost.
struct Sum {
  double high = 0.0;
  double low = 0.0;
};

/// high + low, where low is small beside high.
Sum renormalised(double high, double low) {
  const double sum = high + low;
  return {sum, low - (sum - high)};
}

Sum product(const Sum& a, const Sum& b) {
  const double high = a.high * b.high;
  return renormalised(high, std::fma(a.high, b.high, -high) + (a.high * b.low + a.low * b.high));
}

Sum square_root(const Sum& a) {
  const double root = std::sqrt(a.high);
  return renormalised(root, (std::fma(-root, root, a.high) + a.low) / (2.0 * root));
}

/// 2^(i / count) for i = 0 .. count, count a power of two. By + - * / and roots only, which are the same everywhere.
std::vector<double> powers_of_octave(int frac_width) {
  std::vector<Sum> powers = {{1.0, 0.0}};
  Sum root = {2.0, 0.0};
  for (int bit = 0; bit < frac_width; ++bit) {  // twice as many, between those that are there
    root = square_root(root);
    std::vector<Sum> finer;
    for (const Sum& power : powers) {
      finer.push_back(power);
      finer.push_back(product(power, root));
    }
    powers = finer;
  }
  std::vector<double> octave;
  for (const Sum& power : powers) octave.push_back(power.high);
  octave.push_back(2.0);
  return octave;
}

}  // namespace

LogFormat::LogFormat(const LogType& type) : type_(type), octave_(powers_of_octave(type.frac_width)) {
  octave_.push_back(2.0 * octave_[1]);
  const int buckets = 2 << type.frac_width;
  int index = 0;
  for (int bucket = 0; bucket < buckets; ++bucket) {
    const double low = 1.0 + static_cast<double>(bucket) / buckets;
    const auto above = [&] { return static_cast<std::size_t>(index) + 1; };
    while (low - octave_[above() - 1] > octave_[above()] - low) ++index;
    start_.push_back(index);
  }
  least_ = power(type.min_exponent());
  most_ = power(type.max_exponent());
}

double LogFormat::power(int exponent) const {
  const int index = exponent & ((1 << type_.frac_width) - 1);
  const std::int64_t octave = (exponent >> type_.frac_width) - type_.bias;
  const auto bits = std::bit_cast<std::uint64_t>(octave_[static_cast<std::size_t>(index)]);
  return std::bit_cast<double>(bits + (static_cast<std::uint64_t>(octave) << kFraction));
}

int LogFormat::nearest_exponent(double magnitude) const {
  const int least = type_.min_exponent();
  const double half = least_ / 2.0;
  const bool zero = magnitude < half || (magnitude == half && (least & 1) != 0);
  const auto bits = std::bit_cast<std::uint64_t>(std::min(std::max(magnitude, least_), most_));
  const int octave = static_cast<int>(bits >> kFraction) - kBias;
  const double mantissa = std::bit_cast<double>((bits & kMantissa) | (std::uint64_t{kBias} << kFraction));
  const auto bucket = (bits & kMantissa) >> (kFraction - 1 - type_.frac_width);
  const auto index = static_cast<std::size_t>(start_[bucket]);
  const int exponent = (octave + type_.bias) * (1 << type_.frac_width) + start_[bucket];
  // Both differences are exact near halfway: the neighbours are at most a factor of two apart.
  const double below = mantissa - octave_[index];
  const double above = octave_[index + 1] - mantissa;
  const int nearest = exponent + static_cast<int>(below > above) + (static_cast<int>(below == above) & exponent & 1);
  return zero ? least - 1 : nearest;
}

std::uint32_t LogFormat::encode(double value) const {
  assert(!std::isnan(value));
  const std::uint32_t sign = std::uint32_t{1} << type_.exponent_width();
  const bool negative = std::signbit(value);
  const int exponent = negative && !type_.is_signed ? type_.min_exponent() - 1 : nearest_exponent(std::fabs(value));
  return (static_cast<std::uint32_t>(exponent) & (sign - 1)) | (negative && type_.is_signed ? sign : 0);
}

double LogFormat::decode(std::uint32_t code) const {
  const std::uint32_t sign = std::uint32_t{1} << type_.exponent_width();
  int exponent = static_cast<int>(code & (sign - 1));
  if (exponent > type_.max_exponent()) exponent -= static_cast<int>(sign);
  const double magnitude = exponent < type_.min_exponent() ? 0.0 : power(exponent);
  return type_.is_signed && (code & sign) != 0 ? -magnitude : magnitude;
}

double LogFormat::quantize(double value) const {
  if (std::isnan(value)) return value;
  if (std::signbit(value) && !type_.is_signed) return 0.0;
  const int exponent = nearest_exponent(std::fabs(value));
  // A factor instead of a branch: which values become zero is hard to foresee.
  return std::copysign(power(exponent) * static_cast<double>(exponent >= type_.min_exponent()), value);
}

std::uint32_t encode(double value, const LogType& type) { return LogFormat(type).encode(value); }

double decode(std::uint32_t code, const LogType& type) { return LogFormat(type).decode(code); }

double quantize(double value, const LogType& type) { return LogFormat(type).quantize(value); }

std::string to_string(const LogType& type) {
  return (type.is_signed ? "log" : "ulog") + std::to_string(type.width) + "." + std::to_string(type.frac_width) +
         (type.bias == 0 ? "" : "_b" + std::to_string(type.bias));
}

}  // namespace rtl4ml
