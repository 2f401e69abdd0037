#include "gen/ops/built_parameters.hpp"

#include <cmath>

#include "gen/ops/linear.hpp"
#include "tests/catch.hpp"
#include "tests/gen/designs.hpp"
#include "tests/gen/ops/parts.hpp"

namespace rtl4ml {
namespace {

LinearOp signs(const FixedType& data_in, std::vector<std::int32_t> weight, std::vector<std::int64_t> bias) {
  LinearOp op;
  op.in_features = 2;
  op.out_features = static_cast<int>(weight.size()) / 2;
  op.data_in = data_in;
  op.weight_type = {4, 2, true};
  op.bias_type = {8, 1, true};
  op.data_out = {8, 0, true};
  op.weight = std::move(weight);
  op.bias = std::move(bias);
  return op;
}

HardwareConfig bipolar_config(const FixedType& data_in) {
  HardwareConfig config = test::config();
  config.parallelism = {2, 2, ""};
  config.precision.data_in = test::spec(data_in.width, data_in.frac_width, data_in.is_signed);
  config.precision.weight = test::spec(3, 1);
  config.precision.bias = test::spec(6, 1);
  return config;
}

/// Linear(3, 2), weights of half and minus half; codes +1 and -1.
Network halves() { return {{{"fc", LinearLayer{3, 2, {0.5F, -0.5F, -0.5F, -0.5F, 0.5F, 0.5F}, {1.0F, -1.5F}}}}}; }

}  // namespace

TEST_CASE("weights of one magnitude, a power of two, are signs", "[ops]") {
  const FixedType bits = {1, 0, false}, bytes = {8, 3, true};
  CHECK(has_bipolar_weights(signs(bits, {1, -1, -1, 1}, {0, 0})));
  CHECK(has_bipolar_weights(signs(bytes, {-4, -4}, {})));
  CHECK_FALSE(has_bipolar_weights(signs(bits, {1, -1, 0, 1}, {})));
  CHECK_FALSE(has_bipolar_weights(signs(bits, {1, -2}, {})));
  CHECK_FALSE(has_bipolar_weights(signs(bits, {3, -3}, {})));
  CHECK_FALSE(has_bipolar_weights(signs({1, 0, true}, {1, -1}, {})));  // -1 and 0 are no bits to be counted
  LinearOp far = signs(bits, {1, -1}, {std::int64_t{1} << 20});
  far.bias_type = {32, -12, true};
  CHECK_FALSE(has_bipolar_weights(far));
  far.bias_type = {8, 40, true};
  CHECK_FALSE(has_bipolar_weights(far));
}

TEST_CASE("bipolar weights take a bit each, and the biases mend the products", "[ops]") {
  const CompiledDesign design = test::compiled(bipolar_config({1, 0, false}), halves());
  const NodeView view = test::view(design, 0);
  CHECK(view.node.bipolar_weights);
  CHECK(view.node.dsp_lanes == 0);
  CHECK(view.node.sum_fan_in == 36);
  CHECK(linear_operator().cost(view).multipliers == 0);
  CHECK(weight_code(view, 0, 0, 0) == 0);
  CHECK(weight_code(view, 0, 0, 1) == 1);
  CHECK(weight_code(view, 1, 0, 1) == 0);  // beyond the sizes
  const Instantiation parts = test::instantiate(view);
  CHECK(test::parameter(parts, "WEIGHT_BIPOLAR") == "1");
  CHECK(test::parameter(parts, "WEIGHT_WIDTH") == "1");
  CHECK(test::parameter(parts, "WEIGHT_FRAC_WIDTH") == "1");
  CHECK(test::parameter(parts, "WEIGHT_SIGNED") == "0");
  CHECK(test::parameter(parts, "BIAS_WIDTH") == std::to_string(built_bias(view).type.width));
  CHECK(built_bias(view).type == FixedType{3, 1, true});
  CHECK(built_bias(view).code == std::vector<std::int64_t>{2 - 2, -3 - 1});  // a unit less for each that is negative
  const test::ScratchFolder folder;
  REQUIRE(linear_operator().write_sources(view, folder.path()));
  CHECK(test::text_of(folder.path() / "fc_weight_source.sv").find("signs: 1 for -1") != std::string::npos);
  CHECK(test::text_of(folder.path() / "fc_bias_source.sv").find("bias = 6'h20;") != std::string::npos);
}

TEST_CASE("signed products of up to three bits are counted plane by plane, as many at once as bits", "[ops]") {
  const auto node_of = [](const FixedType& data_in) {
    return test::compiled(bipolar_config(data_in), halves()).graph.nodes.front();
  };
  for (const FixedType& counted : {FixedType{2, 0, true}, FixedType{3, 0, false}, FixedType{3, 1, true}}) {
    CHECK(node_of(counted).bipolar_weights);
    CHECK(node_of(counted).sum_fan_in == 36);
  }
  CHECK(node_of({4, 0, true}).bipolar_weights);
  CHECK(node_of({4, 0, true}).sum_fan_in == 8);
}

TEST_CASE("wider data is mended by its sign or its range, at the accumulator's point", "[ops]") {
  const auto bias_of = [](const FixedType& data_in) {
    const CompiledDesign design = test::compiled(bipolar_config(data_in), halves());
    return built_bias(test::view(design, 0));
  };
  CHECK(bias_of({4, 0, true}).code == std::vector<std::int64_t>{2 + 2, -3 + 1});
  CHECK(bias_of({4, 0, false}).code == std::vector<std::int64_t>{2 - 30, -3 - 15});
  CHECK(bias_of({4, -1, false}).code == std::vector<std::int64_t>{2 - 60, -3 - 30});  // the bias is the finer one
  CHECK(bias_of({4, 1, true}).type.frac_width == 2);
  CHECK(bias_of({4, 1, true}).code == std::vector<std::int64_t>{4 + 2, -6 + 1});
}

TEST_CASE("biases behind a register hold half a unit of the output where that is as coarse as they are", "[ops]") {
  const auto built = [](int bias_frac_width, Rounding rounding, int outputs, double clock_mhz) {
    HardwareConfig config = test::config();
    config.parallelism = {2, 1, ""};
    config.clock_mhz = clock_mhz;
    config.target.name = "some part";
    config.target.delays = TargetDelays{1.0, 1.0, 2.0, 3.0, 1.0};
    config.precision.rounding = rounding;
    config.precision.data_in = test::spec(8, 4);
    config.precision.weight = test::spec(8, 6);
    config.precision.bias = test::spec(4, bias_frac_width);
    config.precision.data_out = test::spec(8, 2);
    LinearLayer linear{2, outputs, {}, {}};
    linear.weight.assign(static_cast<std::size_t>(2 * outputs), 0.5F);
    linear.weight.front() = 0.75F;  // no signs
    linear.bias.assign(static_cast<std::size_t>(outputs), std::ldexp(7.0F, -bias_frac_width));
    const CompiledDesign design = test::compiled(config, {{{"fc", linear}}});
    const NodeView view = test::view(design, 0);
    CHECK(test::parameter(test::instantiate(view), "BIAS_HOLDS_HALF") == (built_bias(view).holds_half ? "1" : "0"));
    CHECK(test::parameter(test::instantiate(view), "BIAS_REGISTER") == (view.node.bias_register ? "1" : "0"));
    return built_bias(view);
  };
  const BuiltBias finer = built(4, Rounding::kHalfUp, 9, 1.0);
  CHECK(finer.holds_half);
  CHECK(finer.type == FixedType{5, 4, true});  // 7 and 2 need a bit more
  CHECK(finer.code == std::vector<std::int64_t>(9, 7 + 2));
  CHECK(built(3, Rounding::kHalfAway, 9, 1.0).code.front() == 7 + 1);
  CHECK_FALSE(built(2, Rounding::kHalfUp, 9, 1.0).holds_half);  // half a unit lies below them
  CHECK(built(2, Rounding::kHalfUp, 9, 1.0).code.front() == 7);
  CHECK_FALSE(built(4, Rounding::kFloor, 9, 1.0).holds_half);
  CHECK_FALSE(built(4, Rounding::kTowardZero, 9, 1.0).holds_half);
  CHECK_FALSE(built(4, Rounding::kHalfEven, 8, 1.0).holds_half);  // eight tiles are no ROM: no register
  CHECK(built(4, Rounding::kHalfEven, 2, 1e3 / 3.99).holds_half);
  CHECK_FALSE(built(4, Rounding::kHalfEven, 1, 1e3 / 3.99).holds_half);
}

TEST_CASE("weights that can be reloaded are no signs", "[ops]") {
  HardwareConfig config = bipolar_config({1, 0, false});
  config.weights = {Weights::kReloadable, ""};
  const CompiledDesign design = test::compiled(config, halves());
  const NodeView view = test::view(design, 0);
  CHECK_FALSE(view.node.bipolar_weights);
  CHECK(test::parameter(test::instantiate(view), "WEIGHT_BIPOLAR") == "0");
  CHECK(built_bias(view).type == view.op<LinearOp>().bias_type);
}

}  // namespace rtl4ml
