#include "gen/ops/relu.hpp"

#include "tests/catch.hpp"
#include "tests/gen/ops/parts.hpp"

namespace rtl4ml {

TEST_CASE("relu's instance has its types and no clock", "[ops]") {
  test::check_combinational(ReluLayer{}, "fixed_relu");
}

}  // namespace rtl4ml
