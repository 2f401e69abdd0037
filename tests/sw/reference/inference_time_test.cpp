#include "sw/reference/inference_time.hpp"

#include <cmath>
#include <utility>
#include <vector>

#include "sw/model/evaluate_real.hpp"
#include "tests/catch.hpp"

namespace rtl4ml {
namespace {

Network square(int features) {
  const auto weights = static_cast<std::size_t>(features * features);
  std::vector<float> weight(weights);
  for (std::size_t i = 0; i < weights; ++i) weight[i] = static_cast<float>(static_cast<int>(i * 7 % 15) - 7) / 64.0F;
  return {{{"fc1", LinearLayer{features, features, std::move(weight),
                               std::vector<float>(static_cast<std::size_t>(features), 0.5F)}},
           {"relu1", ReluLayer{}}}};
}

}  // namespace

TEST_CASE("a vector takes time in every form, and gives what the form means") {
  // Odd: the last byte of a row of 4-bit codes is half full. Weights are multiples of 1/64 up to 7/64: exact in 4 bits.
  const Network network = square(33);
  std::vector<double> input(33);
  for (std::size_t i = 0; i < input.size(); ++i)
    input[i] = static_cast<double>(i % 5) - 1.75 + static_cast<double>(i) / 512.0;
  const std::vector<double> real = evaluate_real(network, input, 33);
  std::vector<double> half = real;
  for (double& value : half) {
    constexpr int kFractionBits = 10;
    if (value == 0.0) continue;
    const int exponent = std::ilogb(value) - kFractionBits;
    value = std::ldexp(std::nearbyint(std::ldexp(value, -exponent)), exponent);
  }
  const auto run = [&](InferenceForm form) {
    const Result<std::optional<Inference>> inference = time_inference(network, form, input, 5);
    INFO((inference ? std::string() : to_string(inference.error())));
    REQUIRE(inference);
    if (*inference) CHECK((*inference)->us > 0.0);
    return *inference;
  };
  CHECK(run(InferenceForm::kFloat).value().data_out == real);  // sums of multiples of 2^-15 are exact
  CHECK(run(InferenceForm::kHalf).value().data_out == half);
  CHECK(half != real);
  const std::vector<double> packed = run(InferenceForm::kWeightInt4).value().data_out;
  const std::optional<Inference> dynamic = run(InferenceForm::kDynamicInt8);
  REQUIRE(packed.size() == real.size());
  for (std::size_t i = 0; i < real.size(); ++i) {
    CHECK(std::abs(packed[i] - real[i]) < 1e-5);  // scales of 1/64 by division in float32
    if (dynamic) CHECK(std::abs(dynamic->data_out.at(i) - real[i]) < 33 * 0.02);  // a step of data is 4 / 255
  }
}

TEST_CASE("a vector of another size is refused: LibTorch's int8 engine would read beyond it") {
  const std::vector<double> input(31, 0.5);  // the network takes 32
  for (const InferenceForm form : {InferenceForm::kFloat, InferenceForm::kDynamicInt8, InferenceForm::kHalf}) {
    const Result<std::optional<Inference>> inference = time_inference(square(32), form, input, 5);
    if (!inference) CHECK(inference.error().front().code == "reference.features");
    if (inference) CHECK((form == InferenceForm::kDynamicInt8 && !*inference));  // there is no such engine here
  }
}

TEST_CASE("layers that do not fit each other are told in LibTorch's words") {
  const Network network{{{"fc1", LinearLayer{2, 2, {1, 2, 3, 4}, {}}}, {"fc2", LinearLayer{3, 1, {1, 2, 3}, {}}}}};
  const Result<std::optional<Inference>> inference =
      time_inference(network, InferenceForm::kFloat, std::vector<double>{1.0, 2.0}, 5);
  REQUIRE(!inference);
  CHECK(inference.error().front().code == "reference.torch");
}

}  // namespace rtl4ml
