#include "gen/ops/threshold.hpp"

#include <cmath>

#include "tests/catch.hpp"
#include "tests/gen/designs.hpp"
#include "tests/gen/ops/parts.hpp"

namespace rtl4ml {
namespace {

ThresholdLayer three_features() { return {2, {-1.0, 0.3, -1.0, 0.3, 2.0, 100.0}, {0, 1, 0}, -0.5, 0.25}; }

HardwareConfig two_lanes() {
  HardwareConfig config = test::config();
  config.parallelism.in = 2;
  return config;
}

Errors faults_of(const ThresholdLayer& layer, const HardwareConfig& config = two_lanes()) {
  const Result<CompiledDesign> design = compile(config, {{{"t", layer}}}, {});
  return design ? Errors{} : design.error();
}

}  // namespace

TEST_CASE("a threshold's codes compare as its numbers do, in a source of their own", "[ops]") {
  const CompiledDesign design = test::compiled(two_lanes(), {{{"t", three_features()}}});
  const NodeView view = test::view(design, 0);
  const auto& op = view.op<ThresholdOp>();
  // 0.3 is 2.4 units of s8.3: 3 is the first code that reaches it. 100 is beyond the type.
  CHECK(op.threshold == std::vector<std::int64_t>{-8, 3, -8, 3, 16, 128});
  CHECK(op.threshold_type == FixedType{9, 3, true});
  CHECK(op.data_out == FixedType{2, 2, true});  // -0.5 to 0
  CHECK(op.lowest == -2);
  const Instantiation parts = test::instantiate(view);
  CHECK(test::parameter(parts, "FEATURES") == "3");
  CHECK(test::parameter(parts, "LEVELS") == "2");
  CHECK(test::parameter(parts, "THRESHOLD_WIDTH") == "9");
  CHECK(test::parameter(parts, "FALLING") == "1");
  CHECK(test::parameter(parts, "LOWEST") == "-2");
  CHECK(parts.instances[1].module == "t_threshold_source");
  CHECK(view.node.timing.latency_cycles == 3);
  CHECK(threshold_operator().cost(view).multipliers == 0);
  CHECK(threshold_operator().cost(view).memory_bits == 60);
  const test::ScratchFolder folder;
  CHECK(threshold_operator().write_sources(view, folder.path()).value() ==
        std::vector<std::string>{"t_threshold_source.sv"});
  const std::string text = test::text_of(folder.path() / "t_threshold_source.sv");
  // Feature 1 falls: the highest bit of its elements. 0x1f8 is -8.
  CHECK(test::word_of(text, "1'd0") == "40'h80ff800df8");
  CHECK(test::word_of(text, "default") == "40'h0000020010");
}

TEST_CASE("a threshold's output is as wide as its counts unless the config says otherwise", "[ops]") {
  const auto data_out = [](const ThresholdLayer& layer) {
    const CompiledDesign design = test::compiled(two_lanes(), {{{"t", layer}}});
    return design.model.data_out();
  };
  CHECK(data_out({1, {0.0, 1.0}, {}, 0.0, 1.0}) == FixedType{1, 0, false});
  CHECK(data_out({3, {0, 1, 2, 0, 1, 2}, {}, 0.0, 2.0}) == FixedType{2, -1, false});
  CHECK(data_out({3, {0, 1, 2, 0, 1, 2}, {}, -1.0, 0.5}) == FixedType{2, 1, true});
  CHECK(data_out({4, {0, 1, 2, 3, 0, 1, 2, 3}, {0, 0}, 0.0, 1.0}) == FixedType{3, 0, false});
  HardwareConfig config = two_lanes();
  config.layer_precision["t"].data_out.width = 6;
  const CompiledDesign wide = test::compiled(config, {{{"t", ThresholdLayer{1, {0.0}, {0}, 0.0, 1.0}}}});
  CHECK(wide.model.data_out() == FixedType{6, 0, false});
  CHECK(std::get<ThresholdOp>(wide.model.layers[0].op).falling.empty());  // none falls
}

TEST_CASE("what a threshold's output cannot hold is told", "[ops]") {
  const auto refused = [](const ThresholdLayer& layer, const HardwareConfig& config, const std::string& why) {
    const Errors errors = faults_of(layer, config);
    CHECK(test::count_of(errors, "precision.threshold") == 1);
    CHECK(to_string(errors).find(why) != std::string::npos);
  };
  refused({1, {0.0}, {}, 0.0, 0.75}, two_lanes(), "its step is 0.75, no power of two");
  refused({1, {0.0}, {}, 0.25, 0.5}, two_lanes(), "low is 0.25, no multiple of its step 0.5");
  HardwareConfig config = two_lanes();
  config.layer_precision["t"].data_out = test::spec(4, 2, false);
  refused({1, {0.0}, {}, 0.0, 0.5}, config, "its step is 0.5, a unit of data_out u4.2 is 0.25");
  refused({1, {0.0}, {}, -0.25, 0.25}, config, "data_out u4.2 does not hold -0.25 to 0");
  refused({1, {0.0}, {}, 3.75, 0.25}, config, "data_out u4.2 does not hold 3.75 to 4");
}

TEST_CASE("threshold has as many thresholds for every feature", "[ops]") {
  const auto features = [](const ThresholdLayer& layer, int in_features) {
    return threshold_operator().out_features({"t", layer}, in_features);
  };
  CHECK(features(three_features(), 3).value() == 3);
  CHECK(features(three_features(), 2).error()[0].code == "network.shape");
  CHECK(features({2, {0, 1}, {0, 1}, 0.0, 1.0}, 1).error()[0].code == "network.shape");
  CHECK(features({0, {}, {}, 0.0, 1.0}, 0).error()[0].code == "network.shape");
}

}  // namespace rtl4ml
