#include "sw/number/minifloat_type.hpp"

#include <bit>
#include <iostream>

#include "sw/data/random.hpp"
#include "sw/number/minifloat_rounder.hpp"
#include "tests/catch.hpp"
#include "tests/seed.hpp"
#include "tests/sw/number/nearest.hpp"
#if defined(__x86_64__)
#include <immintrin.h>
#endif

namespace rtl4ml {
namespace {

using Specials = MinifloatType::Specials;

const double kInfinity = std::numeric_limits<double>::infinity();

/// The value of the bits, field by field, as IEEE 754 and the OCP's tables write it; NaN as such.
double defined(std::uint32_t code, const MinifloatType& type) {
  const auto field = [&](int low, int bits) { return std::floor(std::fmod(code / std::exp2(low), std::exp2(bits))); };
  const double m = field(0, type.mantissa_width);
  const double e = field(type.mantissa_width, type.exponent_width);
  const double s = type.is_signed ? field(type.mantissa_width + type.exponent_width, 1) : 0.0;
  const double most_e = std::exp2(type.exponent_width) - 1.0;
  const double most_m = std::exp2(type.mantissa_width) - 1.0;
  const double bias = std::exp2(type.exponent_width - 1) - 1.0 + type.bias_offset;
  const double sign = s == 0.0 ? 1.0 : -1.0;
  if (type.specials == Specials::kIeee && e == most_e) return m == 0.0 ? sign * kInfinity : std::nan("");
  if (type.specials == Specials::kNanOnly && e == most_e && m == most_m) return std::nan("");
  if (e == 0.0) return sign * std::pow(2.0, 1.0 - bias) * (m / (most_m + 1.0));
  return sign * std::pow(2.0, e - bias) * (1.0 + m / (most_m + 1.0));
}

/// All finite values from +0 up.
std::vector<CodedValue> magnitudes(const MinifloatType& type) {
  std::vector<CodedValue> table;
  for (std::uint32_t code = 0; code < 1U << (type.exponent_width + type.mantissa_width); ++code) {
    if (const double value = defined(code, type); std::isfinite(value)) table.push_back({code, value});
  }
  return table;
}

/// All small types, with each kind of specials that they have room for.
std::vector<MinifloatType> small_minifloats() {
  std::vector<MinifloatType> types;
  for (int e = 1; e <= 5; ++e) {
    for (int m = 0; m <= 4 && e + m <= 7; ++m) {
      for (const Specials specials : {Specials::kIeee, Specials::kNanOnly, Specials::kNone}) {
        if (specials == Specials::kIeee && (e < 2 || m < 1)) continue;
        if (specials == Specials::kNanOnly && e + m < 2) continue;
        for (const bool is_signed : {true, false}) {
          for (const int bias_offset : {0, 3, -2}) types.push_back({e, m, specials, is_signed, bias_offset});
        }
      }
    }
  }
  return types;
}

bool same(double a, double b) {
  return (std::isnan(a) && std::isnan(b)) || (a == b && std::signbit(a) == std::signbit(b));
}

}  // namespace

TEST_CASE("the OCP's types have the values of its tables", "[number]") {
  const auto value = [](std::uint32_t code, const MinifloatType& type) { return decode(code, type); };
  // OFP8 1.0, table 2
  CHECK(value(0x7e, kE4M3) == 448.0);
  CHECK(value(0x08, kE4M3) == std::exp2(-6));
  CHECK(value(0x07, kE4M3) == 0.875 * std::exp2(-6));
  CHECK(value(0x01, kE4M3) == std::exp2(-9));
  CHECK(std::isnan(value(0x7f, kE4M3)));
  CHECK(std::isnan(value(0xff, kE4M3)));
  CHECK(value(0x7b, kE5M2) == 57344.0);
  CHECK(value(0x04, kE5M2) == std::exp2(-14));
  CHECK(value(0x03, kE5M2) == 0.75 * std::exp2(-14));
  CHECK(value(0x01, kE5M2) == std::exp2(-16));
  CHECK(value(0x7c, kE5M2) == kInfinity);
  CHECK(value(0xfc, kE5M2) == -kInfinity);
  for (const std::uint32_t nan : {0x7dU, 0x7eU, 0x7fU, 0xfdU, 0xfeU, 0xffU}) CHECK(std::isnan(value(nan, kE5M2)));
  // MX 1.0, tables 3 to 5
  CHECK(value(0x1f, kE2M3) == 7.5);
  CHECK(value(0x08, kE2M3) == 1.0);
  CHECK(value(0x07, kE2M3) == 0.875);
  CHECK(value(0x01, kE2M3) == 0.125);
  CHECK(value(0x1f, kE3M2) == 28.0);
  CHECK(value(0x04, kE3M2) == 0.25);
  CHECK(value(0x03, kE3M2) == 0.1875);
  CHECK(value(0x01, kE3M2) == 0.0625);
  const std::vector<double> e2m1 = {0.0, 0.5, 1.0, 1.5, 2.0, 3.0, 4.0, 6.0};
  for (std::uint32_t code = 0; code < 8; ++code) {
    CHECK(same(value(code, kE2M1), e2m1[code]));
    CHECK(same(value(code + 8, kE2M1), -e2m1[code]));
  }
}

TEST_CASE("every code of every small type has the value of its fields, and comes back", "[number]") {
  std::vector<MinifloatType> types = small_minifloats();
  types.insert(types.end(), {kE4M3, kE5M2, {5, 10, Specials::kIeee}, {8, 7, Specials::kIeee}});
  for (const MinifloatType& type : types) {
    for (std::uint32_t code = 0; code < 1U << type.width(); ++code) {
      const double value = defined(code, type);
      if (!same(decode(code, type), value)) FAIL(to_string(type) << ": code " << code << " is not " << value);
      if (std::isfinite(value) && encode(value, type) != code)
        FAIL(to_string(type) << ": " << value << " is not code " << code);
    }
  }
  SUCCEED();
}

TEST_CASE("encode is the nearest of all values, halfway the even code, for every small type", "[number]") {
  for (const MinifloatType& type : small_minifloats()) {
    const std::vector<CodedValue> table = magnitudes(type);
    const MinifloatRounder rounder(type);
    std::vector<double> values;
    for (const CodedValue& entry : table) values.push_back(entry.value);
    for (const double x : probes(values)) {
      const double magnitude = std::fabs(x);  // one of the points is below 0
      const std::uint32_t code = nearest(table, magnitude).code;
      if (encode(magnitude, type) != code) FAIL(to_string(type) << ": " << magnitude << " is not code " << code);
      for (const double value : {magnitude, -magnitude}) {
        if (!same(rounder(value), quantize(value, type)) && magnitude > 1e-307)
          FAIL(to_string(type) << ": the rounder makes " << rounder(value) << " of " << value);
      }
      const std::uint32_t negative = type.is_signed ? code | type.sign_bit() : 0;
      if (encode(-magnitude, type) != negative) FAIL(to_string(type) << ": -" << magnitude << " is not " << negative);
    }
  }
  SUCCEED();
}

TEST_CASE("halfway between two codes the even one is taken, across exponents as well", "[number]") {
  CHECK(quantize(2.5, kE2M1) == 2.0);
  CHECK(quantize(3.5, kE2M1) == 4.0);
  CHECK(quantize(0.25, kE2M1) == 0.0);
  CHECK(quantize(0.75, kE2M1) == 1.0);
  CHECK(quantize(1.75, kE2M1) == 2.0);  // a carry into the exponent
  // Without a mantissa the lowest bit of the code is the exponent's.
  const MinifloatType e3m0 = {3, 0, Specials::kNone};
  CHECK(decode(3, e3m0) == 1.0);
  CHECK(quantize(1.5, e3m0) == 2.0);
  CHECK(quantize(3.0, e3m0) == 2.0);
}

TEST_CASE("what is too large saturates, zero keeps its sign, NaN is NaN", "[number]") {
  for (const MinifloatType& type : {kE4M3, kE5M2, kE3M2, kE2M3, kE2M1}) {
    const double most = decode(type.max_code(), type);
    CHECK(quantize(kInfinity, type) == most);
    CHECK(quantize(-kInfinity, type) == -most);
    CHECK(quantize(std::numeric_limits<double>::max(), type) == most);
    CHECK(quantize(most * 1.5, type) == most);
    CHECK(encode(-0.0, type) == type.sign_bit());
    CHECK(same(quantize(-1e-30, type), -0.0));
    CHECK(same(quantize(std::numeric_limits<double>::denorm_min(), type), 0.0));
    CHECK(std::isnan(quantize(std::nan(""), type)));
  }
  CHECK(encode(std::nan(""), kE4M3) == 0x7f);
  CHECK(encode(std::nan(""), kE5M2) == 0x7f);
  const MinifloatType unsigned_type = {4, 3, Specials::kNanOnly, false};
  CHECK(unsigned_type.width() == 7);
  CHECK(encode(-5.0, unsigned_type) == 0);
  CHECK(same(quantize(-0.0, unsigned_type), 0.0));
  CHECK(quantize(5.0, unsigned_type) == 5.0);
}

TEST_CASE("e8m23 is the machine's float, e5m10 its half", "[number]") {
  const std::uint64_t seed = test_seed(20260401);
  std::cout << "minifloat: RTL4ML_SEED=" << seed << "\n";
  Random random(seed);
  const MinifloatType float_type = {8, 23, Specials::kIeee};
  constexpr double kMost = std::numeric_limits<float>::max();
  for (int i = 0; i < 100000; ++i) {
    const double x = std::ldexp(random.uniform(-2.0, 2.0), static_cast<int>(random.below(290)) - 155);
    const auto machine = static_cast<float>(std::clamp(x, -kMost, kMost));
    if (encode(x, float_type) != std::bit_cast<std::uint32_t>(machine)) FAIL(x << " is not " << machine);
  }
#if defined(__x86_64__)
  if (__builtin_cpu_supports("f16c") == 0) return;
  const MinifloatType half = {5, 10, Specials::kIeee};
  struct Machine {
    __attribute__((target("f16c"))) static std::uint32_t half(float x) {
      const __m128i code = _mm_cvtps_ph(_mm_set_ss(x), _MM_FROUND_TO_NEAREST_INT | _MM_FROUND_NO_EXC);
      return static_cast<std::uint32_t>(_mm_cvtsi128_si32(code)) & 0xffffU;
    }
  };
  for (int i = 0; i < 100000; ++i) {
    const auto x = static_cast<float>(std::ldexp(random.uniform(-1.0, 1.0), static_cast<int>(random.below(43)) - 27));
    const std::uint32_t machine = std::min(Machine::half(std::fabs(x)), half.max_code());  // ours saturates
    if ((encode(x, half) & (half.sign_bit() - 1)) != machine) FAIL(x << " is not half " << machine);
  }
#endif
  SUCCEED();
}

TEST_CASE("wide types: idempotent, monotone, sign-symmetric, at most half a step off", "[number]") {
  const std::uint64_t seed = test_seed(20260402);
  std::cout << "wide minifloat: RTL4ML_SEED=" << seed << "\n";
  Random random(seed);
  for (const MinifloatType& type :
       {MinifloatType{5, 10, Specials::kIeee}, MinifloatType{8, 7, Specials::kIeee},
        MinifloatType{6, 17, Specials::kNone}, MinifloatType{4, 20, Specials::kNanOnly, true, 5}}) {
    const double most = decode(type.max_code(), type);
    double last_x = 0.0;
    double last = 0.0;
    for (int i = 0; i < 20000; ++i) {
      const int exponent = 1 - type.bias() - type.mantissa_width - 2 +
                           static_cast<int>(random.below(
                               static_cast<std::uint64_t>(std::ilogb(most) + type.bias() + type.mantissa_width + 2)));
      const double x = std::min(std::ldexp(random.uniform(1.0, 2.0), exponent), most);
      const double q = quantize(x, type);
      const int step = std::max(std::ilogb(x), 1 - type.bias()) - type.mantissa_width;
      INFO(to_string(type) << ", " << x << " became " << q);
      if (std::fabs(q - x) > std::ldexp(0.5, step)) FAIL("more than half a step off");
      if (quantize(q, type) != q) FAIL("not idempotent");
      if (quantize(-x, type) != -q) FAIL("not symmetric");
      if (x < last_x ? q > last : q < last) FAIL("not monotone: " << last_x << " became " << last);
      last_x = x;
      last = q;
    }
  }
  SUCCEED();
}

TEST_CASE("minifloats spell themselves", "[number]") {
  CHECK(to_string(kE4M3) == "e4m3");
  CHECK(to_string(kE5M2) == "e5m2");
  CHECK(to_string(kE3M2) == "e3m2");
  CHECK(to_string(kE2M3) == "e2m3");
  CHECK(to_string(kE2M1) == "e2m1");
  CHECK(to_string(MinifloatType{5, 10, Specials::kIeee}) == "e5m10");
  CHECK(to_string(MinifloatType{4, 3, Specials::kIeee}) == "e4m3_ieee");
  CHECK(to_string(MinifloatType{4, 3, Specials::kNone, false, 1}) == "ue4m3_finite_b8");
  CHECK(to_string(MinifloatType{2, 1, Specials::kNanOnly}) == "e2m1_nan");
}

}  // namespace rtl4ml
