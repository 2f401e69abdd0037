#include "gen/ops/relu.hpp"

#include "tests/catch.hpp"
#include "tests/gen/ops/parts.hpp"

namespace rtl4ml {

TEST_CASE("relu in double precision", "[ops]") {
  CHECK(test::real(relu_operator(), ReluLayer{}, {-1.5, 0.0, 2.5}) == std::vector<double>{0.0, 0.0, 2.5});
}

TEST_CASE("relu's instance has its types and no clock", "[ops]") {
  test::check_combinational(ReluLayer{}, "fixed_relu");
}

}  // namespace rtl4ml
