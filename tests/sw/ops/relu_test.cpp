#include "sw/ops/relu.hpp"

#include <algorithm>
#include <vector>

#include "tests/catch.hpp"
#include "tests/sw/number/definition.hpp"

namespace rtl4ml {

TEST_CASE("relu is its definition for every code, type and mode", "[ops]") {
  for (const FixedType in : {FixedType{6, 2, true}, FixedType{6, 4, false}, FixedType{1, 0, true}}) {
    for (const FixedType out :
         {FixedType{6, 2, true}, FixedType{4, 1, true}, FixedType{5, 4, false}, FixedType{1, 0, true}}) {
      for (const Rounding rounding : kRoundings) {
        for (const Overflow overflow : kOverflows) {
          const ReluOp op = {in, out, rounding, overflow};
          for (std::int64_t code = in.min_code(); code <= in.max_code(); ++code) {
            std::vector<std::int64_t> got(1);
            relu(op, std::vector{code}, got);
            CHECK(got[0] == defined_code(std::max(defined_value(code, in), 0.0), out, rounding, overflow));
          }
        }
      }
    }
  }
}

TEST_CASE("relu of many elements keeps their order", "[ops]") {
  const FixedType s8 = {8, 0, true};
  std::vector<std::int64_t> got(4);
  relu({s8, s8}, std::vector<std::int64_t>{-3, 5, -128, 127}, got);
  CHECK(got == std::vector<std::int64_t>{0, 5, 0, 127});
}

}  // namespace rtl4ml
