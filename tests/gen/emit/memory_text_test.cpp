#include "gen/emit/memory_text.hpp"

#include "tests/catch.hpp"
#include "tests/gen/designs.hpp"

namespace rtl4ml {

TEST_CASE("a kind of memory is asked for in the words of Vivado and of Yosys, in front of a declaration too",
          "[emit]") {
  CHECK(memory_attribute(MemoryKind::kBlock) == "(* ram_style = \"block\", rom_style = \"block\" *)");
  CHECK(memory_attribute(MemoryKind::kLut) == "(* ram_style = \"registers\", rom_style = \"distributed\" *)");
  CHECK(memory_attribute(MemoryKind::kAuto).empty());
  CHECK(style_prefix(MemoryKind::kLut) == memory_attribute(MemoryKind::kLut) + " ");
  CHECK(style_prefix(MemoryKind::kAuto).empty());
  CHECK(bit_range(32) == "[31:0]");
  CHECK(bit_range(1) == "[0:0]");
}

TEST_CASE("a memory is read from its module's file, behind its comment", "[emit]") {
  const test::ScratchFolder folder;
  FileWriter file(folder.path() / "m.sv");
  write_comment(file, {"One.", "Two."});
  write_memory(file, "m", 12, 5, MemoryKind::kBlock);
  REQUIRE(file.close());
  const std::string text = test::text_of(folder.path() / "m.sv");
  CHECK(text.find("// One.\n// Two.\n") == 0);
  CHECK(text.find("  logic [11:0] rom [0:4];\n") != std::string::npos);
  CHECK(text.find("$readmemh(\"m.mem\", rom);") != std::string::npos);
  CHECK(text.find("(^rom[4]) === 1'bx") != std::string::npos);
}

}  // namespace rtl4ml
