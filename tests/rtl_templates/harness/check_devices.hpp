// The one call of the tests: builds a bench of devices, co-simulates it in Verilator, repeats a part of it in Icarus,
// from the sources and from what Yosys makes of them.
#pragma once

#include <algorithm>
#include <fstream>
#include <string>
#include <vector>

#include "gen/emit/library.hpp"
#include "tests/rtl_templates/harness/bench_top.hpp"
#include "tests/rtl_templates/harness/cosimulate.hpp"
#include "tests/rtl_templates/harness/coverage.hpp"
#include "tests/rtl_templates/harness/icarus_replay.hpp"
#include "tests/rtl_templates/harness/judge_mutants.hpp"
#include "tests/rtl_templates/harness/verilated_bench.hpp"
#include "tests/rtl_templates/run_tool.hpp"

namespace rtl4ml::test {

/// `count` of the devices, evenly from the half with the narrower streams.
[[nodiscard]] inline std::vector<Device> some_of(std::vector<Device> devices, int count) {
  const std::size_t wanted = static_cast<std::size_t>(count);
  if (wanted >= devices.size()) return devices;
  const auto bits = [](const Device& device) { return device.inputs[0].bits() + device.outputs[0].bits(); };
  std::stable_sort(devices.begin(), devices.end(), [&](const Device& a, const Device& b) { return bits(a) < bits(b); });
  const std::size_t all = std::max(wanted, devices.size() / 2);
  std::vector<Device> some;
  for (std::size_t i = 0; i < wanted; ++i) some.push_back(std::move(devices[i * all / wanted]));
  return some;
}

/// `files` are paths below rtl_templates, packages first. Fails the running test case on any difference; the message
/// has the seed, and RTL4ML_SEED=<seed> repeats the run.
inline void check_devices(const std::string& name, std::vector<Device> devices, std::vector<std::string> files) {
  const ScratchFolder folder(name);
  const std::vector<std::string> library_files = files;
  if (quick_devices() > 0) devices = some_of(std::move(devices), quick_devices());
  for (std::string& file : files) file = (library_folder() / file).string();
  files.push_back(std::string(kBenchTop) + ".sv");
  std::ofstream(folder.path() / files.back()) << bench_top(devices, layout_of(devices));
  INFO(name << ": RTL4ML_SEED=" << seed() << " repeats this");
  const auto bench = VerilatedBench::build(folder.path(), files, judging_mutants() || quick_devices() > 0);
  if (!bench) FAIL(to_string(bench.error()));
  if (judging_mutants()) {
    judge_mutants(library_files, [&] { return cosimulate(devices, **bench, seed(), true).failures.empty(); });
    return;
  }
  const CosimReport report = cosimulate(devices, **bench, seed());
  for (std::size_t i = 0; i < report.failures.size() && i < 10; ++i) {
    INFO(report.failures[i]);
    CHECK(false);
  }
  REQUIRE(report.failures.empty());
  if (quick_devices() > 0) return;
  CHECK(report.elements > 0);
  CHECK(report.resets_in_flight >= 3);
  if (counts_coverage()) return;
  for (const bool netlist : {false, true}) {
    if (netlist) {
      const auto written = write_netlist(folder.path(), files);
      if (!written) FAIL(to_string(written.error()));
      files = {"netlist.v"};
    }
    const auto replayed = replay_in_icarus(folder.path(), files, report.recorded);
    if (!replayed) FAIL(to_string(replayed.error()));
    INFO("Icarus, from " << (netlist ? "Yosys' netlist" : "the sources") << ", differs from Verilator:\n" << *replayed);
    CHECK(replayed->empty());
  }
}

}  // namespace rtl4ml::test
