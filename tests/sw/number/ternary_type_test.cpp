#include "sw/number/ternary_type.hpp"

#include <algorithm>
#include <cmath>
#include <functional>
#include <iostream>
#include <limits>
#include <vector>

#include "sw/data/random.hpp"
#include "tests/catch.hpp"
#include "tests/seed.hpp"

namespace rtl4ml {
namespace {

double ternary_error(const std::vector<float>& values, double scale) {
  double sum = 0.0;
  for (const float value : values) {
    const double error = value - decode_ternary(encode_ternary(value, scale), scale);
    sum += error * error;
  }
  return sum;
}

/// The least squared error of all: for the n largest magnitudes the best scale is their mean; every n is tried.
double least_error(const std::vector<float>& values) {
  std::vector<double> magnitudes;
  double energy = 0.0;
  for (const float value : values) {
    magnitudes.push_back(std::fabs(value));
    energy += magnitudes.back() * magnitudes.back();
  }
  std::sort(magnitudes.begin(), magnitudes.end(), std::greater<>());
  double sum = 0.0;
  double gain = 0.0;
  for (std::size_t n = 0; n < magnitudes.size(); ++n) {
    sum += magnitudes[n];
    gain = std::fmax(gain, sum * sum / static_cast<double>(n + 1));
  }
  return energy - gain;
}

}  // namespace

TEST_CASE("ternary codes: nearest, halfway zero", "[number]") {
  for (int i = -40; i <= 40; ++i) {
    const double x = i / 16.0;
    const double scale = 1.25;
    int expected = 0;
    for (const int code : {-1, 1}) {
      if (std::fabs(x - code * scale) < std::fabs(x - expected * scale)) expected = code;
    }
    CHECK(encode_ternary(x, scale) == expected);
  }
  CHECK(encode_ternary(0.625, 1.25) == 0);
  CHECK(encode_ternary(-0.625, 1.25) == 0);
  CHECK(encode_ternary(std::nextafter(-0.625, -1.0), 1.25) == -1);
  CHECK(encode_ternary(-0.0, 0.0) == 0);
  CHECK(decode_ternary(-1, 1.25) == -1.25);
  CHECK(decode_ternary(0, 1.25) == 0.0);
}

TEST_CASE("the ternary scale is the mean of what is above half of it, and no other is better", "[number]") {
  const std::uint64_t seed = test_seed(20260407);
  std::cout << "ternary: RTL4ML_SEED=" << seed << "\n";
  Random random(seed);
  double worst = 0.0;
  for (int i = 0; i < 100; ++i) {
    std::vector<float> values;
    for (int n = 0; n < 500; ++n) values.push_back(static_cast<float>(random.normal() * (n < i ? 4.0 : 1.0)));
    const double scale = ternary_scale(values, {});
    double sum = 0.0;
    double count = 0.0;
    for (const float value : values) {
      if (std::fabs(value) <= scale / 2.0) continue;
      sum += std::fabs(value);
      count += 1.0;
    }
    INFO("RTL4ML_SEED=" << seed << ", tensor " << i);
    CHECK(scale == static_cast<float>(sum / count));
    worst = std::fmax(worst, ternary_error(values, scale) / least_error(values));
    const double power = ternary_scale(values, {true});
    CHECK(std::exp2(std::ilogb(power)) == power);
  }
  std::cout << "ternary: at most " << worst << " of the least error\n";
  CHECK(worst >= 1.0 - 1e-6);
  CHECK(worst < 1.0005);  // groups of magnitudes hide that much
}

TEST_CASE("ternary scales of nothing, of zeros, of one, of what is ternary", "[number]") {
  const float infinity = std::numeric_limits<float>::infinity();
  for (const TernaryType type : {TernaryType{}, TernaryType{true}}) {
    CHECK(ternary_scale(std::vector<float>{}, type) == 0.0);
    CHECK(ternary_scale(std::vector<float>{0.0F, -0.0F}, type) == 0.0);
    CHECK(ternary_scale(std::vector<float>{infinity, std::nanf("")}, type) == 0.0);
    CHECK(ternary_scale(std::vector<float>{-4.0F}, type) == 4.0);
    CHECK(ternary_scale(std::vector<float>{-4.0F, infinity, 0.0F, 0.0F, 4.0F, std::nanf("")}, type) == 4.0);
  }
}

TEST_CASE("ternary types spell themselves", "[number]") {
  CHECK(to_string(TernaryType{}) == "ternary");
  CHECK(to_string(TernaryType{true}) == "ternary_power_of_two");
}

}  // namespace rtl4ml
