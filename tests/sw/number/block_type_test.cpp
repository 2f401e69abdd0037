#include "sw/number/block_type.hpp"

#include <cmath>
#include <iostream>
#include <limits>

#include "sw/data/random.hpp"
#include "tests/catch.hpp"
#include "tests/seed.hpp"

namespace rtl4ml {
namespace {

/// The rule in words: the least exponent with which no value needs more than the largest mantissa once it is rounded.
int defined_exponent(const std::vector<double>& values, const BlockType& type) {
  for (int exponent = -type.bias(); exponent < type.bias(); ++exponent) {
    bool all_fit = true;
    for (const double value : values) {
      const double mantissa = std::nearbyint(value / std::exp2(exponent - type.mantissa_width + 2));
      all_fit = all_fit && std::fabs(mantissa) < std::exp2(type.mantissa_width - 1);
    }
    if (all_fit) return exponent;
  }
  return type.bias();
}

double defined_value(double value, int exponent, const BlockType& type) {
  const double step = std::exp2(exponent - type.mantissa_width + 2);
  const double most = std::exp2(type.mantissa_width - 1) - 1.0;
  return std::fmin(std::fmax(std::nearbyint(value / step), -most), most) * step;
}

}  // namespace

TEST_CASE("a block is its definition, for every largest value on a fine grid", "[number]") {
  for (int width = 2; width <= 6; ++width) {
    for (const int exponent_width : {2, 3, 8}) {
      const BlockType type = {width, 32, exponent_width};
      for (int i = 0; i <= 1024; ++i) {
        const double largest = i / 64.0;
        const std::vector<double> values = {largest / 3.0, -largest, largest / 2.0, 0.0, -largest / 7.0};
        const int exponent = defined_exponent(values, type);
        const BlockCodes block = encode(values, type);
        INFO(to_string(type) << ", largest " << largest);
        if (static_cast<int>(block.exponent) - type.bias() != exponent) FAIL("the exponent is not " << exponent);
        const std::vector<double> decoded = decode(block, type);
        for (std::size_t at = 0; at < values.size(); ++at) {
          if (decoded[at] != defined_value(values[at], exponent, type)) FAIL(values[at] << " became " << decoded[at]);
          if (std::abs(block.mantissas[at]) > type.max_mantissa()) FAIL("mantissa " << block.mantissas[at]);
        }
      }
    }
  }
  SUCCEED();
}

TEST_CASE("a mantissa that rounds up to a power of two carries into the exponent", "[number]") {
  const BlockType type = {4, 32, 8};  // mantissas to 7
  const std::vector<double> seven = {7.0, 1.0};
  CHECK(encode(seven, type).exponent == 127 + 2);
  CHECK(encode(seven, type).mantissas == std::vector<std::int32_t>{7, 1});
  const std::vector<double> more = {7.5, 1.0};  // halfway to 8: the even one
  CHECK(encode(more, type).exponent == 127 + 3);
  CHECK(encode(more, type).mantissas == std::vector<std::int32_t>{4, 0});  // 1 is halfway to 2: the even mantissa
  CHECK(decode(encode(more, type), type) == std::vector<double>{8.0, 0.0});
}

TEST_CASE("blocks of zeros, infinities and the smallest and largest floats", "[number]") {
  const BlockType type = {4, 32, 8};
  CHECK(encode(std::vector<double>{0.0, -0.0}, type).exponent == 0);
  CHECK(encode(std::vector<double>{0.0, -0.0}, type).mantissas == std::vector<std::int32_t>{0, 0});
  CHECK(encode(std::vector<double>{}, type).mantissas.empty());
  const float most = std::numeric_limits<float>::max();
  const float infinity = std::numeric_limits<float>::infinity();
  const float tiny = std::numeric_limits<float>::denorm_min();
  std::vector<float> values = {infinity, -infinity, most, 1.0F, -0.0F};
  quantize_block(values, type, values);
  CHECK(values == std::vector<float>{0x1.cp127F, -0x1.cp127F, 0x1.cp127F, 0.0F, 0.0F});
  CHECK_FALSE(std::signbit(values[4]));
  values = {tiny, -tiny};
  quantize_block(values, BlockType{24, 32, 8}, values);
  CHECK(values == std::vector<float>{tiny, -tiny});
  values = {std::nanf(""), 3.0F};
  quantize_block(values, type, values);
  CHECK(std::isnan(values[0]));
  CHECK(values[1] == 3.0F);
}

TEST_CASE("a small exponent saturates at both ends", "[number]") {
  const BlockType type = {4, 32, 3};  // exponents -3 .. 3
  CHECK(type.bias() == 3);
  CHECK(decode(encode(std::vector<double>{100.0, -100.0, 8.0}, type), type) == std::vector<double>{14.0, -14.0, 8.0});
  CHECK(decode(encode(std::vector<double>{0.01, 0.02}, type), type) == std::vector<double>{0.0, 0.03125});
}

TEST_CASE("random blocks: codes and floats agree, idempotent, symmetric, at most half a step off", "[number]") {
  const std::uint64_t seed = test_seed(20260404);
  std::cout << "block: RTL4ML_SEED=" << seed << "\n";
  Random random(seed);
  for (int i = 0; i < 3000; ++i) {
    const BlockType type = {2 + static_cast<int>(random.below(23)), 32, 8};
    std::vector<float> values;
    std::vector<double> reals;
    const int scale = static_cast<int>(random.below(200)) - 100;
    for (std::uint64_t n = 1 + random.below(32); n > 0; --n) {
      values.push_back(static_cast<float>(std::ldexp(random.normal(), scale)));
      reals.push_back(values.back());
    }
    std::vector<float> quantized(values.size());
    quantize_block(values, type, quantized);
    const BlockCodes block = encode(reals, type);
    const std::vector<double> decoded = decode(block, type);
    const double step = std::exp2(static_cast<int>(block.exponent) - type.bias() - type.mantissa_width + 2);
    INFO("RTL4ML_SEED=" << seed << ", block " << i << ", " << to_string(type));
    std::vector<float> negative;
    for (std::size_t at = 0; at < values.size(); ++at) {
      negative.push_back(-values[at]);
      if (quantized[at] != decoded[at]) FAIL("value " << at << ": codes say " << decoded[at]);
      if (std::fabs(decoded[at] - reals[at]) > step / 2.0) FAIL("value " << at << " is more than half a step off");
    }
    std::vector<float> again(values.size());
    quantize_block(quantized, type, again);
    if (again != quantized) FAIL("not idempotent");
    quantize_block(negative, type, negative);
    for (std::size_t at = 0; at < values.size(); ++at) {
      if (negative[at] != -quantized[at]) FAIL("value " << at << " is not symmetric");
    }
  }
  SUCCEED();
}

TEST_CASE("block types spell themselves", "[number]") {
  CHECK(to_string(BlockType{4, 32, 8}) == "bfp4x32");
  CHECK(to_string(BlockType{8, 16, 5}) == "bfp8x16_e5");
}

}  // namespace rtl4ml
