#include "sw/base/did_you_mean.hpp"

#include "tests/catch.hpp"

namespace rtl4ml {
namespace {

TEST_CASE("edit distance counts insertions, deletions, replacements and swaps") {
  CHECK(edit_distance("width", "width") == 0);
  CHECK(edit_distance("widht", "width") == 1);
  CHECK(edit_distance("with", "width") == 1);
  CHECK(edit_distance("wwidth", "width") == 1);
  CHECK(edit_distance("wodth", "width") == 1);
  CHECK(edit_distance("kitten", "sitting") == 3);
  CHECK(edit_distance("", "abc") == 3);
  CHECK(edit_distance("LeakyReLU", "leaky_relu") == 0);
  CHECK(edit_distance("half-even", "half_even") == 0);
}

TEST_CASE("the nearest name is told, or none where nothing is near") {
  const std::vector<std::string> names = {"width", "frac_width", "signed", "default"};
  CHECK(nearest_name("widht", names) == "width");
  CHECK(nearest_name("frac_widht", names) == "frac_width");
  CHECK(nearest_name("fracwidth", names) == "frac_width");
  CHECK(nearest_name("defualt", names) == "default");
  CHECK(nearest_name("elephant", names).empty());
  CHECK(nearest_name("", names).empty());
  CHECK(nearest_name(std::string(100000, 'x'), names).empty());
  CHECK(nearest_name("width", {}).empty());
}

TEST_CASE("the hint names the nearest, or all") {
  const std::vector<std::string> names = {"floor", "half_up"};
  CHECK(did_you_mean("flor", names) == "did you mean floor?");
  CHECK(did_you_mean("round", names) == "known: floor, half_up");
}

}  // namespace
}  // namespace rtl4ml
