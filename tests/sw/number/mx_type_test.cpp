#include "sw/number/mx_type.hpp"

#include <cmath>
#include <iostream>
#include <limits>

#include "sw/data/random.hpp"
#include "tests/catch.hpp"
#include "tests/seed.hpp"
#include "tests/sw/number/nearest.hpp"

namespace rtl4ml {
namespace {

using Element = MxType::Element;

/// What the specification's table says of an element, and all its magnitudes in order, the code being their place.
struct Defined {
  MxType type;
  int max_exponent;
  double largest;
  std::vector<CodedValue> table;
};

/// Magnitudes of exponent and mantissa fields, all of them finite up to the largest.
std::vector<CodedValue> minifloat_table(int mantissa_width, int bias, double largest) {
  std::vector<CodedValue> table;
  const int count = 1 << mantissa_width;
  for (std::uint32_t code = 0;; ++code) {
    const int field = static_cast<int>(code) / count;
    const double mantissa = static_cast<double>(static_cast<int>(code) % count) / count;
    table.push_back({code, field == 0 ? mantissa * std::exp2(1 - bias) : (1 + mantissa) * std::exp2(field - bias)});
    if (table.back().value == largest) return table;
  }
}

std::vector<CodedValue> integer_table() {
  std::vector<CodedValue> table;
  for (std::uint32_t code = 0; code <= 127; ++code) table.push_back({code, code / 64.0});
  return table;
}

/// MX 1.0, tables 1 to 6
std::vector<Defined> definitions() {
  return {{MxType{Element::kInt8}, 0, 1.984375, integer_table()},
          {MxType{Element::kE4M3}, 8, 448.0, minifloat_table(3, 7, 448.0)},
          {MxType{Element::kE5M2}, 15, 57344.0, minifloat_table(2, 15, 57344.0)},
          {MxType{Element::kE3M2}, 4, 28.0, minifloat_table(2, 3, 28.0)},
          {MxType{Element::kE2M3}, 2, 7.5, minifloat_table(3, 1, 7.5)},
          {MxType{Element::kE2M1}, 2, 6.0, minifloat_table(1, 1, 6.0)}};
}

/// A block by the specification's words: 6.3, with a search for the power of two and for each element.
std::vector<double> quantized(const std::vector<double>& values, const Defined& defined) {
  double largest = 0.0;
  for (const double value : values) largest = std::fmax(largest, std::fabs(value));
  int power = -200;  // of the largest power of two that is not above the largest magnitude
  while (largest > 0.0 && std::exp2(power + 1) <= largest) ++power;
  const double scale = std::exp2(std::fmin(std::fmax(power - defined.max_exponent, -127.0), 127.0));
  std::vector<double> result;
  for (const double value : values)
    result.push_back(std::copysign(nearest(defined.table, std::fabs(value) / scale).value * scale, value));
  return result;
}

}  // namespace

TEST_CASE("elements have the specification's widths, largest values and exponents", "[number]") {
  for (const Defined& defined : definitions()) {
    INFO(to_string(defined.type));
    CHECK(defined.type.max_exponent() == defined.max_exponent);
    CHECK(defined.table.back().value == defined.largest);
    const MxCodes most{127, {defined.table.back().code}};
    CHECK(decode(most, defined.type).front() == defined.largest);
  }
  CHECK(MxType{Element::kInt8}.element_width() == 8);
  CHECK(MxType{Element::kE4M3}.element_width() == 8);
  CHECK(MxType{Element::kE3M2}.element_width() == 6);
  CHECK(MxType{Element::kE2M1}.element_width() == 4);
}

TEST_CASE("random blocks are what the specification says", "[number]") {
  const std::uint64_t seed = test_seed(20260405);
  std::cout << "mx: RTL4ML_SEED=" << seed << "\n";
  Random random(seed);
  const std::vector<Defined> all = definitions();
  for (int i = 0; i < 600; ++i) {
    const Defined& defined = all[random.below(all.size())];
    const int scale = static_cast<int>(random.below(200)) - 100;
    std::vector<double> values;
    std::vector<float> floats;
    for (std::uint64_t n = 1 + random.below(MxType::kBlockSize); n > 0; --n) {
      floats.push_back(static_cast<float>(std::ldexp(random.normal() * (random.below(4) == 0 ? 8.0 : 1.0), scale)));
      values.push_back(floats.back());
    }
    INFO("RTL4ML_SEED=" << seed << ", block " << i << ", " << to_string(defined.type));
    const std::vector<double> expected = quantized(values, defined);
    const std::vector<double> decoded = decode(encode(values, defined.type), defined.type);
    std::vector<float> quick(values.size());
    quantize_block(floats, defined.type, quick);
    std::vector<float> again(values.size());
    quantize_block(quick, defined.type, again);
    for (std::size_t at = 0; at < values.size(); ++at) {
      if (decoded[at] != expected[at]) FAIL(values[at] << " became " << decoded[at] << ", not " << expected[at]);
      if (quick[at] != expected[at]) FAIL(values[at] << " became " << quick[at] << " as a float");
      if (again[at] != quick[at]) FAIL("not idempotent");
    }
  }
  SUCCEED();
}

TEST_CASE("every element is the nearest at every middle, and saturates above", "[number]") {
  for (const Defined& defined : definitions()) {
    std::vector<double> values;
    for (const CodedValue& entry : defined.table) values.push_back(entry.value);
    const double anchor = std::exp2(defined.max_exponent);  // the scale is 1 with it and with what is below 2 * anchor
    for (const double point : probes(values)) {
      const double x = std::fabs(point);
      if (x >= 2.0 * anchor) continue;
      const std::vector<double> block = {x, anchor, -x};
      const MxCodes codes = encode(block, defined.type);
      const std::vector<double> decoded = decode(codes, defined.type);
      const double expected = nearest(defined.table, x).value;
      INFO(to_string(defined.type) << ", " << x);
      if (codes.scale != 127) FAIL("scale " << codes.scale);
      if (decoded[0] != expected || decoded[2] != -expected) FAIL("became " << decoded[0] << ", not " << expected);
    }
  }
  SUCCEED();
}

TEST_CASE("the scale does not grow where the largest value saturates", "[number]") {
  const MxType type = {Element::kE2M1};
  CHECK(decode(encode(std::vector<double>{7.9, 1.0}, type), type) == std::vector<double>{6.0, 1.0});
  CHECK(decode(encode(std::vector<double>{8.0, 1.0}, type), type) == std::vector<double>{8.0, 1.0});
  const MxType int8 = {Element::kInt8};
  CHECK(decode(encode(std::vector<double>{1.999, -1.999}, int8), int8) == std::vector<double>{1.984375, -1.984375});
}

TEST_CASE("every code of every element comes back", "[number]") {
  for (const Defined& defined : definitions()) {
    const MxType type = defined.type;
    const double anchor = std::exp2(defined.max_exponent);
    for (std::uint32_t code = 0; code < 1U << type.element_width(); ++code) {
      const double value = decode(MxCodes{127, {code}}, type).front();
      if (!std::isfinite(value)) continue;
      const std::uint32_t back = encode(std::vector<double>{value, anchor}, type).elements.front();
      if (type.element == Element::kInt8 && code == 0x80) {
        CHECK(value == -2.0);  // read, but not written
        continue;
      }
      if (back != code) FAIL(to_string(type) << ": code " << code << " came back as " << back);
    }
  }
  SUCCEED();
}

TEST_CASE("scales: NaN, the ends, zeros and infinities", "[number]") {
  const double infinity = std::numeric_limits<double>::infinity();
  const MxType fp8 = {Element::kE4M3};
  for (const double value : decode(MxCodes{MxType::kScaleNan, {0, 1, 2}}, fp8)) CHECK(std::isnan(value));
  CHECK(decode(MxCodes{0, {0x38}}, fp8).front() == std::exp2(-127));
  CHECK(decode(MxCodes{254, {0x38}}, fp8).front() == std::exp2(127));
  CHECK(encode(std::vector<double>{0.0, -0.0}, fp8).scale == 0);
  CHECK(encode(std::vector<double>{0.0, -0.0}, fp8).elements == std::vector<std::uint32_t>{0, 0x80});
  CHECK(encode(std::vector<double>{1e-44}, fp8).scale == 0);
  CHECK(encode(std::vector<double>{std::nan(""), 1.0}, fp8).elements == std::vector<std::uint32_t>{0x7f, 0x78});
  CHECK(decode(encode(std::vector<double>{infinity, -infinity}, fp8), fp8) ==
        std::vector<double>{0x1.cp127, -0x1.cp127});
  for (const MxType::Element element : kMxElements) {
    std::vector<float> values = {std::numeric_limits<float>::infinity(), -std::numeric_limits<float>::max(),
                                 std::nanf(""), 1.0F};
    quantize_block(values, MxType{element}, values);
    CHECK(std::isfinite(values[0]));
    CHECK(values[1] == -values[0]);
    CHECK(std::isnan(values[2]));
    CHECK(values[3] == 0.0F);
    values = {std::nanf(""), 1.0F, -0.0F};
    quantize_block(values, MxType{element}, values);
    CHECK(std::isnan(values[0]));
    CHECK(values[1] == 1.0F);
    CHECK(std::signbit(values[2]) == (element != Element::kInt8));
  }
}

TEST_CASE("MX types spell themselves", "[number]") {
  const std::vector<std::string> names = {"mxint8",     "mxfp8_e4m3", "mxfp8_e5m2",
                                          "mxfp6_e3m2", "mxfp6_e2m3", "mxfp4_e2m1"};
  std::vector<std::string> found;
  for (const MxType::Element element : kMxElements) found.push_back(to_string(MxType{element}));
  CHECK(found == names);
}

}  // namespace rtl4ml
