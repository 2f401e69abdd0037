#include "gen/emit/file_writer.hpp"

#include "tests/catch.hpp"
#include "tests/gen/designs.hpp"

namespace rtl4ml {

TEST_CASE("what is written is in the file, however large", "[emit]") {
  const test::ScratchFolder folder;
  FileWriter file(folder.path() / "x");
  std::string expected;
  for (int i = 0; i < 300000; ++i) {
    file.line("0123456789");
    expected += "0123456789\n";
  }
  REQUIRE(file.close());
  CHECK(test::text_of(folder.path() / "x") == expected);
}

TEST_CASE("places that cannot be written are told with the reason", "[emit]") {
  FileWriter missing("/nonexistent/folder/file");
  missing.line("x");
  const Result<void> closed = missing.close();
  REQUIRE_FALSE(closed);
  CHECK(closed.error()[0].code == "emit.unwritable");
  FileWriter full("/dev/full");
  full.line("x");
  const Result<void> failed = full.close();
  REQUIRE_FALSE(failed);
  CHECK(failed.error()[0].message.find("No space left") != std::string::npos);
}

}  // namespace rtl4ml
