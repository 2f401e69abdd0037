#include "sw/reference/exactness.hpp"

#include "tests/catch.hpp"

namespace rtl4ml {
namespace {

QuantizedModel with(QuantizedOp op) {
  QuantizedModel model;
  model.layers = {{"layer", 1, 1, std::move(op)}};
  return model;
}

LinearOp linear_of(std::int32_t weight, int data_in_width, const FixedType& bias_type, std::vector<std::int64_t> bias) {
  LinearOp op;
  op.in_features = 1;
  op.out_features = 1;
  op.data_in = {data_in_width, 0, true};
  op.weight_type = {32, 0, true};
  op.bias_type = bias_type;
  op.weight = {weight};
  op.bias = std::move(bias);
  return op;
}

}  // namespace

TEST_CASE("sums of up to 53 bits are exact in double", "[reference]") {
  const FixedType whole = {32, 0, true};
  // 2^21 * 2^31 is 2^52: 53 bits; twice that is 54.
  CHECK(inexact_in_double(with(linear_of(1 << 21, 32, whole, {}))).empty());
  CHECK(inexact_in_double(with(linear_of(1 << 22, 32, whole, {}))) ==
        "the sums of layer layer need up to 54 bits, double has 53");
  CHECK_FALSE(inexact_in_double(with(linear_of(-(1 << 22), 32, whole, {}))).empty());
  CHECK(inexact_in_double(with(linear_of(1 << 21, 32, whole, {0}))).empty());
  CHECK_FALSE(inexact_in_double(with(linear_of(1 << 21, 32, whole, {1}))).empty());
}

TEST_CASE("a fine bias makes all sums fine", "[reference]") {
  const FixedType fine = {8, 40, true};
  CHECK(inexact_in_double(with(linear_of(1, 8, fine, {1}))).empty());  // 8 bits and 40 more
  CHECK_FALSE(inexact_in_double(with(linear_of(100, 8, fine, {1}))).empty());
}

TEST_CASE("products with slopes", "[reference]") {
  const FixedType s16 = {16, 0, true};
  const FixedType s32 = {32, 0, true};
  CHECK(inexact_in_double(with(LeakyReluOp{s16, s32, s16, 1})).empty());
  CHECK_FALSE(inexact_in_double(with(LeakyReluOp{s32, s32, s16, 1})).empty());
  CHECK(inexact_in_double(with(PReluOp{s16, s32, s16, {1}})).empty());
  CHECK_FALSE(inexact_in_double(with(PReluOp{s32, s32, s16, {1}})).empty());
  CHECK(inexact_in_double(with(AffineOp{s32, s32, s32, s16, {1 << 20}, {0}})).empty());
  CHECK_FALSE(inexact_in_double(with(AffineOp{s32, s32, s32, s16, {1 << 22}, {0}})).empty());
  CHECK_FALSE(inexact_in_double(with(AffineOp{s32, s32, {32, -30, true}, s16, {0}, {1 << 24}})).empty());
  CHECK(inexact_in_double(with(ThresholdOp{s32, s32, s16, 1, {0}, {}, 0})).empty());
  CHECK(inexact_in_double(with(ArgmaxOp{s32, class_type(2), 2})).empty());
  CHECK(inexact_in_double(with(ReluOp{s32, s32})).empty());
}

}  // namespace rtl4ml
