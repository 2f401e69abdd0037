#include <fmt/format.h>

#include <algorithm>
#include <memory>
#include <thread>

#include "cli/command.hpp"
#include "sim/fuzz/campaign.hpp"
#include "sim/fuzz/fuzz_report.hpp"
#include "sim/fuzz/replay.hpp"
#include "sw/base/file.hpp"
#include "sw/base/process.hpp"

namespace rtl4ml {
namespace {

namespace fs = std::filesystem;

struct FuzzOptions {
  CampaignOptions campaign;
  std::string build_folder = "build";
  bool json = false;
};

/// The smallest form of a failure, as files beside the other results. Result: the config's path.
Result<fs::path> keep_failure(const FuzzOptions& options, const CampaignFailure& failure) {
  return write_case(failure.shrunk, fs::path(options.build_folder) / "networks" / "failures",
                    failure_comment(options.campaign, failure));
}

/// `rtl4ml ARGUMENTS` in a copy of this process: what the command line would do, without loading LibTorch each time.
Result<ProcessResult> run_copy(std::vector<std::string> arguments) {
  constexpr double kTimeoutSeconds = 1800.0;  // for a run that never ends; a busy machine must not reach it
  arguments.insert(arguments.begin(), "rtl4ml");
  return run_in_copy(
      [&] {
        std::vector<char*> words;
        for (std::string& argument : arguments) words.push_back(argument.data());
        return run_command_line(static_cast<int>(words.size()), words.data());
      },
      kTimeoutSeconds);
}

int fuzz(FuzzOptions options) {
  CampaignOptions& campaign = options.campaign;
  constexpr std::int64_t kCount = 500;
  if (campaign.count == 0 && campaign.seconds == 0.0) campaign.count = kCount;
  const Workshop workshop{run_copy, fs::path(options.build_folder) / "networks"};
  const Result<CampaignReport> report =
      run_campaign(campaign, [&](const FuzzCase& fuzz_case) { return replay(workshop, fuzz_case); });
  if (!report) return report_faults(report.error());
  const std::string result = fuzz_result(campaign, *report);
  const fs::path results = fs::path(options.build_folder) / "results";
  Result<void> written = write_file(results / "fuzz.json", result);
  if (written) written = write_file(results / "icarus.json", icarus_result(*report));
  if (!written) return report_faults(written.error());
  if (report->failure) {
    const Result<fs::path> kept = keep_failure(options, *report->failure);
    if (!kept) return report_faults(kept.error());
    fmt::print(stderr, "{}\nthe smallest network that fails so: {} (its first lines say how to run it)\n",
               report->failure->verdict.details, kept->string());
  }
  fmt::print("{}", options.json ? result : fuzz_summary(campaign, *report) + "\n");
  return report->failure ? kMismatch : kSuccess;
}

}  // namespace

void add_fuzz_command(CLI::App& app, int& status) {
  auto options = std::make_shared<FuzzOptions>();
  CampaignOptions& campaign = options->campaign;
  campaign.count = 0;
  campaign.jobs = static_cast<int>(std::max(1U, std::thread::hardware_concurrency()));
  CLI::App* command = app.add_subcommand(
      "fuzz", "simulate random networks and compare every bit; a failure is made as small as it can be");
  command->add_option("--count", campaign.count, "networks; 0: 500, or as many as --seconds allow")
      ->check(CLI::NonNegativeNumber);
  command->add_option("--seconds", campaign.seconds, "begin no network after so many")->check(CLI::NonNegativeNumber);
  command->add_option("--seed", campaign.seed, "network i of a seed is always the same")->capture_default_str();
  command->add_option("--first", campaign.first, "index of the first network")
      ->check(CLI::NonNegativeNumber)
      ->capture_default_str();
  command
      ->add_option("--verilator-every", campaign.verilator_every,
                   "every so many-th network runs in Verilator too (all run in Icarus); 0: none")
      ->check(CLI::NonNegativeNumber)
      ->capture_default_str();
  command->add_option("--jobs", campaign.jobs, "networks at a time; by default one a core")->check(CLI::PositiveNumber);
  command->add_option("--shrink-budget", campaign.shrink_budget, "runs that making a failure smaller may take")
      ->check(CLI::NonNegativeNumber)
      ->capture_default_str();
  command->add_option("--build", options->build_folder, "folder that takes networks/ and results/")
      ->capture_default_str();
  command->add_flag("--json", options->json, "print results/fuzz.json instead of a line");
  command->footer(
      "Examples:\n"
      "  rtl4ml fuzz --seconds 60 --seed 7\n"
      "  rtl4ml fuzz --seed 7 --first 123 --count 1     replays one network");
  command->callback([options, &status] { status = fuzz(*options); });
}

}  // namespace rtl4ml
