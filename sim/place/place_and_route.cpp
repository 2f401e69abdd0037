#include "sim/place/place_and_route.hpp"

#include <fmt/format.h>

#include "sim/build/cache.hpp"
#include "sim/build/tools.hpp"
#include "sw/base/file.hpp"
#include "sw/base/source_tree.hpp"

namespace rtl4ml {
namespace {

namespace fs = std::filesystem;

constexpr std::uint64_t kNetlistLimit = std::uint64_t{4} << 30;
constexpr std::uint64_t kScriptLimit = std::uint64_t{1} << 20;

}  // namespace

fs::path Placement::bitstream() const {
  const fs::path binary = folder / "bitstream.bin";
  return fs::exists(binary) ? binary : folder / "bitstream.bit";
}

Result<Placement> place_and_route(const fs::path& cache, const fs::path& netlist_json, const std::string& design,
                                  const PlaceOptions& options) {
  const fs::path script = source_tree() / "hw" / "flows" / "place";
  const Result<std::string> version = run_tool({options.tool, "--version"}, "");
  if (!version) return faults(version.error());
  const Result<std::string> netlist = read_file(netlist_json, kNetlistLimit);
  if (!netlist) return faults(netlist.error());
  const Result<std::string> commands = read_file(script, kScriptLimit);
  if (!commands) return faults(commands.error());
  const std::string clock = fmt::format("{:.6g}", options.clock_mhz);
  const std::string seed = std::to_string(options.seed);
  Fingerprint fingerprint;
  fingerprint.add(*version).add(*netlist).add(*commands).add(clock).add(seed);
  fingerprint.add(options.tool).add(options.device).add(options.package);

  const std::string name = fmt::format("placement-{}-{}-{}", design, options.device, fingerprint.text());
  const Result<Cached> done = cached(cache, name, [&](const fs::path& staged) -> Result<void> {
    const Result<std::string> ran = run_tool({script.string(), "--freq", clock, "--seed", seed, options.tool,
                                              options.device, options.package, netlist_json.string(), staged.string()},
                                             "", options.on_line, options.timeout_seconds);
    if (!ran) return faults(ran.error());
    return {};
  });
  if (!done) return faults(done.error());
  return Placement{done->folder, done->built, done->use};
}

}  // namespace rtl4ml
