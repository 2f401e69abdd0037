#include "sw/ops/affine.hpp"

#include <vector>

#include "tests/catch.hpp"
#include "tests/sw/number/definition.hpp"

namespace rtl4ml {

TEST_CASE("affine multiplies and adds for every feature, and converts once", "[ops]") {
  const FixedType in = {5, 2, true};
  const FixedType weight_type = {4, 2, true};
  for (const int bias_frac_width : {-1, 1, 4, 6}) {
    const FixedType bias_type = {5, bias_frac_width, true};
    for (const Rounding rounding : kRoundings) {
      for (const Overflow overflow : kOverflows) {
        const FixedType out = {5, 1, true};
        const AffineOp op = {in, weight_type, bias_type, out, {-8, 1, 7}, {5, -16, 0}, rounding, overflow};
        std::vector<std::int64_t> data_in;
        for (std::int64_t code = in.min_code(); code <= in.max_code(); ++code) data_in.insert(data_in.end(), 3, code);
        std::vector<std::int64_t> got(data_in.size());
        affine(op, data_in, got);
        for (std::size_t i = 0; i < data_in.size(); ++i) {
          const double y = defined_value(data_in[i], in) * defined_value(op.weight[i % 3], weight_type) +
                           defined_value(op.bias[i % 3], bias_type);
          CHECK(got[i] == defined_code(y, out, rounding, overflow));
        }
      }
    }
  }
}

TEST_CASE("affine of 32 by 32 bits is exact", "[ops]") {
  const FixedType s32 = {32, 0, true};
  const std::int64_t least = -(1LL << 31);
  std::vector<std::int64_t> got(2);
  affine({s32, s32, s32, {32, -32, true}, {least, 1}, {0, least}}, std::vector<std::int64_t>{least, least}, got);
  CHECK(got == std::vector<std::int64_t>{1LL << 30, -1});
}

TEST_CASE("affine's accumulator holds every reachable sum and the rounding offset", "[ops]") {
  const FixedType s8 = {8, 0, true};
  const auto width = [&](std::vector<std::int64_t> weight, std::vector<std::int64_t> bias, int out_frac_width) {
    return AffineOp{s8, s8, s8, {8, out_frac_width, true}, std::move(weight), std::move(bias), Rounding::kHalfUp}
        .accumulator_width();
  };
  CHECK(width({1}, {0}, 0) == 8);   // -128 to 127
  CHECK(width({-1}, {0}, 0) == 9);  // -127 to 128
  CHECK(width({1, -1}, {0, -1}, 0) == 8);
  CHECK(width({1}, {0}, -1) == 9);  // and an offset of 1
  CHECK((AffineOp{s8, {8, 2, true}, {8, 5, true}, s8, {1}, {1}}.accumulator_frac_width()) == 5);
  CHECK((AffineOp{s8, {8, 60, true}, {8, -64, true}, s8, {1}, {1}}.accumulator_width()) > kMaxAccumulatorWidth);
}

}  // namespace rtl4ml
