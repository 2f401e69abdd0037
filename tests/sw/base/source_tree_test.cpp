#include "sw/base/source_tree.hpp"

#include "tests/catch.hpp"

TEST_CASE("the source tree holds what a program run in place reads") {
  for (const char* part : {"hw/schema", "hw/targets", "rtl_templates", "sim/harness"}) {
    INFO(part);
    CHECK(std::filesystem::is_directory(rtl4ml::source_tree() / part));
  }
}
