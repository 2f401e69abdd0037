#include "sw/model/prepared_model.hpp"

#include <iostream>

#include "tests/catch.hpp"
#include "tests/sw/model/random_model.hpp"

namespace rtl4ml {
namespace {

/// Every instruction set against the plain operators, on random models.
void check_random_models(const char* what, std::uint64_t seed, int models, int most_features, int most_width) {
  seed = test_seed(seed);
  std::cout << what << ": RTL4ML_SEED=" << seed << "\n";
  std::int64_t fast = 0;
  std::int64_t layers = 0;
  for (int i = 0; i < models; ++i) {
    RandomModel random(seed + static_cast<std::uint64_t>(i));
    const QuantizedModel model = random.model(static_cast<int>(random.number(1, 5)), most_features, most_width);
    const auto count = static_cast<std::size_t>(random.number(0, 40));
    const std::vector<std::int64_t> inputs =
        random.codes(model.data_in(), count * static_cast<std::size_t>(model.in_features()));
    const std::vector<std::vector<std::int64_t>> expected = evaluate_layers(model, inputs);
    for (const Isa isa : available_isas()) {
      const PreparedModel prepared(model, isa);
      std::vector<std::int64_t> got(expected.back().size(), -12345);
      INFO("RTL4ML_SEED=" << seed + static_cast<std::uint64_t>(i) << ", the first model, " << to_string(isa));
      REQUIRE(prepared.evaluate(inputs, got));
      REQUIRE(got == expected.back());
      fast += prepared.fast_layers();
      layers += static_cast<std::int64_t>(model.layers.size());
    }
  }
  std::cout << what << ": " << fast << " of " << layers << " layers in the 16-bit kernels\n";
  CHECK(fast > 0);
}

LinearOp small_linear(int in_features, int out_features, const FixedType& type, std::int32_t weight) {
  LinearOp op;
  op.in_features = in_features;
  op.out_features = out_features;
  op.data_in = op.weight_type = op.bias_type = op.data_out = type;
  op.weight.assign(static_cast<std::size_t>(in_features * out_features), weight);
  return op;
}

}  // namespace

TEST_CASE("the fast evaluation equals the plain operators: up to 8 bits", "[model]") {
  check_random_models("8 bits", 1000, 400, 70, 8);
}

TEST_CASE("the fast evaluation equals the plain operators: up to 16 bits", "[model]") {
  check_random_models("16 bits", 2000, 150, 40, 16);
}

TEST_CASE("the fast evaluation equals the plain operators: up to 32 bits", "[model]") {
  check_random_models("32 bits", 3000, 200, 30, 32);
}

TEST_CASE("many vectors on several threads keep their order", "[model]") {
  RandomModel random(test_seed(77));
  QuantizedModel model;
  const FixedType s8 = {8, 4, true};
  LinearOp op = random.linear(s8, 37, 51, 8);
  op.data_out = s8;
  model.layers = {{"fc", 37, 51, op}, {"relu", 51, 51, ReluOp{s8, s8}}};
  const std::vector<std::int64_t> inputs = random.codes(s8, 6001 * 37);
  const std::vector<std::int64_t> expected = evaluate_layers(model, inputs).back();
  for (const Isa isa : available_isas()) {
    std::vector<std::int64_t> got(expected.size());
    REQUIRE(PreparedModel(model, isa).evaluate(inputs, got));
    CHECK(got == expected);
  }
}

TEST_CASE("16-bit operands at the bound of the 32-bit accumulator", "[model]") {
  // -32768 * -32768 * 2 is 2^31: one too many for 32 bits, so a pair of least codes must not run in the kernel.
  const FixedType s16 = {16, 0, true};
  const std::vector<std::int64_t> least = {-32768, -32768};
  QuantizedModel model;
  LinearOp op = small_linear(2, 1, s16, -32768);
  op.data_out = {32, 0, true};
  op.rounding = Rounding::kFloor;
  CHECK(op.accumulator_width() == 33);
  model.layers = {{"fc", 2, 1, op}};
  std::vector<std::int64_t> got(1);
  for (const Isa isa : available_isas()) {
    CHECK(PreparedModel(model, isa).fast_layers() == 0);
    REQUIRE(PreparedModel(model, isa).evaluate(least, got));
    CHECK(got[0] == (1LL << 31) - 1);
  }
  // One less by the bias, and it fits: the pair's own sum wraps, the total does not.
  op.bias = {-1};
  op.weight = {-32768, -32768};
  CHECK(op.accumulator_width() == 32);
  model.layers = {{"fc", 2, 1, op}};
  for (const Isa isa : available_isas()) {
    CHECK(PreparedModel(model, isa).fast_layers() == 1);
    REQUIRE(PreparedModel(model, isa).evaluate(least, got));
    CHECK(got[0] == (1LL << 31) - 1);
    REQUIRE(PreparedModel(model, isa).evaluate(std::vector<std::int64_t>{32767, 32767}, got));
    CHECK(got[0] == -2 * 32768LL * 32767 - 1);
  }
}

TEST_CASE("what 32 bits cannot do is done elsewhere, and right", "[model]") {
  const FixedType s8 = {8, 0, true};
  std::vector<LinearOp> ops;
  ops.push_back(small_linear(2, 1, s8, -128));  // a code of 32 bits without a sign, wrapped from below zero
  ops.back().data_out = {32, 0, false};
  ops.back().overflow = Overflow::kWrap;
  for (const Rounding rounding : {Rounding::kFloor, Rounding::kTowardZero}) {  // everything is shifted out
    ops.push_back(small_linear(2, 1, s8, 127));
    ops.back().data_out = {8, -40, true};
    ops.back().rounding = rounding;
  }
  ops.push_back(small_linear(16, 1, {32, 0, true}, INT32_MIN));  // sums of 67 bits
  ops.back().data_out = {32, -40, true};
  for (const LinearOp& op : ops) {
    QuantizedModel model;
    model.layers = {{"fc", op.in_features, 1, op}};
    std::vector<std::int64_t> inputs(static_cast<std::size_t>(op.in_features), op.data_in.max_code());
    inputs.insert(inputs.end(), static_cast<std::size_t>(op.in_features), op.data_in.min_code());
    std::vector<std::int64_t> got(2);
    REQUIRE(PreparedModel(model).evaluate(inputs, got));
    CHECK(got == evaluate_layers(model, inputs).back());
    CHECK(PreparedModel(model).fast_layers() == 0);
  }
}

TEST_CASE("clamps after a linear layer are fused into it", "[model]") {
  const FixedType s8 = {8, 4, true};
  const FixedType u4 = {4, 4, false};
  QuantizedModel model;
  model.layers = {{"fc", 3, 2, small_linear(3, 2, s8, 5)},
                  {"relu", 2, 2, ReluOp{s8, s8}},
                  {"clip", 2, 2, ClipOp{s8, s8, 3, 90}},
                  {"cast", 2, 2, CastOp{s8, u4}}};
  CHECK(PreparedModel(model).fast_layers() == 4);
  RandomModel random(5);
  const std::vector<std::int64_t> inputs = random.codes(s8, 300);
  std::vector<std::int64_t> got(200);
  REQUIRE(PreparedModel(model).evaluate(inputs, got));
  CHECK(got == evaluate_layers(model, inputs).back());
}

TEST_CASE("progress hears of all vectors and can stop", "[model]") {
  QuantizedModel model;
  const FixedType s8 = {8, 0, true};
  model.layers = {{"fc", 2, 2, small_linear(2, 2, s8, 1)}};
  const std::vector<std::int64_t> inputs(2000, 1);
  std::vector<std::int64_t> got(2000);
  std::int64_t last = 0;
  CHECK(PreparedModel(model).evaluate(inputs, got, [&](std::int64_t done) {
    CHECK(done > last);
    last = done;
    return true;
  }));
  CHECK(last == 1000);
  int calls = 0;
  CHECK_FALSE(PreparedModel(model).evaluate(inputs, got, [&](std::int64_t) { return ++calls < 2; }));
  CHECK(calls == 2);
}

}  // namespace rtl4ml
