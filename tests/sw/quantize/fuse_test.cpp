#include "sw/quantize/fuse.hpp"

#include <cmath>

#include "sw/model/evaluate_real.hpp"
#include "sw/number/convert.hpp"
#include "tests/catch.hpp"
#include "tests/sw/quantize/common.hpp"

namespace rtl4ml {

TEST_CASE("a fused network is the same function", "[quantize]") {
  Random random(test::seed());
  const auto norm = [](std::size_t features, float variance) {
    const std::vector<float> powers(features, 0.5F);
    return BatchNorm1dLayer{powers, std::vector<float>(features, 0.25F), std::vector<float>(features, -1.5F),
                            std::vector<float>(features, variance), 0.0};
  };
  const Network network{{{"flat", IdentityLayer{"flatten"}},
                         {"fc1", test::grid_linear(random, 5, 4)},
                         {"bn1", norm(4, 4.0F)},
                         {"relu1", ReluLayer{}},
                         {"fc2", test::grid_linear(random, 4, 3)},
                         {"drop", IdentityLayer{"dropout"}},
                         {"relu2", ReluLayer{}},
                         {"fc3", test::grid_linear(random, 3, 2)}}};
  const FusedNetwork fused = fuse(network).value();
  REQUIRE(fused.network.layers.size() == 5);
  CHECK(fused.with_relu == std::vector<std::size_t>{0, 2});
  std::vector<double> inputs;
  for (int i = 0; i < 500; ++i) inputs.push_back(static_cast<double>(random.below(64)) / 8.0 - 4.0);
  // Scales are powers of two and weights few bits: both are exact, and then they are equal.
  CHECK(evaluate_real(fused.network, inputs, 5) == evaluate_real(network, inputs, 5));
  // A variance of 3 has no exact root: equal but for the rounding of the folded weights to float32.
  Network other = network;
  other.layers[2].kind = norm(4, 3.0F);
  const std::vector<double> expected = evaluate_real(other, inputs, 5);
  const std::vector<double> got = evaluate_real(fuse(other).value().network, inputs, 5);
  for (std::size_t i = 0; i < got.size(); ++i) CHECK(std::abs(got[i] - expected[i]) < 1e-4);
}

TEST_CASE("where data_out is unsigned, a ReLU before or after the conversion is the same for every sum", "[quantize]") {
  for (const Rounding rounding :
       {Rounding::kHalfEven, Rounding::kHalfUp, Rounding::kHalfAway, Rounding::kFloor, Rounding::kTowardZero}) {
    for (int width = 1; width <= 5; ++width) {
      for (const int shift : {-2, 0, 3}) {
        const FixedType type{width, 4 - shift, false};
        for (int sum = -300; sum <= 300; ++sum) {
          REQUIRE(convert(sum, 4, type, rounding, Overflow::kSaturate) ==
                  convert(std::max(sum, 0), 4, type, rounding, Overflow::kSaturate));
        }
      }
    }
  }
}

TEST_CASE("a batch norm without a neighbour is told", "[quantize]") {
  CHECK(test::code_of(fuse({{{"bn", BatchNorm1dLayer{{}, {}, {0.0F}, {1.0F}, 1e-5}}}})) == "network.batch_norm");
}

}  // namespace rtl4ml
