#include "sw/ops/cast.hpp"

#include <vector>

#include "tests/catch.hpp"
#include "tests/sw/number/definition.hpp"

namespace rtl4ml {

TEST_CASE("cast is its definition for every code, type and mode", "[ops]") {
  for (const FixedType in : {FixedType{7, 3, true}, FixedType{7, -1, false}, FixedType{1, 2, true}}) {
    for (const FixedType out :
         {FixedType{4, 1, true}, FixedType{6, 4, false}, FixedType{9, 3, true}, FixedType{1, 0, true}}) {
      for (const Rounding rounding : kRoundings) {
        for (const Overflow overflow : kOverflows) {
          const CastOp op = {in, out, rounding, overflow};
          for (std::int64_t code = in.min_code(); code <= in.max_code(); ++code) {
            std::vector<std::int64_t> got(1);
            cast(op, std::vector{code}, got);
            CHECK(got[0] == defined_code(defined_value(code, in), out, rounding, overflow));
          }
        }
      }
    }
  }
}

TEST_CASE("cast to a type that holds the other changes no value", "[ops]") {
  const FixedType in = {8, 3, false};
  const FixedType out = {12, 6, true};
  for (std::int64_t code = in.min_code(); code <= in.max_code(); ++code) {
    std::vector<std::int64_t> got(1);
    cast({in, out}, std::vector{code}, got);
    CHECK(dequantize(got[0], out) == dequantize(code, in));
  }
}

}  // namespace rtl4ml
