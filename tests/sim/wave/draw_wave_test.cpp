#include "sim/wave/draw_wave.hpp"

#include "tests/catch.hpp"
#include "tests/sim/chain.hpp"

using namespace rtl4ml;

namespace {

// Two cycles of reset, one beat (1, -2, 0.5, 0) that waits a cycle, then its second beat with two padded lanes.
const char* const kWave = R"($timescale 1ps $end
$scope module top $end
$scope module top $end
$var wire 1 c clk $end
$var wire 1 r rst $end
$var wire 32 d data_in_0 [31:0] $end
$var wire 1 v data_in_0_valid $end
$var wire 1 y data_in_0_ready $end
$var wire 32 D data_out_0 [31:0] $end
$var wire 1 V data_out_0_valid $end
$var wire 1 Y data_out_0_ready $end
$upscope $end
$upscope $end
$enddefinitions $end
#0
1c
1r
0v
0y
0V
1Y
b0 d
b0 D
#5000
0c
#10000
1c
0r
1v
b000001001111000000001000 d
#15000
0c
#20000
1c
1y
#25000
0c
#30000
1c
b1000 d
#35000
0c
)";

std::string draw(const ChainFolder& folder) {
  folder.write("wave.vcd", kWave);
  const Result<void> drawn =
      draw_wave((folder.path() / "wave.vcd").string(), (folder.path() / "signature.json").string(),
                (folder.path() / "wave.svg").string());
  INFO((drawn ? "" : to_string(drawn.error())));
  REQUIRE(drawn);
  return folder.get("wave.svg");
}

}  // namespace

TEST_CASE("the picture shows elements as fixed-point decimals under the names of the signals") {
  const ChainFolder folder;
  copy_chain(folder);
  const std::string svg = draw(folder);
  CHECK(svg.find("data_in_0_valid") != std::string::npos);
  CHECK(svg.find("data_in_0[1]") != std::string::npos);
  CHECK(svg.find(">-2<") != std::string::npos);
  CHECK(svg.find(">0.5<") != std::string::npos);
  CHECK(svg.find(">padding<") != std::string::npos);
  CHECK(svg.rfind("<svg", 0) == 0);
}

TEST_CASE("a file that is no VCD, or of another design, is refused") {
  const ChainFolder folder;
  copy_chain(folder);
  const std::string signature = (folder.path() / "signature.json").string();
  folder.write("bad.vcd", "not a waveform");
  const Result<void> bad =
      draw_wave((folder.path() / "bad.vcd").string(), signature, (folder.path() / "x.svg").string());
  REQUIRE_FALSE(bad);
  CHECK(bad.error().front().code == "sim.wave");
  folder.write("other.vcd", "$timescale 1ps $end\n$enddefinitions $end\n#0\n");
  const Result<void> other =
      draw_wave((folder.path() / "other.vcd").string(), signature, (folder.path() / "x.svg").string());
  REQUIRE_FALSE(other);
  CHECK(other.error().front().code == "sim.wave");
  CHECK_FALSE(std::filesystem::exists(folder.path() / "x.svg"));
}
