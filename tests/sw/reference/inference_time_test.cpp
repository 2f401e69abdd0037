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

TEST_CASE("a vector of another size is refused: LibTorch's int8 engine would read beyond it") {
  const std::vector<double> input(31, 0.5);  // the network takes 32
  const Result<double> real = float_inference_us(square(32), input, 5);
  REQUIRE(!real);
  CHECK(real.error().front().code == "reference.features");
  const Result<std::optional<double>> dynamic = dynamic_int8_inference_us(square(32), input, 5);
  if (!dynamic) CHECK(dynamic.error().front().code == "reference.features");
  if (dynamic) CHECK(!*dynamic);  // there is no such engine here
}

TEST_CASE("layers that do not fit each other are told in LibTorch's words") {
  const Network network{{{"fc1", LinearLayer{2, 2, {1, 2, 3, 4}, {}}}, {"fc2", LinearLayer{3, 1, {1, 2, 3}, {}}}}};
  const Result<double> real = float_inference_us(network, std::vector<double>{1.0, 2.0}, 5);
  REQUIRE(!real);
  CHECK(real.error().front().code == "reference.torch");
}

}  // namespace rtl4ml
