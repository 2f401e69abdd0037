#include "sim/simulate.hpp"

#include "tests/catch.hpp"
#include "tests/sim/chain.hpp"

using namespace rtl4ml;

TEST_CASE("a right design is bit-exact, its latency and interval as the signature says") {
  const ChainFolder folder;
  copy_chain(folder);
  const SimulationReport report = expect_report(run_chain(folder, {}));
  CHECK(report.bit_exact());
  CHECK(report.vectors == 500);
  CHECK(report.elements == 3000);
  CHECK(report.latency_cycles == 3);
  CHECK(report.interval_cycles == 2.0);
  CHECK(report.ideal_interval_cycles == 2);
  CHECK(report.outputs == chain_outputs(chain_inputs(500)));
}

TEST_CASE("SystemC drives the same design the same way: equal cycles under every stall") {
  const ChainFolder folder;
  copy_chain(folder);
  for (const Stall stall : {Stall::kNone, Stall::kRandom, Stall::kBursty, Stall::kWorst}) {
    SimulationOptions options;
    options.stall = stall;
    options.resets = 3;
    options.trace = Trace::kVcd;
    const SimulationReport cxx = expect_report(run_chain(folder, options));
    CHECK(cxx.bit_exact());
    CHECK(cxx.resets == 3);
    options.engine = Engine::kSystemC;
    const SimulationReport systemc = expect_report(run_chain(folder, options));
    CHECK(systemc.bit_exact());
    CHECK(systemc.cycles == cxx.cycles);
    CHECK(systemc.latency_cycles == cxx.latency_cycles);
    CHECK(systemc.interval_cycles == cxx.interval_cycles);
  }
}

TEST_CASE("faults that only stalls and resets bring out are noticed") {
  struct Case {
    int fault;
    Stall stall;
    int resets;
    const char* complaint;  ///< of the monitor; empty: the scoreboard alone sees it
  };
  for (const Case& each :
       {Case{3, Stall::kRandom, 0, "valid fell"}, Case{4, Stall::kBursty, 0, "changed while valid"},
        Case{5, Stall::kRandom, 0, ""}, Case{6, Stall::kRandom, 3, ""}, Case{7, Stall::kWorst, 0, ""}}) {
    const ChainFolder folder;
    copy_chain(folder, each.fault);
    SimulationOptions options;
    options.stall = each.stall;
    options.resets = each.resets;
    const SimulationReport report = expect_report(run_chain(folder, options));
    INFO("fault " << each.fault);
    CHECK_FALSE(report.bit_exact());
    if (each.fault == 7) CHECK_FALSE(report.hang.empty());  // a valid that waits for ready, once ready waits for valid
    if (*each.complaint == 0) continue;
    REQUIRE_FALSE(report.protocol_faults.empty());
    INFO(report.protocol_faults.front());
    CHECK(report.protocol_faults.front().find(each.complaint) != std::string::npos);
  }
}

TEST_CASE("the waveform shows the first vectors only, with a save file beside it") {
  const ChainFolder folder;
  copy_chain(folder);
  SimulationOptions options;
  options.trace = Trace::kVcd;
  options.trace_vectors = 3;
  const SimulationReport report = expect_report(run_chain(folder, options));
  CHECK(report.wave_path == (folder.path() / "wave" / "chain.vcd").string());
  const std::string wave = folder.get("wave/chain.vcd");
  CHECK(wave.find("relu_data_out_0_valid") != std::string::npos);
  const std::string last_time = wave.substr(wave.rfind('#') + 1);
  CHECK(std::stoll(last_time) < 20 * 10'000);  // about 3 vectors of 2 cycles, 10 ns each
  const std::string save = folder.get("wave/chain.gtkw");
  CHECK(save.find("relu_data_out_0_valid") != std::string::npos);
}

TEST_CASE("beats wider than 64 bits: C++, SystemC and Icarus agree") {
  const ChainFolder folder;
  copy_chain(folder);
  for (int i = 0; i < 2; ++i) folder.edit("rtl/top.sv", "[31:0]", "[95:0]");
  folder.edit("rtl/top.sv", "FEATURES = 6", "FEATURES = 30");
  folder.edit("rtl/top.sv", "PARALLELISM = 4", "PARALLELISM = 12");
  for (int i = 0; i < 4; ++i) {
    folder.edit("signature.json", "\"features\": 6", "\"features\": 30");
    folder.edit("signature.json", "\"parallelism\": 4", "\"parallelism\":12");
    folder.edit("signature.json", "\"beats\": 2", "\"beats\": 3");
  }
  const std::vector<std::int64_t> inputs = chain_inputs(40, 30);
  for (const Engine engine : {Engine::kVerilator, Engine::kSystemC, Engine::kIcarus}) {
    SimulationOptions options;
    options.stall = Stall::kRandom;
    options.engine = engine;
    const SimulationReport report =
        expect_report(simulate(folder.path().string(), chain_model(30), inputs, chain_outputs(inputs, 30), options));
    CHECK(report.bit_exact());
    CHECK(report.vectors == 40);
  }
}

TEST_CASE("what cannot be simulated is told, with its code") {
  const ChainFolder folder;
  copy_chain(folder);
  const auto code = [&](const SimulationOptions& options = {}) {
    const Result<SimulationReport> result = run_chain(folder, options);
    return result ? std::string("none") : result.error().front().code + ": " + result.error().front().message;
  };
  const std::vector<std::int64_t> inputs = chain_inputs(4);
  const Result<SimulationReport> shape = simulate(folder.path().string(), chain_model(), inputs, {1, 2}, {});
  REQUIRE_FALSE(shape);
  CHECK(shape.error().front().code == "sim.shape");

  const std::string top = folder.get("rtl/top.sv");
  folder.write("rtl/top.sv", top + "module broken(\n");
  for (const Engine engine : {Engine::kVerilator, Engine::kIcarus}) {
    SimulationOptions options;
    options.engine = engine;
    INFO(code(options));
    CHECK(code(options).rfind("sim.tool_failed", 0) == 0);
    CHECK(code(options).find("syntax error") != std::string::npos);
  }
  folder.write("rtl/top.sv", top);
  folder.edit("rtl/top.sv", "  wire [PARALLELISM*9-1:0]",
              "  reg [7:0] rom[0:3];\n  initial $readmemh(\"none.mem\", rom);\n  wire [PARALLELISM*9-1:0]");
  CHECK(code().rfind("sim.memory_file", 0) == 0);
  std::filesystem::remove_all(folder.path() / "rtl");
  CHECK(code().rfind("sim.design", 0) == 0);
}

TEST_CASE("a full or closed disk under the cache is told") {
  const ChainFolder folder;
  copy_chain(folder);
  folder.write("file", "");
  setenv("RTL4ML_CACHE", (folder.path() / "file" / "cache").c_str(), 1);
  const Result<SimulationReport> result = run_chain(folder, {});
  REQUIRE_FALSE(result);
  CHECK(result.error().front().code == "file.unwritable");
}
