// What synthesis makes of a product with and without leave to take a DSP block. (Its value: fixed_linear_test.cpp.)
#include <fstream>
#include <map>

#include "gen/emit/library.hpp"
#include "sw/base/source_tree.hpp"
#include "tests/rtl_templates/run_tool.hpp"

namespace rtl4ml::test {
namespace {

/// Cells of an 8 x 8 multiplier on ECP5, by type.
std::map<std::string, int> cells(int use_dsp) {
  const ScratchFolder folder("multiplier");
  const std::string top =
      folder.write("product.sv",
                   "module product (input logic clk, input logic [7:0] data, weight, output logic "
                   "[15:0] product);\n  fixed_multiplier #(.USE_DSP(" +
                       std::to_string(use_dsp) + ")) multiplier (clk, 1'b1, data, weight, product);\nendmodule\n");
  const auto library = Library::open(library_folder());
  REQUIRE(library);
  const auto files = library->files_of({"fixed_multiplier"});
  REQUIRE(files);
  std::vector<std::string> command = {(source_tree() / "hw/flows/synthesize").string(), "ecp5", "product",
                                      (folder.path() / "out").string()};
  for (const auto& file : *files) command.push_back(file.string());
  command.push_back(top);
  run(command, folder.path());
  std::ifstream lines(folder.path() / "out/cells.txt");
  std::map<std::string, int> count;
  std::string type;
  for (int cells = 0; lines >> type >> cells;) count[type] = cells;
  return count;
}

}  // namespace

TEST_CASE("a multiplier takes a DSP block only where it may, and is small where it may not", "[rtl]") {
  CHECK(cells(1)["MULT18X18D"] == 1);
  std::map<std::string, int> soft = cells(0);
  CHECK(soft["MULT18X18D"] == 0);
  CHECK(soft["LUT4"] <= 64);  // Yosys' own: 277, and 8 CCU2C
  CHECK(soft["CCU2C"] <= 36);
}

}  // namespace rtl4ml::test
