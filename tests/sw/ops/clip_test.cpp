#include "sw/ops/clip.hpp"

#include <algorithm>
#include <vector>

#include "tests/catch.hpp"
#include "tests/sw/number/definition.hpp"

namespace rtl4ml {

TEST_CASE("clip is its definition for every code, bound and mode", "[ops]") {
  const FixedType in = {7, 3, true};
  const FixedType out = {5, 2, true};
  for (const Rounding rounding : kRoundings) {
    for (const Overflow overflow : kOverflows) {
      for (const auto& [low, high] : {std::pair{-16, 15}, {0, 6}, {-3, -3}, {4, 15}, {-16, -2}}) {
        const ClipOp op = {in, out, low, high, rounding, overflow};
        for (std::int64_t code = in.min_code(); code <= in.max_code(); ++code) {
          std::vector<std::int64_t> got(1);
          clip(op, std::vector{code}, got);
          const std::int64_t converted = defined_code(defined_value(code, in), out, rounding, overflow);
          CHECK(got[0] == std::min<std::int64_t>(std::max<std::int64_t>(converted, low), high));
        }
      }
    }
  }
}

TEST_CASE("ReLU6 with four fractional bits", "[ops]") {
  const FixedType s8 = {8, 4, true};
  std::vector<std::int64_t> got(4);
  clip({s8, s8, 0, 96}, std::vector<std::int64_t>{-1, 95, 97, 127}, got);
  CHECK(got == std::vector<std::int64_t>{0, 95, 96, 96});
}

}  // namespace rtl4ml
