#include "gen/emit/vectors.hpp"

#include "tests/catch.hpp"
#include "tests/gen/designs.hpp"

namespace rtl4ml {

TEST_CASE("a line per beat, padded lanes zero, every vector starts a beat", "[emit]") {
  const test::ScratchFolder folder;
  const Stream stream{"data_in_0", 3, 2, {8, 3, true}};
  const std::vector<std::int64_t> codes = {1, 2, 3, -1, -2, -3};
  REQUIRE(write_vectors(stream, codes, folder.path() / "v.mem"));
  CHECK(test::text_of(folder.path() / "v.mem") == "0201\n0003\nfeff\n00fd\n");
}

}  // namespace rtl4ml
