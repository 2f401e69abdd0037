#include "sim/fuzz/replay.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>
#include <regex>
#include <system_error>

#include "sim/build/cache.hpp"
#include "sim/build/tools.hpp"
#include "sw/base/file.hpp"

namespace rtl4ml {
namespace {

namespace fs = std::filesystem;

constexpr std::uint64_t kReportLimit = std::uint64_t{16} << 20;
constexpr std::size_t kDetailLines = 12;

/// Limits of the hardware that the compiler tells the user about; a random network may hit them.
constexpr std::array<const char*, 2> kLimits = {"precision.accumulator", "precision.slope"};

std::vector<std::string> fault_codes(const std::string& output) {
  static const std::regex kCode(R"(error\[([a-z_0-9.]+)\])");
  std::vector<std::string> codes;
  for (std::sregex_iterator match(output.begin(), output.end(), kCode), end; match != end; ++match) {
    codes.push_back((*match)[1]);
  }
  return codes;
}

Verdict failed(const std::string& failure, const std::string& output) {
  Verdict verdict;
  verdict.outcome = CaseOutcome::kFailed;
  verdict.failure = failure;
  verdict.details = tail(output, kDetailLines);
  return verdict;
}

Verdict judge_faults(int exit_status, const std::string& output) {
  const std::vector<std::string> codes = fault_codes(output);
  if (codes.empty()) return failed(fmt::format("status {}", exit_status), output);
  const auto is_limit = [](const std::string& code) {
    return std::find(kLimits.begin(), kLimits.end(), code) != kLimits.end();
  };
  const auto foreign = std::find_if_not(codes.begin(), codes.end(), is_limit);
  if (foreign != codes.end()) return failed(*foreign, output);
  Verdict refused;
  refused.outcome = CaseOutcome::kRefused;
  return refused;
}

std::string kind_of(const nlohmann::json& report) {
  if (!report.at("hang").is_null()) return "hang";
  if (!report.at("protocol_faults").empty()) return "protocol";
  if (report.at("mismatches") != 0) return "mismatch";
  return "reference";
}

/// Nothing of the case stays: ten thousand models would fill a disk.
void remove_traces(const Workshop& workshop, const std::string& name) {
  std::error_code ignored;
  fs::remove_all(workshop.folder / name, ignored);
  fs::remove(workshop.folder / (name + ".yaml"), ignored);
  fs::remove(workshop.folder / (name + ".safetensors"), ignored);
  fs::remove(workshop.folder / (name + ".other.safetensors"), ignored);
  const fs::path cache = cache_folder(workshop.folder / name);
  std::vector<fs::path> models;
  for (const fs::directory_entry& entry : fs::directory_iterator(cache, ignored)) {
    if (entry.path().filename().string().starts_with(name + "-")) models.push_back(entry.path());
  }
  for (const fs::path& model : models) fs::remove_all(model, ignored);
}

}  // namespace

Verdict judge(int exit_status, const std::string& report_text, const std::string& output) {
  if (exit_status > 128) return failed(fmt::format("signal {}", exit_status - 128), output);
  if (exit_status > 1) return judge_faults(exit_status, output);
  const nlohmann::json report = nlohmann::json::parse(report_text, nullptr, false);
  if (!report.is_object()) return failed("no report", output);
  Verdict verdict;
  if (exit_status == 1) verdict = failed(kind_of(report), output);
  verdict.vectors = report.at("vectors");
  verdict.elements = report.at("elements");
  verdict.cycles = report.at("cycles");
  verdict.resets = report.at("resets");
  return verdict;
}

Result<Verdict> replay(const Workshop& workshop, const FuzzCase& fuzz_case) {
  const Result<fs::path> config = write_case(fuzz_case, workshop.folder, "");
  if (!config) return faults(config.error());
  std::vector<std::string> arguments = replay_arguments(fuzz_case, *config);
  arguments.insert(arguments.end(), {"--build", workshop.folder.string()});
  const Result<ProcessResult> ran = workshop.run(arguments);
  const Result<std::string> report = read_file(workshop.folder / fuzz_case.name / "report.json", kReportLimit);
  remove_traces(workshop, fuzz_case.name);
  if (!ran && ran.error().front().code == "process.timeout") return failed("timeout", ran.error().front().message);
  if (!ran) return faults(ran.error());
  return judge(ran->exit_status, report ? *report : "", ran->output);
}

}  // namespace rtl4ml
