// Many values at once against the formats one by one.
#include <cmath>
#include <iostream>
#include <limits>

#include "sw/base/overloaded.hpp"
#include "sw/data/random.hpp"
#include "sw/number/convert.hpp"
#include "sw/number/number_format.hpp"
#include "tests/catch.hpp"
#include "tests/seed.hpp"
#include "tests/sw/number/parsed.hpp"

namespace rtl4ml {
namespace {

const std::vector<std::string> kFormats = {"s8.3",       "u4.2",
                                           "s1.0",       "s32.20",
                                           "s6.-3",      "e4m3",
                                           "e5m2",       "e2m1",
                                           "e8m23",      "ue3m0",
                                           "log4.1",     "log16.8",
                                           "ulog5.0_b2", "bfp4x32",
                                           "bfp2x5_e3",  "bfp24x1",
                                           "mxint8",     "mxfp8_e4m3",
                                           "mxfp8_e5m2", "mxfp6_e3m2",
                                           "mxfp6_e2m3", "mxfp4_e2m1",
                                           "binary",     "binary_power_of_two",
                                           "ternary",    "ternary_power_of_two"};

/// Blocks of a row, by the codes.
template <class Type>
std::vector<double> by_blocks(const Type& type, std::size_t block_size, const std::vector<double>& row) {
  std::vector<double> result;
  for (std::size_t first = 0; first < row.size(); first += block_size) {
    const std::span<const double> block = std::span(row).subspan(first, std::min(block_size, row.size() - first));
    for (const double value : decode(encode(block, type), type)) result.push_back(value);
  }
  return result;
}

/// The values of one row by encode and decode; `all` are those of the whole tensor.
std::vector<double> by_codes(const NumberFormat& format, const std::vector<double>& row,
                             const std::vector<float>& all) {
  const auto each = [&](const auto& function) {
    std::vector<double> result;
    for (const double value : row) result.push_back(function(value));
    return result;
  };
  return std::visit(
      Overloaded{
          [&](const FixedType& type) {
            return each([&](double x) {
              return dequantize(quantize(x, type, Rounding::kHalfEven, Overflow::kSaturate), type);
            });
          },
          [&](const MinifloatType& type) { return each([&](double x) { return decode(encode(x, type), type); }); },
          [&](const LogType& type) { return each([&](double x) { return decode(encode(x, type), type); }); },
          [&](const BlockType& type) { return by_blocks(type, static_cast<std::size_t>(type.block_size), row); },
          [&](const MxType& type) { return by_blocks(type, MxType::kBlockSize, row); },
          [&](const BinaryType& type) {
            const double scale = binary_scale(all, type);
            return each([&](double x) { return decode_binary(encode_binary(x), scale); });
          },
          [&](const TernaryType& type) {
            const double scale = ternary_scale(all, type);
            return each([&](double x) { return decode_ternary(encode_ternary(x, scale), scale); });
          }},
      format);
}

std::vector<float> random_values(Random& random, std::size_t count, double spread) {
  std::vector<float> values(count);
  for (float& value : values) value = static_cast<float>(random.normal() * std::exp2(random.uniform(-spread, spread)));
  return values;
}

}  // namespace

TEST_CASE("many values are what each format makes of them, row by row", "[number]") {
  const std::uint64_t seed = test_seed(20260408);
  std::cout << "quantize_values: RTL4ML_SEED=" << seed << "\n";
  Random random(seed);
  for (const std::string& text : kFormats) {
    const NumberFormat format = parsed(text);
    for (const std::int64_t columns : {1, 7, 32, 100}) {
      std::vector<float> values = random_values(random, static_cast<std::size_t>(3 * columns), 6.0);
      values[0] = -0.0F;
      std::vector<float> result(values.size());
      quantize_values(format, values, columns, result);
      for (std::size_t first = 0; first < values.size(); first += static_cast<std::size_t>(columns)) {
        const std::vector<double> row(values.begin() + static_cast<std::ptrdiff_t>(first),
                                      values.begin() + static_cast<std::ptrdiff_t>(first) + columns);
        const std::vector<double> expected = by_codes(format, row, values);
        for (std::size_t i = 0; i < row.size(); ++i) {
          const auto exact = static_cast<float>(expected[i]);
          const float got = result[first + i];
          if (got == exact && (std::signbit(got) == std::signbit(exact) || row[i] < 0.0F)) continue;
          FAIL("RTL4ML_SEED=" << seed << ": " << text << ", columns " << columns << ": " << row[i] << " became " << got
                              << ", not " << exact);
        }
      }
      std::vector<float> again = result;
      quantize_values(format, again, columns, again);  // in place
      if (again != result) FAIL(text << ": not idempotent");
    }
  }
  SUCCEED();
}

TEST_CASE("what is not a number stays, where it stands, infinities saturate", "[number]") {
  const float infinity = std::numeric_limits<float>::infinity();
  for (const std::string& text : kFormats) {
    INFO(text);
    const NumberFormat format = parsed(text);
    const std::vector<float> plain = {0.5F, -1.5F, 1.0F, 0.0F};
    std::vector<float> values = {0.5F, -1.5F, 1.0F, std::nanf("")};
    std::vector<float> result(4);
    std::vector<float> without(4);
    quantize_values(format, values, 4, result);
    CHECK(std::isnan(result[3]));
    quantize_values(format, std::span(plain).first(3), 3, std::span(without).first(3));
    for (std::size_t i = 0; i < 3; ++i) CHECK(result[i] == without[i]);
    values = {infinity, -infinity, std::numeric_limits<float>::max(), 1.0F};
    quantize_values(format, values, 4, result);
    for (const float value : result) CHECK(std::isfinite(value));
    CHECK(result[0] >= result[2]);
  }
}

TEST_CASE("no values, and rows without a whole block", "[number]") {
  for (const std::string& text : kFormats) quantize_values(parsed(text), {}, 5, {});
  std::vector<float> values(66, 1.0F);
  values[33] = 1000.0F;  // in the first block of the second row: the first row does not see it
  std::vector<float> result(66);
  quantize_values(parsed("mxfp4_e2m1"), values, 33, result);
  for (std::size_t i = 0; i < 33; ++i) CHECK(result[i] == 1.0F);
  CHECK(result[33] == 768.0F);
  CHECK(result[34] == 0.0F);
  CHECK(result[65] == 1.0F);  // a block of its own
}

}  // namespace rtl4ml
