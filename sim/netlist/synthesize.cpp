#include "sim/netlist/synthesize.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <sstream>

#include "sim/build/cache.hpp"
#include "sim/build/tools.hpp"
#include "sw/base/file.hpp"
#include "sw/base/source_tree.hpp"

namespace rtl4ml {
namespace {

namespace fs = std::filesystem;

constexpr std::uint64_t kFilelistLimit = std::uint64_t{1} << 20;

fs::path flows_folder() { return source_tree() / "hw" / "flows"; }

}  // namespace

std::vector<std::string> known_flows() {
  std::vector<std::string> flows;
  std::error_code ignored;
  for (const fs::directory_entry& entry : fs::directory_iterator(flows_folder(), ignored)) {
    if (entry.path().extension() == ".ys") flows.push_back(entry.path().stem().string());
  }
  std::sort(flows.begin(), flows.end());
  return flows;
}

Result<Synthesis> synthesize(const fs::path& cache, const fs::path& design_folder, const DesignSignature& design,
                             const SynthesisOptions& options) {
  const std::vector<std::string> flows = known_flows();
  if (std::find(flows.begin(), flows.end(), options.flow) == flows.end()) {
    return fault("netlist.flow", flows_folder().string(), fmt::format("there is no flow '{}'", options.flow),
                 fmt::format("there are: {}", fmt::join(flows, ", ")));
  }
  const Result<std::string> version = run_tool({"yosys", "-V"}, "");
  if (!version) return faults(version.error());
  const fs::path rtl = fs::absolute(design_folder) / "rtl";
  Fingerprint fingerprint;
  fingerprint.add(*version)
      .add(options.flow)
      .add(options.dsp ? "dsp" : "")
      .add(options.bram ? "bram" : "")
      .add(options.wrapper);
  Result<void> added = add_folder(fingerprint, rtl, {".sv", ".svh", ".v", ".vh", ".f", ".mem"});
  if (added) added = add_folder(fingerprint, flows_folder(), {".ys", ".inc", ""});
  if (!added) return faults(added.error());
  const Result<std::string> filelist = read_file(rtl / "filelist.f", kFilelistLimit);
  if (!filelist) return faults(filelist.error());

  const std::string name = fmt::format("synthesis-{}-{}-{}", design.design, options.flow, fingerprint.text());
  const Result<Cached> done = cached(cache, name, [&](const fs::path& staged) -> Result<void> {
    std::vector<std::string> command = {(flows_folder() / "synthesize").string()};
    if (!options.dsp) command.emplace_back("--no-dsp");
    if (!options.bram) command.emplace_back("--no-bram");
    if (!options.wrapper.empty()) {
      const Result<void> written = write_file(staged / "few_pins.sv", options.wrapper);
      if (!written) return written;
      command.insert(command.end(), {"--around", (staged / "few_pins.sv").string()});
    }
    const std::string top = options.wrapper.empty() ? design.top : "few_pins";
    command.insert(command.end(), {options.flow, top, staged.string()});
    std::istringstream files(*filelist);
    for (std::string file; files >> file;) command.push_back(file);
    const Result<std::string> ran = run_tool(command, rtl, options.on_line, options.timeout_seconds);
    if (!ran) return faults(ran.error());
    return {};
  });
  if (!done) return faults(done.error());
  return Synthesis{done->folder, done->built, done->use};
}

}  // namespace rtl4ml
