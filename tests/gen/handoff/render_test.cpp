#include "gen/handoff/render.hpp"

#include "tests/catch.hpp"

namespace rtl4ml {

TEST_CASE("a template's keys become a design's values, everything else stays") {
  const auto text = render("a ${x}${y} {{b}} $z {c}\n", {{"x", "1"}, {"y", "${x}"}, {"unused", "2"}}, "t.in");
  REQUIRE(text);
  CHECK(*text == "a 1${x} {{b}} $z {c}\n");
}

TEST_CASE("a template with an unknown or open key is refused, with its place") {
  for (const char* bad : {"a ${x} b", "a ${", "a ${x", "${}"}) {
    const auto text = render(bad, {{"y", "1"}}, "t.in");
    REQUIRE_FALSE(text);
    CHECK(text.error().front().code == "handoff.template");
    CHECK(text.error().front().place == "t.in");
  }
}

}  // namespace rtl4ml
