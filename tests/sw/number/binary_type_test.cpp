#include "sw/number/binary_type.hpp"

#include <cmath>
#include <iostream>
#include <limits>
#include <vector>

#include "sw/data/random.hpp"
#include "tests/catch.hpp"
#include "tests/seed.hpp"

namespace rtl4ml {
namespace {

double binary_error(const std::vector<float>& values, double scale) {
  double sum = 0.0;
  for (const float value : values) {
    const double error = value - decode_binary(encode_binary(value), scale);
    sum += error * error;
  }
  return sum;
}

}  // namespace

TEST_CASE("binary codes: a sign, zero is positive", "[number]") {
  CHECK(encode_binary(0.1) == 1);
  CHECK(encode_binary(0.0) == 1);
  CHECK(encode_binary(-0.0) == 1);
  CHECK(encode_binary(-std::numeric_limits<double>::denorm_min()) == 0);
  CHECK(decode_binary(1, 0.5) == 0.5);
  CHECK(decode_binary(0, 0.5) == -0.5);
}

TEST_CASE("the binary scale is the mean magnitude, and no other has less squared error", "[number]") {
  CHECK(binary_scale(std::vector<float>{1.0F, -2.0F, 3.0F}, {}) == 2.0);
  const std::uint64_t seed = test_seed(20260406);
  std::cout << "binary: RTL4ML_SEED=" << seed << "\n";
  Random random(seed);
  for (int i = 0; i < 50; ++i) {
    INFO("RTL4ML_SEED=" << seed << ", tensor " << i);
    std::vector<float> values;
    for (int n = 0; n < 100; ++n) values.push_back(static_cast<float>(random.normal()));
    const double scale = binary_scale(values, {});
    const double least = binary_error(values, scale);
    CHECK(least < binary_error(values, scale * 1.001));
    CHECK(least < binary_error(values, scale * 0.999));
    const double power = binary_scale(values, {true});
    CHECK(std::exp2(std::ilogb(power)) == power);
    CHECK(binary_error(values, power) <= binary_error(values, power * 2.0));
    CHECK(binary_error(values, power) <= binary_error(values, power / 2.0));
  }
}

TEST_CASE("binary scales of nothing, of zeros, of what is not finite", "[number]") {
  const float infinity = std::numeric_limits<float>::infinity();
  for (const BinaryType type : {BinaryType{}, BinaryType{true}}) {
    CHECK(binary_scale(std::vector<float>{}, type) == 0.0);
    CHECK(binary_scale(std::vector<float>{0.0F, -0.0F}, type) == 0.0);
    CHECK(binary_scale(std::vector<float>{infinity, -infinity, std::nanf("")}, type) == 0.0);
    CHECK(binary_scale(std::vector<float>{infinity, 2.0F, std::nanf("")}, type) == 2.0);
  }
}

TEST_CASE("the nearest power of two, halfway the smaller", "[number]") {
  CHECK(nearest_power_of_two(1.5) == 1.0);
  CHECK(nearest_power_of_two(std::nextafter(1.5, 2.0)) == 2.0);
  CHECK(nearest_power_of_two(0.75) == 0.5);
  CHECK(nearest_power_of_two(4.0) == 4.0);
  CHECK(nearest_power_of_two(0.0) == 0.0);
  CHECK(nearest_power_of_two(std::numeric_limits<float>::max()) == std::exp2(127));
}

TEST_CASE("binary types spell themselves", "[number]") {
  CHECK(to_string(BinaryType{}) == "binary");
  CHECK(to_string(BinaryType{true}) == "binary_power_of_two");
}

}  // namespace rtl4ml
