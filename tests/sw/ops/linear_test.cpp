#include "sw/ops/linear.hpp"

#include <algorithm>
#include <cmath>
#include <iostream>
#include <optional>

#include "tests/catch.hpp"
#include "tests/sw/model/random_model.hpp"
#include "tests/sw/number/definition.hpp"

namespace rtl4ml {
namespace {

std::vector<std::int64_t> run(const LinearOp& op, const std::vector<std::int64_t>& data_in) {
  std::vector<std::int64_t> out(data_in.size() / static_cast<std::size_t>(op.in_features) *
                                static_cast<std::size_t>(op.out_features));
  linear(op, data_in, out);
  return out;
}

LinearOp make(const FixedType& all, int in_features, int out_features, std::vector<std::int32_t> weight,
              std::vector<std::int64_t> bias) {
  return {in_features,       out_features,   all, all, all, all, Rounding::kHalfEven, Overflow::kSaturate,
          std::move(weight), std::move(bias)};
}

/// Exact sum of one output for one vector, in units of the accumulator, by real arithmetic; exact below 2^53.
double real_sum(const LinearOp& op, const std::vector<std::int64_t>& x, int o) {
  double sum = op.bias.empty() ? 0.0 : defined_value(op.bias[static_cast<std::size_t>(o)], op.bias_type);
  for (int i = 0; i < op.in_features; ++i) {
    const auto w = static_cast<std::size_t>(o * op.in_features + i);
    sum += defined_value(op.weight[w], op.weight_type) * defined_value(x[static_cast<std::size_t>(i)], op.data_in);
  }
  return sum;
}

/// The inputs that bring one output to its largest (or smallest) sum.
std::vector<std::int64_t> extreme_inputs(const LinearOp& op, int o, bool largest) {
  std::vector<std::int64_t> x;
  for (int i = 0; i < op.in_features; ++i) {
    const bool up = (op.weight[static_cast<std::size_t>(o * op.in_features + i)] >= 0) == largest;
    x.push_back(up ? op.data_in.max_code() : op.data_in.min_code());
  }
  return x;
}

bool rounds_to_nearest(Rounding rounding) { return rounding != Rounding::kFloor && rounding != Rounding::kTowardZero; }

/// The accumulator's bound found by running every output at its extremes.
int width_by_extremes(const LinearOp& op) {
  const int frac = op.accumulator_frac_width();
  const int shift = frac - op.data_out.frac_width;
  const double offset = rounds_to_nearest(op.rounding) && shift > 0 ? std::ldexp(1.0, shift - 1) : 0.0;
  double low = 0.0;
  double high = 0.0;
  for (int o = 0; o < op.out_features; ++o) {
    const double least = std::ldexp(real_sum(op, extreme_inputs(op, o, false), o), frac);
    const double most = std::ldexp(real_sum(op, extreme_inputs(op, o, true), o), frac) + offset;
    low = std::min(low, least);
    high = std::max(high, most);
  }
  int width = 1;
  while (low < -std::exp2(width - 1) || high > std::exp2(width - 1) - 1.0) ++width;
  return width;
}

}  // namespace

TEST_CASE("linear is the rounded sum of products", "[ops]") {
  const LinearOp op = make({8, 3, true}, 2, 2, {8, 4, -8, 1}, {1, -1});
  // 1.0 * 1.0 + 0.5 * 0.5 + 0.125 = 1.375; -1.0 + 0.125 * 0.5 - 0.125 = -1.0625, a tie that goes to the even -1.0
  CHECK(run(op, {8, 4}) == std::vector<std::int64_t>{11, -8});
  CHECK(run(op, {127, 127}) == std::vector<std::int64_t>{127, -112});
}

TEST_CASE("linear is its definition in real arithmetic on random layers", "[ops]") {
  const std::uint64_t seed = test_seed(500);
  std::cout << "linear: RTL4ML_SEED=" << seed << "\n";
  for (std::uint64_t i = 0; i < 400; ++i) {
    RandomModel random(seed + i);
    const LinearOp op = random.linear(random.type(16), static_cast<int>(random.number(1, 9)),
                                      static_cast<int>(random.number(1, 5)), 16);
    const std::vector<std::int64_t> x = random.codes(op.data_in, static_cast<std::size_t>(op.in_features));
    const std::vector<std::int64_t> out = run(op, x);
    for (int o = 0; o < op.out_features; ++o) {
      INFO("RTL4ML_SEED=" << seed + i);
      REQUIRE(out[static_cast<std::size_t>(o)] ==
              defined_code(real_sum(op, x, o), op.data_out, op.rounding, op.overflow));
    }
  }
}

TEST_CASE("the accumulator's width is reached, and never exceeded, on random layers", "[ops]") {
  const std::uint64_t seed = test_seed(900);
  std::cout << "accumulator: RTL4ML_SEED=" << seed << "\n";
  for (std::uint64_t i = 0; i < 600; ++i) {
    RandomModel random(seed + i);
    const LinearOp op = random.linear(random.type(10), static_cast<int>(random.number(1, 12)),
                                      static_cast<int>(random.number(1, 4)), 10);
    INFO("RTL4ML_SEED=" << seed + i);
    REQUIRE(op.accumulator_width() == width_by_extremes(op));
  }
}

TEST_CASE("the width of the types is what the worst weights need, and never less than what any need", "[ops]") {
  const std::uint64_t seed = test_seed(1300);
  std::cout << "accumulator of types: RTL4ML_SEED=" << seed << "\n";
  for (std::uint64_t i = 0; i < 400; ++i) {
    RandomModel random(seed + i);
    LinearOp op = random.linear(random.type(10), static_cast<int>(random.number(1, 12)),
                                static_cast<int>(random.number(1, 4)), 10);
    INFO("RTL4ML_SEED=" << seed + i);
    const int of_types = op.accumulator_width_of_types();
    CHECK(op.accumulator_width() <= of_types);
    // Outputs with all weights at one end of the type and the bias at one end reach it.
    const std::int64_t weights[] = {op.weight_type.min_code(), op.weight_type.max_code()};
    const std::int64_t biases[] = {op.bias_type.min_code(), op.bias_type.max_code()};
    const bool has_bias = !op.bias.empty();
    op.out_features = 4;
    op.weight.clear();
    op.bias.clear();
    for (int o = 0; o < 4; ++o) {
      op.weight.insert(op.weight.end(), static_cast<std::size_t>(op.in_features),
                       static_cast<std::int32_t>(weights[o % 2]));
      if (has_bias) op.bias.push_back(biases[o / 2]);
    }
    REQUIRE(op.accumulator_width() == of_types);
  }
}

TEST_CASE("accumulator widths by hand", "[ops]") {
  const FixedType s8 = {8, 0, true};
  LinearOp op = make(s8, 1, 1, {1}, {});
  op.rounding = Rounding::kFloor;
  CHECK(op.accumulator_width() == 8);  // -128 to 127
  op.weight = {-1};
  CHECK(op.accumulator_width() == 9);  // -127 to 128
  op.bias = {-1};
  CHECK(op.accumulator_width() == 8);  // -128 to 127
  op.weight = {0};
  op.bias = {};
  CHECK(op.accumulator_width() == 1);
  // An offset of half a unit of data_out, 2^3: 127 * 1 + 8 needs a bit more.
  op.weight = {1};
  op.data_out = {8, -4, true};
  CHECK(op.accumulator_width() == 8);
  for (const Rounding rounding : {Rounding::kHalfEven, Rounding::kHalfUp, Rounding::kHalfAway}) {
    op.rounding = rounding;
    CHECK(op.accumulator_width() == 9);
  }
  op.rounding = Rounding::kTowardZero;
  CHECK(op.accumulator_width() == 8);
  // A bias finer than the products: everything moves to its frac_width.
  op.bias_type = {8, 5, true};
  CHECK(op.accumulator_frac_width() == 5);
  CHECK(op.accumulator_width() == 13);
  // Unsigned and one-bit types.
  op = make({8, 0, false}, 2, 1, {255, 255}, {});
  CHECK(op.accumulator_width() == 18);  // 2 * 255 * 255 = 130050
  op = make({1, 0, true}, 3, 1, {-1, -1, -1}, {});
  CHECK(op.accumulator_width() == 3);  // 0 to 3
}

TEST_CASE("accumulators beyond what is supported are said to be so", "[ops]") {
  LinearOp op = make({32, 0, true}, 1, 1, {1}, {1});
  op.bias_type.frac_width = 64;
  CHECK(op.accumulator_width() == 96);  // 32 bits, 64 places to the left
  op.data_in.frac_width = -64;
  CHECK(op.accumulator_width() == kMaxAccumulatorWidth + 1);
  op.weight = {0};  // no product to align; what is left is the bias, 1, and the rounding offset, 2^63
  CHECK(op.accumulator_width() == 65);
  op = make({8, 0, true}, 1, 1, {1}, {});
  op.data_in.frac_width = op.weight_type.frac_width = 64;
  op.data_out.frac_width = -64;
  CHECK(op.accumulator_width() == kMaxAccumulatorWidth + 1);  // the rounding offset is 2^191
  op.rounding = Rounding::kFloor;
  CHECK(op.accumulator_width() == 8);
  CHECK(run(op, {-1}) == std::vector<std::int64_t>{-1});
}

TEST_CASE("sums beyond 64 bits are exact", "[ops]") {
  // 16 products of -2^31 * -2^31 are 2^66; the last bias decides the tie.
  const FixedType s32 = {32, 0, true};
  LinearOp op = make(s32, 16, 3, std::vector<std::int32_t>(48, INT32_MIN), {0, -1, 1});
  op.data_out = {32, -40, true};
  CHECK(op.accumulator_width() == 68);
  const std::vector<std::int64_t> x(16, INT32_MIN);
  CHECK(run(op, x) == std::vector<std::int64_t>{1 << 26, 1 << 26, 1 << 26});
  op.data_out = {32, -67, true};  // 2^66 is half a unit
  CHECK(run(op, x) == std::vector<std::int64_t>{0, 0, 1});
  op.rounding = Rounding::kHalfUp;
  CHECK(run(op, x) == std::vector<std::int64_t>{1, 0, 1});
  op.data_out = {32, 0, true};
  op.overflow = Overflow::kWrap;
  CHECK(run(op, x) == std::vector<std::int64_t>{0, -1, 1});
}

}  // namespace rtl4ml
