#include "gen/handoff/packing_picture.hpp"

#include "sw/base/file.hpp"
#include "sw/base/source_tree.hpp"
#include "tests/catch.hpp"

namespace rtl4ml {
namespace {

Stream stream(int features, int parallelism, int width) {
  return {"data_out_0", features, parallelism, {width, 0, true}};
}

std::string text_of(const char* page) {
  const Result<std::string> text = read_file(source_tree() / page, 1U << 20U);
  REQUIRE(text);
  return *text;
}

}  // namespace

TEST_CASE("an element takes the bytes of a C integer") {
  CHECK(element_bytes(1) == 1);
  CHECK(element_bytes(8) == 1);
  CHECK(element_bytes(9) == 2);
  CHECK(element_bytes(16) == 2);
  CHECK(element_bytes(17) == 4);
  CHECK(element_bytes(32) == 4);
}

TEST_CASE("the picture of docs/handoff.md is that of five elements in beats of three") {
  CHECK(text_of("docs/handoff.md").find("\n" + packing_picture(stream(5, 3, 6), true) + "\n") != std::string::npos);
}

TEST_CASE("a picture has a row per beat and a column per element, the middle of large ones left out") {
  CHECK(packing_picture(stream(3, 2, 12), true) ==
        "               bytes 3-2     bytes 1-0\n"
        "            +-------------+-------------+\n"
        " beat 0     |  element 1  |  element 0  |   tlast 0  tkeep 0xf\n"
        "            +-------------+-------------+\n"
        " beat 1     |      -      |  element 2  |   tlast 1  tkeep 0x3\n"
        "            +-------------+-------------+");
  const std::string large = packing_picture(stream(70, 8, 32), false);
  CHECK(large.find("element 7   |     ...      |  element 1") != std::string::npos);
  CHECK(large.find("bytes 31-28") != std::string::npos);
  CHECK(large.find(" beat 8     |      -       |     ...      |  element 65  |  element 64  |   tlast 1\n") !=
        std::string::npos);
  CHECK(large.find("beat 5") == std::string::npos);
  CHECK(large.find("tkeep") == std::string::npos);
}

}  // namespace rtl4ml
