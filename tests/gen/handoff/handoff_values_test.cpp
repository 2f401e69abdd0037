#include "gen/handoff/handoff_values.hpp"

#include "tests/catch.hpp"
#include "tests/gen/designs.hpp"

namespace rtl4ml {
namespace {

Target device(const std::string& name, const std::string& vendor, const std::string& synthesis) {
  Target target;
  target.name = name;
  target.vendor = vendor;
  target.synthesis = synthesis;
  return target;
}

}  // namespace

TEST_CASE("the values of a design say its packing, its clock and its files") {
  HardwareConfig config = test::config("my net.1");
  config.precision.data_out = test::spec(12, 5);
  config.parallelism = {3, 5, ""};
  config.clock_mhz = 80.0;
  config.target = device("up5k", "Lattice", "setattr -mod -set keep_hierarchy 1 *x*\nsynth_ice40 -dsp");
  const auto design = compile(config, test::small_network(), {});
  REQUIRE(design);
  const auto values = handoff_values(*design, {"a.sv", "../axi/b.sv"}, {"rom.mem"}, 16, 0xABCDEF0123456789, "9.8.7");
  CHECK(values.at("module") == "my_net_1_axi");
  CHECK(values.at("stream_module") == "my_net_1_axi_stream");
  CHECK(values.at("macro") == "MY_NET_1_AXI");
  CHECK(values.at("signature") == "abcdef0123456789");
  CHECK(values.at("out_c_type") == "int16_t");
  CHECK(values.at("out_vector_bytes") == "16");
  CHECK(values.at("address_status") == "044");
  CHECK(values.at("in_features") == "4");
  CHECK(values.at("in_parallelism") == "3");
  CHECK(values.at("in_beats") == "2");
  CHECK(values.at("in_tdata_msb") == "23");
  CHECK(values.at("out_bytes") == "2");
  CHECK(values.at("out_width") == "12");
  CHECK(values.at("out_tdata_msb") == "79");
  CHECK(values.at("out_tkeep_msb") == "9");
  CHECK(values.at("out_beat_msb") == "59");
  CHECK(values.at("period_ns") == "12.500");
  CHECK(values.at("synthesis") == config.target.synthesis);
  CHECK(values.at("sources") == "a.sv ../axi/b.sv");
  CHECK(values.at("core_sources") == "      - rtl/a.sv\n      - axi/b.sv");
  CHECK(values.at("core_memories") == "rtl/rom.mem: {copyto: rom.mem}");
}

TEST_CASE("the synthesis command is that of the target's flow") {
  const auto values = [](const Target& target) {
    HardwareConfig config = test::config();
    config.target = target;
    const auto design = compile(config, test::small_network(), {});
    REQUIRE(design);
    return handoff_values(*design, {}, {}, 1, 0, "1");
  };
  CHECK(values({}).at("synthesis") == "synth -flatten");
  CHECK(values(device("e", "Lattice", "synth_ecp5")).at("synthesis") == "synth_ecp5");
  Target xc7 = device("a", "AMD", "synth_xilinx");
  xc7.part = "xc7a100tcsg324-1";
  CHECK(values(xc7).at("vivado_part") == "xc7a100tcsg324-1");
}

}  // namespace rtl4ml
