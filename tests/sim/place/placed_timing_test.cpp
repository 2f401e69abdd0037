#include "sim/place/placed_timing.hpp"

#include "tests/catch.hpp"
#include "tests/scratch_folder.hpp"

using namespace rtl4ml;

namespace {

const char* const kReport = R"({
 "critical_paths": [
  {"from": "<async>", "to": "posedge b", "path": []},
  {"from": "posedge b", "to": "posedge b", "path": [
   {"type": "clk-to-q", "delay": 0.5, "from": {"cell": "fc1.x", "port": "CLK"}, "to": {"cell": "fc1.x", "port": "O"}},
   {"type": "routing", "delay": 2.0, "from": {"cell": "fc1.x", "port": "O"}, "to": {"cell": "fc1.y", "port": "I0"}},
   {"type": "logic", "delay": 0.25, "from": {"cell": "fc1.y", "port": "I0"}, "to": {"cell": "fc1.y", "port": "O"}},
   {"type": "routing", "delay": 1.0, "from": {"cell": "fc1.y", "port": "O"}, "to": {"cell": "relu.z", "port": "I3"}},
   {"type": "setup", "delay": 0.25, "from": {"cell": "relu.z", "port": "I3"}, "to": {"cell": "relu.z", "port": "I3"}}]}],
 "fmax": {"a": {"achieved": 300.0, "constraint": 100.0}, "b": {"achieved": 250.0, "constraint": 100.0}}})";

}  // namespace

TEST_CASE("the slowest clock and its longest path are read") {
  const test::ScratchFolder folder;
  const Result<PlacedTiming> timing = read_placed_timing(folder.write("report.json", kReport));
  REQUIRE(timing);
  CHECK(timing->fmax_mhz == 250.0);
  CHECK(timing->path.cells == std::vector<std::string>{"fc1.x", "fc1.y", "relu.z"});
  CHECK(timing->path.logic_ns == 1.0);
  CHECK(timing->path.routing_ns == 3.0);
}

TEST_CASE("a design without a path between registers has no clock that limits it") {
  const test::ScratchFolder folder;
  const Result<PlacedTiming> timing =
      read_placed_timing(folder.write("report.json", R"({"critical_paths": [], "fmax": {}})"));
  REQUIRE(timing);
  CHECK_FALSE(timing->fmax_mhz);
}

TEST_CASE("what is no report is told") {
  const test::ScratchFolder folder;
  for (const char* text : {"", "{}", "[1]", R"({"fmax": {"a": 3}, "critical_paths": []})"}) {
    INFO(text);
    CHECK(read_placed_timing(folder.write("report.json", text)).error().front().code == "netlist.json");
  }
  CHECK(read_placed_timing(folder.path() / "none.json").error().front().code == "file.missing");
}
