#include "sw/ops/leaky_relu.hpp"

#include <vector>

#include "tests/catch.hpp"
#include "tests/sw/number/definition.hpp"

namespace rtl4ml {

TEST_CASE("leaky_relu is its definition for every code, slope and mode", "[ops]") {
  const FixedType slope_type = {4, 3, true};
  for (const FixedType in : {FixedType{6, 2, true}, FixedType{4, 1, false}}) {
    for (const FixedType out : {FixedType{6, 2, true}, FixedType{4, 0, false}, FixedType{8, 6, true}}) {
      for (const Rounding rounding : kRoundings) {
        for (const Overflow overflow : kOverflows) {
          for (std::int64_t slope = slope_type.min_code(); slope <= slope_type.max_code(); ++slope) {
            const LeakyReluOp op = {in, slope_type, out, slope, rounding, overflow};
            for (std::int64_t code = in.min_code(); code <= in.max_code(); ++code) {
              const double x = defined_value(code, in);
              const double y = x >= 0 ? x : x * defined_value(slope, slope_type);
              std::vector<std::int64_t> got(1);
              leaky_relu(op, std::vector{code}, got);
              if (got[0] != defined_code(y, out, rounding, overflow))
                FAIL(code << " with slope " << slope << " gives " << got[0]);
            }
          }
        }
      }
    }
  }
  SUCCEED();
}

TEST_CASE("leaky_relu of 32 by 32 bits is exact", "[ops]") {
  const FixedType s32 = {32, 0, true};
  std::vector<std::int64_t> got(1);
  leaky_relu({s32, s32, {32, -31, true}, -(1LL << 31)}, std::vector<std::int64_t>{-(1LL << 31)}, got);
  CHECK(got[0] == (1LL << 31) - 1);  // 2^62 * 2^-31 is 2^31: one too many
  leaky_relu({s32, s32, {32, -32, true}, -(1LL << 31)}, std::vector<std::int64_t>{-(1LL << 31)}, got);
  CHECK(got[0] == 1LL << 30);
}

}  // namespace rtl4ml
