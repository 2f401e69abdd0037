#include <fmt/format.h>

#include <algorithm>
#include <memory>

#include "cli/command.hpp"
#include "cli/pipeline.hpp"
#include "gen/handoff/write_handoff.hpp"
#include "sw/base/file.hpp"
#include "sw/base/process.hpp"

namespace rtl4ml {
namespace {

namespace fs = std::filesystem;

struct PackageOptions {
  std::string config;
  std::string build_folder = "build";
};

/// Runs a program of the base system in `folder`. Result: what it printed.
Result<std::string> run_tool(const std::vector<std::string>& command, const fs::path& folder) {
  const Result<ProcessResult> result = run_process(command, folder, 0.0);
  if (!result) return faults(result.error());
  if (result->exit_status == 0) return result->output;
  return fault("package.tool", folder.string(), fmt::format("{} failed: {}", command.front(), result->output),
               "mend what it says");
}

Result<std::string> checksums(const fs::path& folder) {
  std::vector<std::string> files;
  for (const auto& entry : fs::recursive_directory_iterator(folder)) {
    if (entry.is_regular_file()) files.push_back(fs::relative(entry.path(), folder).string());
  }
  std::sort(files.begin(), files.end());
  std::vector<std::string> command = {"sha256sum", "--"};
  command.insert(command.end(), files.begin(), files.end());
  return run_tool(command, folder);
}

/// Names, times and owners are fixed: the same design gives the same archive to the byte.
Result<void> archive(const fs::path& parent, const std::string& name, const fs::path& file) {
  const fs::path staged = parent / "archive.tar.gz";
  const Result<std::string> packed =
      run_tool({"tar", "--sort=name", "--mtime=@0", "--owner=0", "--group=0", "--numeric-owner", "--mode=u=rwX,go=rX",
                "--use-compress-program=gzip -n", "-cf", staged.filename().string(), name},
               parent);
  if (!packed) return faults(packed.error());
  std::error_code failed;
  fs::rename(staged, file, failed);
  if (failed) return fault("package.unwritable", file.string(), "cannot be written: " + failed.message());
  return {};
}

Result<fs::path> package(const CompiledDesign& design, const PackageOptions& options) {
  const Result<fs::path> folder = design_folder(design.config, options.build_folder);
  if (!folder) return faults(folder.error());
  const fs::path file = folder->string() + ".tar.gz";
  const Result<StagedFolder> staged = StagedFolder::create(folder->string() + ".package");  // vanishes: never committed
  if (!staged) return faults(staged.error());

  constexpr std::uint64_t kSeed = 1;
  const Result<Stimulus> stimulus = load_stimulus(design, "", kGoldenVectors, kSeed);
  if (!stimulus) return faults(stimulus.error());
  const fs::path bundle = staged->path() / design.config.name;
  Result<void> done = emit_with_vectors(design, bundle, *stimulus);
  if (done) done = write_handoff(design, bundle, stimulus->count, RTL4ML_VERSION);
  if (!done) return faults(std::move(done.error()));
  const Result<std::string> sums = checksums(bundle);
  if (!sums) return faults(sums.error());
  done = write_file(bundle / "SHA256SUMS", *sums);
  if (done) done = archive(staged->path(), design.config.name, file);
  if (!done) return faults(std::move(done.error()));
  return file;
}

int package_command(const PackageOptions& options) {
  const Result<CompiledDesign> design = load_design(options.config, FloatWeights::kRelease);
  if (!design) return report_faults(design.error());
  const Result<fs::path> file = package(*design, options);
  if (!file) return report_faults(file.error());
  fmt::print("{}\n", file->string());
  return kSuccess;
}

}  // namespace

void add_package_command(CLI::App& app, int& status) {
  auto options = std::make_shared<PackageOptions>();
  CLI::App* command = app.add_subcommand(
      "package", "write build/<name>.tar.gz: RTL, AXI4-Stream and AXI4-Lite wrappers, C driver, testbench, scripts");
  command->add_option("config", options->config, "hardware config, see hw/configs")->required();
  command->add_option("--build", options->build_folder, "folder that takes the archive")->capture_default_str();
  command->footer(
      "The archive stands alone: its README says how to simulate and synthesise it without rtl4ml.\n"
      "Example: rtl4ml package hw/configs/digits.yaml && tar -xzf build/digits.tar.gz");
  command->callback([options, &status] { status = package_command(*options); });
}

}  // namespace rtl4ml
