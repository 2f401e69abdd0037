#include "gen/reload/other_checkpoint.hpp"

#include "tests/catch.hpp"
#include "tests/gen/designs.hpp"

namespace rtl4ml {
namespace {

Network network(std::uint64_t seed, double slope = 0.25) {
  return {{{"a", test::linear(4, 8, true, seed)},
           {"act", LeakyReluLayer{slope}},
           {"flat", IdentityLayer{"flatten"}},
           {"b", test::linear(8, 3, false, seed + 1)}}};
}

CompiledDesign reloadable_design(bool all) {
  HardwareConfig config = test::config();
  config.weights = {all ? Weights::kReloadable : Weights::kConstant, ""};
  if (!all) config.layer_weights["a"] = {Weights::kReloadable, ""};
  config.precision.weight.frac_width_auto = true;
  config.precision.weight.frac_width.reset();
  return test::compiled(config, network(1));
}

Errors errors_of(const CompiledDesign& design, Network other) {
  std::vector<std::string> warnings;
  const Result<QuantizedModel> model = quantize_for(design, std::move(other), "new.pt", warnings);
  return model ? Errors{} : model.error();
}

}  // namespace

TEST_CASE("another checkpoint is quantized with the types of the design, not with its own", "[reload]") {
  const CompiledDesign design = reloadable_design(true);
  Network other = network(3);
  for (float& weight : std::get<LinearLayer>(other.layers[0].kind).weight) weight /= 64.0F;  // auto would choose others
  std::vector<std::string> warnings;
  const Result<QuantizedModel> model = quantize_for(design, other, "new.pt", warnings);
  REQUIRE(model);
  REQUIRE(model->layers.size() == design.model.layers.size());
  for (std::size_t i = 0; i < model->layers.size(); ++i) {
    CHECK(model->layers[i].data_in() == design.model.layers[i].data_in());
    CHECK(model->layers[i].data_out() == design.model.layers[i].data_out());
  }
  const auto &own = std::get<LinearOp>(design.model.layers[0].op), &there = std::get<LinearOp>(model->layers[0].op);
  CHECK(there.weight_type == own.weight_type);
  CHECK(there.weight != own.weight);
  CHECK(warnings.empty());
}

TEST_CASE("values beyond the design's types saturate, and are warned of", "[reload]") {
  Network other = network(3);
  for (float& weight : std::get<LinearLayer>(other.layers[0].kind).weight) weight *= 1000.0F;
  std::vector<std::string> warnings;
  REQUIRE(quantize_for(reloadable_design(true), other, "new.pt", warnings));
  REQUIRE(warnings.size() == 1);
  CHECK(warnings[0].find("precision.saturated") != std::string::npos);
}

TEST_CASE("the design's own checkpoint gives its own codes", "[reload]") {
  const CompiledDesign design = reloadable_design(true);
  std::vector<std::string> warnings;
  const Result<QuantizedModel> model = quantize_for(design, network(1), "same.pt", warnings);
  REQUIRE(model);
  for (std::size_t i = 0; i < model->layers.size(); ++i) CHECK(model->layers[i].op == design.model.layers[i].op);
}

TEST_CASE("another network is refused", "[reload]") {
  const CompiledDesign design = reloadable_design(true);
  const auto count = [&](Network other) {
    return test::count_of(errors_of(design, std::move(other)), "weights.network");
  };
  Network shorter = network(1);
  shorter.layers.pop_back();
  CHECK(count(shorter) == 1);
  Network another_kind = network(1);
  another_kind.layers[1].kind = ReluLayer{};
  CHECK(count(another_kind) == 1);
  Network wider = network(1);
  wider.layers[0].kind = test::linear(4, 6);
  wider.layers[3].kind = test::linear(6, 3, false);
  CHECK(count(wider) == 3);  // and the activation between them
  Network with_bias = network(1);
  with_bias.layers[3].kind = test::linear(8, 3);
  CHECK(count(with_bias) == 1);
  Network without_bias = network(1);
  without_bias.layers[0].kind = test::linear(4, 8, false);
  CHECK(count(without_bias) == 1);
  CHECK(errors_of(design, shorter)[0].place == "new.pt");
}

TEST_CASE("what is constant has to be the same", "[reload]") {
  CHECK(errors_of(reloadable_design(true), network(3)).empty());
  const Errors slope = errors_of(reloadable_design(true), network(3, 0.5));
  REQUIRE(test::count_of(slope, "weights.constant") == 1);
  CHECK(slope[0].message.find("layer act") == 0);
  const Errors weights = errors_of(reloadable_design(false), network(3));
  REQUIRE(test::count_of(weights, "weights.constant") == 1);
  CHECK(weights[0].message.find("layer b") == 0);
  CHECK(weights[0].fix.find("weights: {layers: {b: reloadable}}") != std::string::npos);
  Network only_a = network(1);
  only_a.layers[0].kind = test::linear(4, 8, true, 9);
  CHECK(errors_of(reloadable_design(false), only_a).empty());
}

}  // namespace rtl4ml
