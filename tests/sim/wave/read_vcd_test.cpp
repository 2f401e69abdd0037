#include "sim/wave/read_vcd.hpp"

#include <array>

#include "tests/catch.hpp"
#include "tests/sim/chain.hpp"

using namespace rtl4ml;

TEST_CASE("VCD: the innermost scope counts, short values are filled up, times are scaled") {
  const ChainFolder folder;
  folder.write("w.vcd",
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
  folder.write("cut.vcd", "$timescale 1ns $end\n$scope module top");
  CHECK(read_vcd(folder.path() / "cut.vcd", "top", {"data"}).error().front().code == "sim.wave");
}

TEST_CASE("VCD: widths and times beyond any design are refused, and a change costs what the file spends on it") {
  const ChainFolder folder;
  const auto read = [&](const std::string& scale, const std::string& width, const std::string& changes) {
    folder.write("w.vcd", "$timescale " + scale + " $end\n$scope module top $end\n$var wire " + width +
                              " ! data $end\n$upscope $end\n$enddefinitions $end\n" + changes);
    return read_vcd(folder.path() / "w.vcd", "top", {"data"});
  };
  CHECK(read("1ps", "1048576", "#1\n1!\n")->signals.at("data").at(1).size() == 1048576);
  CHECK(read("1ps", "1048576", "#1\n1!\n")->signals.at("data").changes.front().second == "1");
  for (const auto& [scale, width, changes] :
       {std::array{"1ps", "1048577", "#1\n1!\n"}, std::array{"1us", "1", "#9223372036854775807\n1!\n"},
        std::array{"1ps", "1", "#-1\n1!\n"}, std::array{"9223372036854775807ns", "1", "#1\n1!\n"}}) {
    const Result<Wave> wave = read(scale, width, changes);
    REQUIRE_FALSE(wave);
    CHECK(wave.error().front().code == "sim.wave");
  }
}
