// usage: soak [--vectors N] [--interruptions N] [--seed S] [--only stalls|interruptions|disks] PROGRAM
// Prints one line at the end and writes build/results/soak.json. Exit status 0: all is well; 1: a fault was found.
#include <fmt/format.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <chrono>
#include <cstdlib>
#include <string>

#include "sw/base/file.hpp"
#include "sw/base/source_tree.hpp"
#include "tests/scratch_folder.hpp"
#include "tests/soak/soak.hpp"

namespace rtl4ml::soak {
namespace {

namespace fs = std::filesystem;
using Json = nlohmann::ordered_json;
using Clock = std::chrono::steady_clock;

/// The disks part runs in a mount namespace of its own: its file systems vanish with it, however it ends. The figures
/// and faults come back as JSON on its last line.
SoakResult disks_in_namespace(const SoakOptions& options) {
  const fs::path self = fs::read_symlink("/proc/self/exe");
  std::vector<std::string> command = {"unshare", "--mount"};
  if (geteuid() != 0) command.emplace_back("--map-root-user");
  command.insert(command.end(), {self.string(), "--only", "disks", options.program.string()});
  SoakResult result;
  const Result<ProcessResult> ran = run_process(command, source_tree());
  if (!ran) {
    result.faults.push_back("disks: " + to_string(ran.error()));
    return result;
  }
  const std::string& output = ran->output;
  const std::size_t last = output.find_last_of('\n', output.size() < 2 ? 0 : output.size() - 2);
  const Json json = Json::parse(output.substr(last == std::string::npos ? 0 : last + 1), nullptr, false);
  if (!json.is_object()) {
    result.faults.push_back("disks: no namespace for mounts here (unshare --mount): " + output);
    return result;
  }
  result.figures = json["figures"];
  result.faults = json["faults"].get<std::vector<std::string>>();
  return result;
}

std::string figure_text(const Json& figures, const char* name) {
  return figures.contains(name) ? figures[name].dump() : std::string("0");
}

int report(const std::string& command, const SoakResult& all, double seconds) {
  const auto figure = [&](const char* name) { return figure_text(all.figures, name); };
  const std::string verdict = all.faults.empty() ? "soak" : fmt::format("soak: FAILED, {} faults", all.faults.size());
  const std::string summary = fmt::format(
      "{}: {} vectors under random stalls in one run, memory {} KiB early and {} KiB at the end; {} interruptions ({} "
      "in "
      "time), {} full and {} read-only disks: nothing half-written taken for good; {:.0f} s",
      verdict, figure("stall_vectors"), figure("resident_kib_early"), figure("resident_kib_end"),
      figure("interruptions"), figure("interrupted_in_time"), figure("full_disks"), figure("read_only_disks"), seconds);
  Json result = {{"rung", "soak"}, {"command", command}, {"passed", all.faults.empty()}, {"summary", summary}};
  result["figures"] = all.figures;
  const Result<void> written = write_file(source_tree() / "build/results/soak.json", result.dump(2) + "\n");
  for (const std::string& fault_text : all.faults) fmt::print(stderr, "{}\n", fault_text);
  if (!written) fmt::print(stderr, "{}", to_string(written.error()));
  fmt::print("{}\n", summary);
  return all.faults.empty() && written ? 0 : 1;
}

int run(int argc, char** argv) {
  SoakOptions options;
  std::string only;
  CLI::App app("Long runs, interruptions and full disks");
  app.add_option("--vectors", options.vectors, "of the run under random stalls");
  app.add_option("--interruptions", options.interruptions, "of generate and sim");
  app.add_option("--seed", options.seed, "of stalls and moments");
  app.add_option("--only", only, "a single part: stalls, interruptions or disks");
  app.add_option("program", options.program, "rtl4ml")->required();
  CLI11_PARSE(app, argc, argv);
  const test::ScratchFolder scratch("soak");
  options.scratch = scratch.path();
  options.program = fs::absolute(options.program);

  const Clock::time_point start = Clock::now();
  SoakResult all;
  const auto add = [&](const SoakResult& part) {
    all.faults.insert(all.faults.end(), part.faults.begin(), part.faults.end());
    for (const auto& [key, value] : part.figures.items()) all.figures[key] = value;
  };
  if (only == "disks") {
    add(soak_disks(options));
    fmt::print("{}\n", Json{{"faults", all.faults}, {"figures", all.figures}}.dump());
  } else {
    if (only.empty() || only == "stalls") add(soak_stalls(options));
    if (only.empty()) add(disks_in_namespace(options));
    if (only.empty() || only == "interruptions") add(soak_interruptions(options));
  }
  if (only == "disks") return all.faults.empty() ? 0 : 1;
  const double seconds = std::chrono::duration<double>(Clock::now() - start).count();
  all.figures["seed"] = options.seed;
  all.figures["seconds"] = seconds;
  return report("make soak", all, seconds);
}

}  // namespace
}  // namespace rtl4ml::soak

int main(int argc, char** argv) { return rtl4ml::soak::run(argc, argv); }
