#include "gen/passes/quantize_parameters.hpp"

#include "tests/catch.hpp"
#include "tests/gen/designs.hpp"

namespace rtl4ml {
namespace {

LayerTypes types(const FixedType& weight, const FixedType& bias = {8, 3, true}) {
  LayerTypes result;
  result.data_in = result.data_out = {8, 3, true};
  result.weight = weight;
  result.bias = bias;
  return result;
}

LinearLayer with_weights(std::vector<float> weight) {
  LinearLayer layer;
  layer.in_features = static_cast<int>(weight.size());
  layer.out_features = 1;
  layer.weight = std::move(weight);
  return layer;
}

}  // namespace

TEST_CASE("every operator gets its constants", "[passes]") {
  LinearLayer fc = with_weights({1.0F, -0.5F});
  fc.bias = {0.3F};
  const Network network{{{"fc", fc},
                         {"leaky", LeakyReluLayer{0.3}},
                         {"one", PReluLayer{{0.25F}}},
                         {"clip", ClipLayer{-1.0, 100.0}},
                         {"tanh", TableLayer{TableFunction::kTanh}},
                         {"relu", ReluLayer{}}}};
  std::vector<std::string> warnings;
  const QuantizedModel model = quantize_parameters(test::config(), network, {2, 1, 1, 1, 1, 1, 1},
                                                   std::vector<LayerTypes>(6, types({8, 5, true})), warnings);
  REQUIRE(model.layers.size() == 6);
  const auto& linear = std::get<LinearOp>(model.layers[0].op);
  CHECK(linear.weight == std::vector<std::int32_t>{32, -16});
  CHECK(linear.bias == std::vector<std::int64_t>{2});
  CHECK(std::get<LeakyReluOp>(model.layers[1].op).slope == 10);
  CHECK(std::get<LeakyReluOp>(model.layers[2].op).slope == 8);  // one slope for all
  CHECK(std::get<ClipOp>(model.layers[3].op).min_code == -8);
  CHECK(std::get<ClipOp>(model.layers[3].op).max_code == 127);
  CHECK(std::get<TableOp>(model.layers[4].op).entries.size() == 256);
  CHECK(std::holds_alternative<ReluOp>(model.layers[5].op));
  CHECK(model.layers[0].in_features == 2);
  CHECK(model.layers[0].out_features == 1);
  CHECK(warnings.empty());
}

TEST_CASE("a PReLU of many slopes stays one", "[passes]") {
  std::vector<std::string> warnings;
  const QuantizedModel model = quantize_parameters(test::config(), {{{"p", PReluLayer{{0.5F, -0.25F}}}}}, {2, 2},
                                                   {types({4, 2, true})}, warnings);
  CHECK(std::get<PReluOp>(model.layers[0].op).slope == std::vector<std::int64_t>{2, -1});
}

TEST_CASE("weights that all become zero are told with figures", "[passes]") {
  std::vector<std::string> warnings;
  (void)quantize_parameters(test::config(), {{{"fc", with_weights({0.01F, -0.02F, 0.0F})}}}, {3, 1},
                            {types({8, 3, true})}, warnings);
  REQUIRE(warnings.size() == 1);
  CHECK(warnings[0].find("warning[precision.all_zero]: layer fc: all 3 values of weight") != std::string::npos);
  CHECK(warnings[0].find("is 0.02; width 8 with frac_width 12") != std::string::npos);
  warnings.clear();
  (void)quantize_parameters(test::config(), {{{"fc", with_weights({0.0F, 0.0F})}}}, {2, 1}, {types({8, 3, true})},
                            warnings);
  CHECK(warnings.empty());  // they were zero before
}

TEST_CASE("more than one percent of saturated values is told with figures", "[passes]") {
  std::vector<float> weights(200, 0.5F);
  weights[0] = weights[1] = 9.0F;
  std::vector<std::string> warnings;
  (void)quantize_parameters(test::config(), {{{"fc", with_weights(weights)}}}, {200, 1}, {types({8, 5, true})},
                            warnings);
  CHECK(warnings.empty());  // one percent exactly
  weights[2] = -9.0F;
  (void)quantize_parameters(test::config(), {{{"fc", with_weights(weights)}}}, {200, 1}, {types({8, 5, true})},
                            warnings);
  REQUIRE(warnings.size() == 1);
  CHECK(warnings[0].find("warning[precision.saturated]: layer fc: 3 of 200 values of weight (1.5 %)") !=
        std::string::npos);
}

}  // namespace rtl4ml
