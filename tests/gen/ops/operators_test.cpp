#include "gen/ops/operators.hpp"

#include "gen/ops/resize.hpp"
#include "gen/ops/skid_buffer.hpp"
#include "tests/catch.hpp"

namespace rtl4ml {

TEST_CASE("every layer kind and every integer operator has its operator", "[ops]") {
  CHECK(operator_of(LayerKind{LinearLayer{}}) == &linear_operator());
  CHECK(operator_of(LayerKind{ReluLayer{}}) == &relu_operator());
  CHECK(operator_of(LayerKind{LeakyReluLayer{}}) == &leaky_relu_operator());
  CHECK(operator_of(LayerKind{PReluLayer{{0.5F}}}) == &leaky_relu_operator());
  CHECK(operator_of(LayerKind{PReluLayer{{0.5F, 0.5F}}}) == &prelu_operator());
  CHECK(operator_of(LayerKind{ClipLayer{}}) == &clip_operator());
  CHECK(operator_of(LayerKind{TableLayer{}}) == &table_operator());
  CHECK(operator_of(LayerKind{BatchNorm1dLayer{}}) == nullptr);
  CHECK(operator_of(LayerKind{IdentityLayer{}}) == nullptr);
  CHECK(operator_of(LayerKind{ThresholdLayer{}}) == &threshold_operator());
  CHECK(operator_of(LayerKind{AffineLayer{}}) == &affine_operator());
  CHECK(operator_of(LayerKind{ArgmaxLayer{}}) == &argmax_operator());
  CHECK(operator_of(QuantizedOp{CastOp{}}) == &cast_operator());
  CHECK(operator_of(QuantizedOp{PReluOp{}}) == &prelu_operator());
}

TEST_CASE("operators are complete records with names of their own", "[ops]") {
  std::vector<const Operator*> all(operators().begin(), operators().end());
  all.push_back(&resize_operator());
  all.push_back(&skid_buffer_operator());
  for (const Operator* operation : all) {
    INFO(operation->name);
    CHECK(operation->cost != nullptr);
    CHECK(operation->interval_cycles != nullptr);
    CHECK(operation->ready != nullptr);
    CHECK(operation->departures != nullptr);
    CHECK(operation->has_registers != nullptr);
    CHECK(operation->instantiate != nullptr);
    CHECK(operation->write_sources != nullptr);
    const bool own = operation->output_rule == OutputRule::kOwn || operation->output_rule == OutputRule::kFixed;
    CHECK(own == (operation->output_type != nullptr));
    if (operation->computes != nullptr) {
      CHECK(operation->out_features != nullptr);
      CHECK(operation->quantize != nullptr);
    }
  }
  CHECK(find_operator("linear") == &linear_operator());
  CHECK(find_operator("nothing") == nullptr);
}

}  // namespace rtl4ml
