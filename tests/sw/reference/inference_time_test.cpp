#include "sw/reference/inference_time.hpp"

#include <vector>

#include "tests/catch.hpp"

namespace rtl4ml {
namespace {

Network square(int features) {
  const auto weights = static_cast<std::size_t>(features * features);
  return {{{"fc1", LinearLayer{features, features, std::vector<float>(weights, 0.01F),
                               std::vector<float>(static_cast<std::size_t>(features), 0.5F)}},
           {"relu1", ReluLayer{}}}};
}

}  // namespace

TEST_CASE("a vector takes time, in float32 and in dynamic int8") {
  const std::vector<double> input(32, 0.5);
  const Result<double> real = float_inference_us(square(32), input, 5);
  REQUIRE(real);
  CHECK(*real > 0.0);
  const Result<std::optional<double>> dynamic = dynamic_int8_inference_us(square(32), input, 5);
  INFO((dynamic ? std::string() : to_string(dynamic.error())));
  REQUIRE(dynamic);
  if (*dynamic) CHECK(**dynamic > 0.0);
}

TEST_CASE("what LibTorch refuses is told") {
  const std::vector<double> input(31, 0.5);  // the network takes 32
  const Result<double> real = float_inference_us(square(32), input, 5);
  REQUIRE(!real);
  CHECK(real.error().front().code == "reference.torch");
  CHECK(!dynamic_int8_inference_us(square(32), input, 5));
}

}  // namespace rtl4ml
