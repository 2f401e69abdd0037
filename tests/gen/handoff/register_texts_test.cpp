#include "gen/handoff/register_texts.hpp"

#include "sw/base/file.hpp"
#include "sw/base/source_tree.hpp"
#include "tests/gen/handoff/bundle.hpp"

namespace rtl4ml {
namespace {

const std::vector<Register> kMap = {
    {"WHO", 0, RegisterKind::kConstant, 0xABCD, "a < b & c"},
    {"SIZE", 4, RegisterKind::kConstant, 7, "how large"},
    {"CONTROL", 0x40, RegisterKind::kControl, 0x30, "commands", {{"run", 0, 1, "go"}, {"level", 4, 4, "how much"}}},
    {"STATUS", 0x44, RegisterKind::kStatus, 0, "state"},
    {"WORD", 0x104, RegisterKind::kCommand, 0, "a word"}};

}  // namespace

TEST_CASE("a register map in C") {
  CHECK(registers_in_c(kMap, "X") ==
        "#define X_WHO 0x000u /* read only: a < b & c */\n"
        "#define X_WHO_VALUE 0x0000ABCDu\n"
        "#define X_SIZE 0x004u /* read only: how large */\n"
        "#define X_SIZE_VALUE 0x00000007u\n"
        "#define X_CONTROL 0x040u /* read and written: commands */\n"
        "#define X_CONTROL_RUN_SHIFT 0u\n"
        "#define X_CONTROL_RUN_MASK 0x00000001u /* go */\n"
        "#define X_CONTROL_LEVEL_SHIFT 4u\n"
        "#define X_CONTROL_LEVEL_MASK 0x000000F0u /* how much */\n"
        "#define X_STATUS 0x044u /* read only: state */\n"
        "#define X_WORD 0x104u /* written: a word */");
}

TEST_CASE("a register map in IP-XACT") {
  const std::string xml = registers_in_ipxact(kMap);
  CHECK(xml.find("a &lt; b &amp; c") != std::string::npos);
  CHECK(xml.find("<ipxact:addressOffset>'h44</ipxact:addressOffset><ipxact:size>32</ipxact:size>"
                 "<ipxact:volatile>true</ipxact:volatile><ipxact:access>read-only</ipxact:access>") !=
        std::string::npos);
  CHECK(xml.find("<ipxact:name>level</ipxact:name><ipxact:description>how much</ipxact:description>"
                 "<ipxact:bitOffset>4</ipxact:bitOffset><ipxact:resets><ipxact:reset><ipxact:value>'h3</ipxact:value>"
                 "</ipxact:reset></ipxact:resets><ipxact:bitWidth>4</ipxact:bitWidth>") != std::string::npos);
  CHECK(xml.find("<ipxact:name>value</ipxact:name><ipxact:description>a &lt; b &amp; c</ipxact:description>"
                 "<ipxact:bitOffset>0</ipxact:bitOffset><ipxact:resets><ipxact:reset><ipxact:value>'habcd") !=
        std::string::npos);
}

TEST_CASE("a register map in SystemVerilog") {
  CHECK(constants_in_systemverilog(kMap) == "{\n      32'h00000007,\n      32'h0000abcd\n  }");
  CHECK(register_checks({kMap[3]}) == "    expect_register(12'h044, 32'h00000000);  // STATUS");
}

TEST_CASE("a register map in Markdown") {
  CHECK(registers_in_markdown({kMap[0], kMap[2]}, true) ==
        "| `0x000` | `WHO` | R | `0x0000ABCD` | a < b & c |\n"
        "| `0x040` | `CONTROL` | RW | `0x00000030` | commands; bit 0 `run`: go; bits 7 to 4 `level`: how much |");
  CHECK(registers_in_markdown({kMap.back()}, true) == "| `0x104` | `WORD` | W | `0x00000000` | a word |");
  CHECK(registers_in_markdown({kMap[0]}, false) == "| `0x000` | `WHO` | R | constant | a < b & c |");
}

TEST_CASE("the table of docs/handoff.md is the register map") {
  const Result<std::string> page = read_file(source_tree() / "docs/handoff.md", 1U << 20U);
  REQUIRE(page);
  const std::string table = registers_in_markdown(register_map(test::bundle_design(Weights::kReloadable), 0), false);
  INFO("what it should be:\n" << table);
  CHECK(page->find("|---|---|---|---|---|\n" + table + "\n") != std::string::npos);
}

}  // namespace rtl4ml
