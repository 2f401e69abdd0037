#include "gen/emit/table_source.hpp"

#include "tests/catch.hpp"
#include "tests/gen/emit/run_icarus.hpp"

namespace rtl4ml {

TEST_CASE("a table reads each lane on its own, large and small alike", "[emit]") {
  for (const int address_width : {4, 14}) {
    const test::ScratchFolder folder;
    std::vector<std::int64_t> entries(std::size_t{1} << static_cast<unsigned>(address_width));
    for (std::size_t i = 0; i < entries.size(); ++i) entries[i] = static_cast<std::int64_t>(i) * 3;
    TableSource source;
    source.module = "rom_source";
    source.address_width = address_width;
    source.data_width = 8;
    source.lanes = 2;
    source.entries = entries;
    const auto files = write_table_source(source, folder.path());
    REQUIRE(files);
    CHECK(files->size() == (address_width == 4 ? 1U : 2U));
    const std::string width = std::to_string(address_width);
    CHECK(test::run_icarus(
              folder.path(),
              "module bench;\n logic clk = 0;\n logic [15:0] data;\n rom_source dut (.clk(clk), .enable(1'b1), "
              ".address({" +
                  width + "'d5, " + width +
                  "'d9}), .data(data));\n"
                  " initial begin #1 clk = 1; #1 $display(\"%h\", data); end\nendmodule\n") == "0f1b\n");
  }
}

}  // namespace rtl4ml
