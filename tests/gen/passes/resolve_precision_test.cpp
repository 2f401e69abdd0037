#include "gen/passes/resolve_precision.hpp"

#include "tests/catch.hpp"
#include "tests/gen/designs.hpp"

namespace rtl4ml {
namespace {

Result<std::vector<LayerTypes>> resolve(const HardwareConfig& config, const Network& network,
                                        const std::vector<int>& features, const std::vector<double>& vectors = {}) {
  Calibration calibration(network, features, vectors);
  return resolve_precision(config, network, features, calibration);
}

const Network& chain() {
  static const Network kChain{{{"fc1", test::linear(4, 8)}, {"relu", ReluLayer{}}, {"fc2", test::linear(8, 3)}}};
  return kChain;
}
const std::vector<int> kFeatures = {4, 8, 8, 3};

}  // namespace

TEST_CASE("the default holds for all layers, element-wise layers keep their input's type", "[passes]") {
  HardwareConfig config = test::config();
  config.precision.data_out = test::spec(12, 5);
  config.precision.rounding = Rounding::kFloor;
  const auto types = resolve(config, chain(), kFeatures).value();
  CHECK(types[0].data_in == FixedType{8, 3, true});
  CHECK(types[0].weight == FixedType{8, 5, true});
  CHECK(types[0].data_out == FixedType{12, 5, true});
  CHECK(types[1].data_in == FixedType{12, 5, true});
  CHECK(types[1].data_out == FixedType{12, 5, true});
  CHECK(types[2].data_in == FixedType{12, 5, true});
  CHECK(types[2].rounding == Rounding::kFloor);
}

TEST_CASE("a layer's entry wins, the default fills what it does not say", "[passes]") {
  HardwareConfig config = test::config();
  config.layer_precision["fc2"].data_in = test::spec(5, 1, false);
  config.layer_precision["fc2"].weight.width = 4;
  config.layer_precision["relu"].data_out.is_signed = false;
  config.layer_precision["relu"].overflow = Overflow::kWrap;
  const auto types = resolve(config, chain(), kFeatures).value();
  CHECK(types[1].data_in == FixedType{8, 3, true});
  CHECK(types[1].data_out == FixedType{8, 3, false});
  CHECK(types[1].overflow == Overflow::kWrap);
  CHECK(types[2].data_in == FixedType{5, 1, false});
  CHECK(types[2].weight == FixedType{4, 5, true});
  CHECK(types[2].overflow == Overflow::kSaturate);
}

TEST_CASE("auto fits weights to their values and data to calibration", "[passes]") {
  HardwareConfig config;  // says nothing at all: 8 bits, auto
  LinearLayer linear;
  linear.in_features = linear.out_features = 1;
  linear.weight = {0.5F};
  linear.bias = {64.0F};
  const Network network{{{"fc", linear}}};
  const auto types = resolve(config, network, {1, 1}, {1.0, -0.25}).value();
  CHECK(types[0].data_in == FixedType{8, 6, true});
  CHECK(types[0].weight == FixedType{8, 1, true});
  CHECK(types[0].bias == FixedType{8, -6, true});
  CHECK(types[0].data_out == FixedType{8, 0, true});  // 64.5 and 63.875: beyond the range of frac_width 1
}

TEST_CASE("a slope takes the weights' width, not their frac_width", "[passes]") {
  const Network network{{{"leaky", LeakyReluLayer{0.125}}}};
  HardwareConfig config = test::config();
  CHECK(resolve(config, network, {4, 4}).value()[0].weight == FixedType{8, 3, true});
  config.layer_precision["leaky"].weight = test::spec(6, 5);
  CHECK(resolve(config, network, {4, 4}).value()[0].weight == FixedType{6, 5, true});
}

TEST_CASE("types that an operator cannot have are told at once, with a fix", "[passes]") {
  HardwareConfig config = test::config();
  config.precision.weight = test::spec(32, 30, false);
  config.precision.data_out = test::spec(17, 3);
  config.precision.place = "c.yaml:2:1";
  config.layer_precision["leaky"].weight = test::spec(32, -60);
  config.layer_precision["leaky"].data_in = test::spec(32, 0);
  config.layer_precision["leaky"].place = "c.yaml:5:1";
  const Network network{
      {{"fc", test::linear(4, 4)}, {"tanh", TableLayer{TableFunction::kTanh}}, {"leaky", LeakyReluLayer{0.5}}}};
  const auto result = resolve(config, network, {4, 4, 4, 4});
  REQUIRE_FALSE(result);
  CHECK(test::count_of(result.error(), "precision.weight") == 1);
  CHECK(test::count_of(result.error(), "precision.table") == 1);
  CHECK(test::count_of(result.error(), "precision.slope") == 1);
  CHECK(result.error()[0].place == "c.yaml:2:1");
  CHECK(result.error()[2].place == "c.yaml:5:1");
  CHECK(result.error()[1].fix.find("16") != std::string::npos);
}

}  // namespace rtl4ml
