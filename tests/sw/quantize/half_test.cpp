#include "sw/quantize/half.hpp"

#include <cmath>
#include <limits>

#include "tests/catch.hpp"
#include "tests/sw/quantize/common.hpp"

namespace rtl4ml {
namespace {

/// The value of bits by the definition of the format.
double value_of(unsigned bits) {
  const int exponent = static_cast<int>(bits >> 10U & 31U);
  const double fraction = bits & 1023U;
  const double magnitude = exponent == 0 ? std::ldexp(fraction, -24) : std::ldexp(1024.0 + fraction, exponent - 25);
  return (bits & 0x8000U) != 0 ? -magnitude : magnitude;
}

}  // namespace

TEST_CASE("all values of half precision, and what lies half way between them, are rounded rightly", "[quantize]") {
  for (unsigned bits = 0; bits < 31U << 10U; ++bits) {
    const double value = value_of(bits);
    const double next = bits + 1 == 31U << 10U ? 65536.0 : value_of(bits + 1);
    const double middle = (value + next) / 2.0;
    const unsigned even = bits % 2 == 0 ? bits : bits + 1;
    for (const unsigned sign : {0U, 0x8000U}) {
      const double factor = sign == 0 ? 1.0 : -1.0;
      REQUIRE(half_bits(factor * value) == (sign | bits));
      REQUIRE(half_bits(factor * middle) == (sign | even));
      REQUIRE(half_bits(factor * std::nextafter(middle, 0.0)) == (sign | bits));
      REQUIRE(half_bits(factor * std::nextafter(middle, 1e9)) == (sign | (bits + 1)));
      REQUIRE(round_to_half(factor * value) == factor * value);
    }
  }
  CHECK(half_bits(std::numeric_limits<double>::infinity()) == 0x7C00);
  CHECK(half_bits(std::nan("")) == 0x7E00);
  CHECK(std::isnan(round_to_half(std::nan(""))));
}

TEST_CASE("a network in half precision", "[quantize]") {
  Random random(test::seed());
  const Network network{
      {{"fc1", test::normal_linear(random, 6, 5)}, {"relu", ReluLayer{}}, {"fc2", test::normal_linear(random, 5, 2)}}};
  const Network half = to_half(network).value();
  const auto& weight = std::get<LinearLayer>(half.layers[0].kind).weight;
  for (const float value : weight) CHECK(round_to_half(value) == static_cast<double>(value));
  CHECK(weight != std::get<LinearLayer>(network.layers[0].kind).weight);
  CHECK(evaluate_half(Network{{{"fc", LinearLayer{1, 1, {1.0F}, {}}}}}, std::vector<double>{1.0 / 3}, 1) ==
        std::vector<double>{round_to_half(1.0 / 3)});
  CHECK(evaluate_half(Network{{{"fc", LinearLayer{1, 1, {3.0F}, {}}}}}, std::vector<double>{1.0 / 3}, 1) ==
        std::vector<double>{round_to_half(3.0 * round_to_half(1.0 / 3))});
}

TEST_CASE("parameters beyond half precision are told with their layer", "[quantize]") {
  for (const float bad : {65520.0F, -1e30F, std::nanf("")}) {
    const Result<Network> result = to_half({{{"fc", LinearLayer{1, 1, {bad}, {}}}}});
    REQUIRE(test::code_of(result) == "quantize.half_range");
    CHECK(result.error().front().place == "layer fc");
  }
  CHECK(to_half({{{"fc", LinearLayer{1, 1, {65519.0F}, {}}}}}));
}

}  // namespace rtl4ml
