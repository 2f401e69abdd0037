#include "sim/netlist/simulate_netlist.hpp"

#include <fmt/format.h>

#include <utility>

#include "sim/build/cache.hpp"
#include "sim/netlist/inspect.hpp"
#include "sim/netlist/memories.hpp"
#include "sim/netlist/models.hpp"
#include "sim/netlist/netlist.hpp"
#include "sim/signature.hpp"
#include "sw/base/file.hpp"
#include "sw/base/stopwatch.hpp"

namespace rtl4ml {
namespace {

namespace fs = std::filesystem;

// Below this compiling takes longer than running, optimised or not.
constexpr std::int64_t kShortRunCycles = 50'000;
constexpr std::uint64_t kSignatureLimit = std::uint64_t{1} << 24;

/// A design folder whose rtl/ is the netlist: the harness does not know the difference.
Result<std::vector<std::string>> write_netlist_folder(const fs::path& design_folder, const fs::path& netlist_folder,
                                                      const Synthesis& synthesis, const Netlist& netlist,
                                                      const std::string& flow) {
  std::error_code failed;
  fs::create_directories(netlist_folder.parent_path(), failed);
  Result<StagedFolder> staged = StagedFolder::create(netlist_folder);
  if (!staged) return faults(std::move(staged.error()));
  fs::create_directories(staged->path() / "rtl", failed);
  const Result<std::string> signature = read_file(design_folder / "signature.json", kSignatureLimit);
  if (!signature) return faults(signature.error());
  Result<void> written = write_file(staged->path() / "signature.json", *signature);
  if (!written) return faults(std::move(written.error()));
  Result<std::vector<std::string>> ours =
      write_simulation_sources(synthesis.folder / "netlist.v", netlist, flow, staged->path() / "rtl");
  if (!ours) return ours;
  const Result<void> committed = staged->commit();
  if (!committed) return faults(committed.error());
  return ours;
}

/// UltraScale+: nobody has a model of what DSP48E2 and RAMB36E2 do, so nothing is mapped to them.
SynthesisOptions with_models(SynthesisOptions options) {
  if (options.flow != "xcup") return options;
  options.dsp = false;
  options.bram = false;
  return options;
}

std::vector<std::string> mapped_away(const SynthesisOptions& options) {
  std::vector<std::string> away;
  if (!options.dsp) away.emplace_back("DSP blocks");
  if (!options.bram) away.emplace_back("block RAM");
  return away;
}

std::string zero_sources(const std::vector<WeightSource>& sources) {
  std::string text;
  for (const WeightSource& source : sources) {
    if (source.all_zero) text += fmt::format("; every weight of {} is zero", source.module);
  }
  return text;
}

}  // namespace

Result<NetlistReport> simulate_netlist(const std::string& design_folder, const QuantizedModel& model,
                                       const std::vector<std::int64_t>& data_in,
                                       const std::vector<std::int64_t>& expected, const SynthesisOptions& asked,
                                       const SimulationOptions& simulation) {
  const Stopwatch watch;
  const SynthesisOptions synthesis = with_models(asked);
  const Result<DesignSignature> design = read_signature(fs::path(design_folder) / "signature.json");
  if (!design) return faults(design.error());
  const fs::path rtl = fs::path(design_folder) / "rtl";
  const Result<Synthesis> done = synthesize(cache_folder(design_folder), design_folder, *design, synthesis);
  if (!done) return faults(done.error());
  const Result<Netlist> netlist = read_netlist(done->folder / "netlist.json");
  if (!netlist) return faults(netlist.error());
  const Result<std::vector<WeightSource>> sources = weight_sources(rtl);
  if (!sources) return faults(sources.error());
  std::int64_t weight_bits = 0;
  for (const WeightSource& source : *sources) weight_bits += source.distinct_bits;

  NetlistReport report;
  report.flow = synthesis.flow;
  report.cells = netlist->cells;
  report.mapped_away = mapped_away(synthesis);
  report.synthesised = done->built;
  Result<std::vector<std::string>> lost = check_memories(done->folder / "memories.json", rtl);
  if (!lost) return faults(std::move(lost.error()));
  report.faults = std::move(*lost);
  for (std::string& complaint : inspect_netlist(*netlist, *design, expected, weight_bits))
    report.faults.push_back(std::move(complaint));

  const fs::path netlist_folder = fs::path(design_folder) / "netlist" / synthesis.flow;
  Result<std::vector<std::string>> ours =
      write_netlist_folder(design_folder, netlist_folder, *done, *netlist, synthesis.flow);
  if (!ours) return faults(std::move(ours.error()));
  report.our_models = std::move(*ours);
  report.seconds_synthesis = watch.seconds();

  SimulationOptions options = simulation;
  options.diagnose = false;  // a netlist has no layers to look into
  const auto vectors = static_cast<std::int64_t>(data_in.size()) / design->input.features;
  options.short_run = vectors * design->interval_cycles < kShortRunCycles;
  options.cache = cache_folder(design_folder).string();
  Result<SimulationReport> simulated = simulate(netlist_folder.string(), model, data_in, expected, options);
  if (!simulated) return faults(std::move(simulated.error()));
  report.simulation = std::move(*simulated);
  if (report.simulation.bit_exact()) return report;

  options = simulation;
  options.trace = Trace::kNone;
  const Result<SimulationReport> of_rtl = simulate(design_folder, model, data_in, expected, options);
  if (!of_rtl) return faults(of_rtl.error());
  if (of_rtl->bit_exact()) {
    report.cause = "miscompiled by synthesis: the RTL is bit-exact with the same vectors, stalls and resets";
  } else {
    const std::string where = of_rtl->first_mismatches.empty()
                                  ? ""
                                  : fmt::format(", first in layer {}", of_rtl->first_mismatches.front().layer);
    report.cause =
        fmt::format("not synthesis: the RTL itself differs from the model{}{}", where, zero_sources(*sources));
  }
  return report;
}

}  // namespace rtl4ml
