#include <fmt/format.h>

#include <memory>

#include "cli/command.hpp"
#include "cli/estimate_report.hpp"
#include "cli/pipeline.hpp"

namespace rtl4ml {
namespace {

struct EstimateOptions {
  std::string config;
  std::string target;
  bool json = false;
};

int estimate_config(const EstimateOptions& options) {
  const Result<CompiledDesign> design = load_design(options.config, FloatWeights::kRelease, options.target);
  if (!design) return report_faults(design.error());
  const Result<void> checked = check_part(design->config);
  if (!checked) return report_faults(checked.error());
  const Result<SynthReport> report = estimate_report(*design);
  if (!report) return report_faults(report.error());
  fmt::print("{}", options.json ? estimate_json(*report) : estimate_text(*report));
  return report->fits() ? kSuccess : kMismatch;
}

}  // namespace

void add_estimate_command(CLI::App& app, int& status) {
  auto options = std::make_shared<EstimateOptions>();
  CLI::App* command = app.add_subcommand(
      "estimate",
      "what a design will take of a part, per layer, at once and without any tool; latency and interval, exact");
  command->add_option("config", options->config, "hardware config, see hw/configs")->required();
  command->add_option("--target", options->target, "part of hw/targets; default: the config's");
  command->add_flag("--json", options->json, "print JSON instead of a table");
  command->footer(
      "Exit status 1: by the estimate the design does not fit the part.\n"
      "Example:\n"
      "  rtl4ml estimate hw/configs/digits.yaml --target xc7a35t");
  command->callback([options, &status] { status = estimate_config(*options); });
}

}  // namespace rtl4ml
