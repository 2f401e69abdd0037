#include "sw/ops/prelu.hpp"

#include <vector>

#include "sw/ops/leaky_relu.hpp"
#include "tests/catch.hpp"
#include "tests/sw/number/definition.hpp"

namespace rtl4ml {

TEST_CASE("prelu is a leaky_relu of its own for every feature", "[ops]") {
  const FixedType in = {5, 2, true};
  const FixedType slope_type = {4, 2, true};
  for (const Rounding rounding : kRoundings) {
    for (const Overflow overflow : kOverflows) {
      const FixedType out = {4, 1, true};
      const PReluOp op = {in, slope_type, out, {-8, 1, 7}, rounding, overflow};
      std::vector<std::int64_t> data_in;
      for (std::int64_t code = in.min_code(); code <= in.max_code(); ++code) data_in.insert(data_in.end(), 3, code);
      std::vector<std::int64_t> got(data_in.size());
      prelu(op, data_in, got);
      for (std::size_t i = 0; i < data_in.size(); ++i) {
        const double x = defined_value(data_in[i], in);
        const double y = x >= 0 ? x : x * defined_value(op.slope[i % 3], slope_type);
        CHECK(got[i] == defined_code(y, out, rounding, overflow));
      }
    }
  }
}

TEST_CASE("prelu of 32 by 32 bits is exact", "[ops]") {
  const FixedType s32 = {32, 0, true};
  std::vector<std::int64_t> got(2);
  const std::int64_t least = -(1LL << 31);
  prelu({s32, s32, {32, -32, true}, {least, 1}}, std::vector<std::int64_t>{least, least}, got);
  CHECK(got == std::vector<std::int64_t>{1LL << 30, 0});  // -0.5 is a tie and goes to the even 0
}

}  // namespace rtl4ml
