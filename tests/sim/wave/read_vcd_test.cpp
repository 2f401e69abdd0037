#include "sim/wave/read_vcd.hpp"

#include "tests/catch.hpp"
#include "tests/sim/chain.hpp"

using namespace rtl4ml;

TEST_CASE("VCD: the innermost scope counts, short values are filled up, times are scaled") {
  const ChainFolder folder;
  folder.put("w.vcd",
             "$timescale 1ns $end\n$scope module top $end\n$var wire 4 a data [3:0] $end\n$scope module top $end\n"
             "$var wire 4 b data [3:0] $end\n$upscope $end\n$upscope $end\n$enddefinitions $end\n"
             "#0\nb1111 a\nb11 b\n#5\nbx1 b\n");
  const Result<Wave> wave = read_vcd(folder.path() / "w.vcd", "top", {"data"});
  REQUIRE(wave);
  const WaveSignal& data = wave->signals.at("data");
  CHECK(data.at(-1) == "xxxx");
  CHECK(data.at(0) == "0011");
  CHECK(data.at(4999) == "0011");
  CHECK(data.at(5000) == "xxx1");
  CHECK(wave->end_ps == 5000);
  folder.put("cut.vcd", "$timescale 1ns $end\n$scope module top");
  CHECK(read_vcd(folder.path() / "cut.vcd", "top", {"data"}).error().front().code == "sim.wave");
}
