#include "sw/base/error.hpp"

#include "tests/catch.hpp"

namespace rtl4ml {

TEST_CASE("an error is told with place, code, message and fix", "[base]") {
  CHECK(to_string(Error{"config.width", "a.yaml:3:4", "is 65", "use 8"}) ==
        "a.yaml:3:4: error[config.width]: is 65\n  fix: use 8\n");
  CHECK(to_string(Error{"x.y", "", "bad", ""}) == "error[x.y]: bad\n");
  CHECK(to_string(Errors{{"a.b", "p", "one", ""}, {"c.d", "q", "two", "mend"}}) ==
        "p: error[a.b]: one\nq: error[c.d]: two\n  fix: mend\n");
}

TEST_CASE("fault and faults make failed results", "[base]") {
  const Result<int> one = fault("a.b", "place", "message", "fix");
  REQUIRE_FALSE(one);
  REQUIRE(one.error().size() == 1);
  CHECK(one.error().front().fix == "fix");
  const Result<void> same = faults(one.error());
  REQUIRE_FALSE(same);
  CHECK(same.error().front().code == "a.b");
}

}  // namespace rtl4ml
