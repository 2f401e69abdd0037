#include "sim/netlist/utilisation.hpp"

#include "tests/catch.hpp"
#include "tests/scratch_folder.hpp"

using namespace rtl4ml;

TEST_CASE("every family has its cells counted") {
  for (const char* family : {"xc7", "xcup", "ecp5", "ice40", "gowin", "nexus"}) {
    INFO(family);
    CHECK(CellTable::read(family));
  }
  const CellTable xc7 = CellTable::read("xc7").value();
  CHECK(xc7.of("LUT6") == Use{1, 0, 0, 0});
  CHECK(xc7.of("RAM32M") == Use{4, 0, 0, 0});
  CHECK(xc7.of("FDRE") == Use{0, 1, 0, 0});
  CHECK(xc7.of("DSP48E1") == Use{0, 0, 1, 0});
  CHECK(xc7.of("RAMB18E1") == Use{0, 0, 0, 0.5});
  CHECK(xc7.of("MUXF7") == Use{});
  CHECK(xc7.of("LUT66") == Use{});
  CHECK(CellTable::read("ecp5")->of("CCU2C") == Use{2, 0, 0, 0});
}

TEST_CASE("a family without cells and a faulty table are told") {
  CHECK(CellTable::read("generic").error().front().code == "netlist.cells");
  const test::ScratchFolder folder;
  for (const char* line : {"xc7 LUTS 1 LUT6\n", "xc7 LUT none LUT6\n", "xc7 LUT 1\n"}) {
    const Result<CellTable> table = CellTable::read("xc7", folder.write("cells.txt", std::string("# x\n") + line));
    INFO(line);
    REQUIRE_FALSE(table);
    CHECK(table.error().front().code == "netlist.cells");
    CHECK(table.error().front().place.find("cells.txt:2:1") != std::string::npos);
  }
}

TEST_CASE("a cell belongs to the layer with the longest identifier that its name begins with") {
  const std::vector<std::string> layers = {"fc1", "relu1", "relu1_resize", "fc12"};
  CHECK(layer_of("fc1.gen_lane[0].total_q_FDRE_Q", layers) == "fc1");
  CHECK(layer_of("fc1_weight_source.weight_LUT6_O", layers) == "fc1");
  CHECK(layer_of("fc12.x", layers) == "fc12");
  CHECK(layer_of("relu1_resize.count_q", layers) == "relu1_resize");
  CHECK(layer_of("relu1_data_out_0", layers) == "relu1");
  CHECK(layer_of("data_in_0_ready_LUT3_O", layers) == "fc1");
  CHECK(layer_of("data_out_0_valid", layers) == "fc12");
  CHECK(layer_of("fc2.x", layers).empty());
  CHECK(layer_of("$abc$12", layers).empty());
  CHECK(layer_of("x", {}).empty());
}

TEST_CASE("the uses of the layers add up to that of the design") {
  Netlist netlist;
  netlist.instances = {
      {"fc1.a", "LUT4"}, {"fc1.b", "TRELLIS_FF"}, {"relu.c", "CCU2C"}, {"$x", "LUT4"}, {"fc1.r", "PFUMX"}};
  for (const auto& [name, type] : netlist.instances) ++netlist.cells[type];
  const Utilisation used = utilisation(netlist, CellTable::read("ecp5").value(), {"fc1", "relu"});
  CHECK(used.total == Use{4, 1, 0, 0});
  CHECK(used.layers.at("fc1") == Use{1, 1, 0, 0});
  CHECK(used.layers.at("relu") == Use{2, 0, 0, 0});
  CHECK(used.layers.at("") == Use{1, 0, 0, 0});
}
