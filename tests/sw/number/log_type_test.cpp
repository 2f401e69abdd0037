#include "sw/number/log_type.hpp"

#include <iostream>

#include "sw/data/random.hpp"
#include "tests/catch.hpp"
#include "tests/seed.hpp"
#include "tests/sw/number/nearest.hpp"

namespace rtl4ml {
namespace {

/// The value of an exponent, by the C library's power of two in long double, which has 11 bits to spare.
double defined(int exponent, const LogType& type) {
  return static_cast<double>(std::exp2(static_cast<long double>(exponent) / (1 << type.frac_width) - type.bias));
}

/// The code of an exponent without a sign.
std::uint32_t code_of(int exponent, const LogType& type) {
  return static_cast<std::uint32_t>(exponent) & ((1U << type.exponent_width()) - 1);
}

/// Zero and all positive values in order.
std::vector<CodedValue> magnitudes(const LogType& type) {
  const int zero = -(1 << (type.exponent_width() - 1));
  std::vector<CodedValue> table = {{code_of(zero, type), 0.0}};
  for (int exponent = zero + 1; exponent <= -zero - 1; ++exponent)
    table.push_back({code_of(exponent, type), defined(exponent, type)});
  return table;
}

std::vector<LogType> small_types() {
  std::vector<LogType> types;
  for (int width = 2; width <= 7; ++width) {
    for (int frac_width = 0; frac_width <= 3; ++frac_width) {
      for (const bool is_signed : {true, false}) {
        for (const int bias : {0, 1, -4}) types.push_back({width, frac_width, is_signed, bias});
      }
    }
  }
  return types;
}

}  // namespace

TEST_CASE("the powers are the nearest doubles", "[number]") {
  for (int frac_width = 0; frac_width <= 8; ++frac_width) {
    const LogType type = {12, frac_width, false, 0};
    const LogFormat format(type);
    for (int exponent = 0; exponent < 1 << frac_width; ++exponent)
      CHECK(format.decode(code_of(exponent, type)) == defined(exponent, type));
  }
  CHECK(decode(1, LogType{8, 1}) == std::sqrt(2.0));
}

TEST_CASE("a log type of 4 bits, by hand", "[number]") {
  const LogType type = {4, 1};  // sign, exponent -3 .. 3 halves, -4 is zero
  CHECK(decode(0b0000, type) == 1.0);
  CHECK(decode(0b0010, type) == 2.0);
  CHECK(decode(0b0110, type) == 0.5);
  CHECK(decode(0b1010, type) == -2.0);
  CHECK(decode(0b0100, type) == 0.0);
  CHECK(decode(0b1100, type) == 0.0);
  CHECK(std::signbit(decode(0b1100, type)));
  CHECK(quantize(1.0, type) == 1.0);
  CHECK(quantize(100.0, type) == std::exp2(1.5));
  CHECK(quantize(1e-9, type) == 0.0);
}

TEST_CASE("encode is the nearest value of all, halfway the even code, for every small log type", "[number]") {
  for (const LogType& type : small_types()) {
    const LogFormat format(type);
    const std::vector<CodedValue> table = magnitudes(type);
    std::vector<double> values;
    for (const CodedValue& entry : table) values.push_back(entry.value);
    const std::uint32_t sign = 1U << type.exponent_width();
    for (const double x : probes(values)) {
      const double magnitude = std::fabs(x);  // one of the points is below 0
      const std::uint32_t code = nearest(table, magnitude).code;
      if (format.encode(magnitude) != code) FAIL(to_string(type) << ": " << magnitude << " is not code " << code);
      const std::uint32_t negative = type.is_signed ? code | sign : table.front().code;
      if (format.encode(-magnitude) != negative) FAIL(to_string(type) << ": -" << magnitude << " is not " << negative);
    }
  }
  SUCCEED();
}

TEST_CASE("every code of a log type comes back", "[number]") {
  for (const LogType& type : {LogType{4, 1}, LogType{8, 3}, LogType{12, 4}, LogType{16, 8}, LogType{8, 8, false, 3}}) {
    const LogFormat format(type);
    for (std::uint32_t code = 0; code < 1U << type.width; ++code) {
      if (format.encode(format.decode(code)) != code) FAIL(to_string(type) << ": code " << code);
      // A float's rounding of the value is still nearest to it.
      if (format.encode(static_cast<float>(format.decode(code))) != code) FAIL(to_string(type) << ": float " << code);
    }
  }
  SUCCEED();
}

TEST_CASE("nearest is in value, not in the logarithm, and halfway is even", "[number]") {
  const LogType type = {5, 0};
  CHECK(quantize(1.42, type) == 1.0);  // above the square root of 2, below 1.5
  CHECK(quantize(1.5, type) == 1.0);   // exponent 0, not 1
  CHECK(quantize(3.0, type) == 4.0);   // exponent 2, not 1
  const LogType three = {4, 0};        // exponents -3 .. 3, zero is -4: the even one
  CHECK(quantize(0.0625, three) == 0.0);
  CHECK(quantize(std::nextafter(0.0625, 1.0), three) == 0.125);
}

TEST_CASE("ends, zeros and NaN of log types", "[number]") {
  const double infinity = std::numeric_limits<double>::infinity();
  for (const LogType& type : {LogType{4, 1}, LogType{16, 8}, LogType{2, 0}}) {
    const double most = decode(static_cast<std::uint32_t>(type.max_exponent()), type);
    CHECK(quantize(infinity, type) == most);
    CHECK(quantize(-infinity, type) == -most);
    CHECK(quantize(-0.0, type) == 0.0);
    CHECK(std::signbit(quantize(-0.0, type)));
    CHECK(std::isnan(quantize(std::nan(""), type)));
    CHECK(quantize(std::numeric_limits<double>::denorm_min(), type) == 0.0);
  }
  const LogType unsigned_type = {4, 0, false};
  CHECK(quantize(-3.0, unsigned_type) == 0.0);
  CHECK_FALSE(std::signbit(quantize(-3.0, unsigned_type)));
}

TEST_CASE("wide log types: idempotent, monotone, sign-symmetric, at most half a step off", "[number]") {
  const std::uint64_t seed = test_seed(20260403);
  std::cout << "log: RTL4ML_SEED=" << seed << "\n";
  Random random(seed);
  for (const LogType& type : {LogType{16, 8}, LogType{12, 5, true, 3}, LogType{8, 2}}) {
    const LogFormat format(type);
    const double most = format.decode(static_cast<std::uint32_t>(type.max_exponent()));
    const double ratio = std::exp2(std::ldexp(1.0, -type.frac_width));
    double last_x = 0.0;
    double last = 0.0;
    for (int i = 0; i < 20000; ++i) {
      const double x = most * std::exp2(-random.uniform(0.0, 30.0));
      const double q = format.quantize(x);
      INFO(to_string(type) << ", " << x << " became " << q);
      const double below = q > x ? q / ratio : q;
      if (q != 0.0 && below * ratio * (1 + 1e-12) >= x && std::fabs(q - x) > below * (ratio - 1.0) * 0.5 * (1 + 1e-12))
        FAIL("more than half a step off");
      if (format.quantize(q) != q) FAIL("not idempotent");
      if (format.quantize(-x) != -q) FAIL("not symmetric");
      if (x < last_x ? q > last : q < last) FAIL("not monotone: " << last_x << " became " << last);
      last_x = x;
      last = q;
    }
  }
  SUCCEED();
}

TEST_CASE("log types spell themselves", "[number]") {
  CHECK(to_string(LogType{4, 1}) == "log4.1");
  CHECK(to_string(LogType{8, 3, false, -2}) == "ulog8.3_b-2");
}

}  // namespace rtl4ml
