#include <fmt/format.h>

#include <memory>
#include <nlohmann/json.hpp>

#include "cli/command.hpp"
#include "cli/folding_report.hpp"
#include "cli/pipeline.hpp"

namespace rtl4ml {
namespace {

struct GenerateOptions {
  std::string config;
  std::string build_folder = "build";
  bool json = false;
};

int generate(const GenerateOptions& options) {
  const Result<CompiledDesign> design = load_design(options.config, FloatWeights::kRelease);
  if (!design) return report_faults(design.error());
  const Result<std::filesystem::path> folder = design_folder(design->config, options.build_folder);
  if (!folder) return report_faults(folder.error());
  const Result<void> emitted = emit_with_random_vectors(*design, *folder);
  if (!emitted) return report_faults(emitted.error());
  const std::string top = (*folder / "rtl" / "top.sv").string();
  if (options.json) {
    nlohmann::ordered_json json = {{"design", design->config.name}, {"top", top}};
    if (design->folding) json["folding"] = folding_json(*design->folding);
    fmt::print("{}\n", json.dump(2, ' ', false, nlohmann::ordered_json::error_handler_t::replace));
    return kSuccess;
  }
  if (design->folding) fmt::print("{}", folding_text(*design->folding));
  fmt::print("{}\n", top);
  return kSuccess;
}

}  // namespace

void add_generate_command(CLI::App& app, int& status) {
  auto options = std::make_shared<GenerateOptions>();
  CLI::App* command = app.add_subcommand("generate", "write the SystemVerilog of a design to build/<name>/rtl");
  command->add_option("config", options->config, "hardware config, see hw/configs")->required();
  command->add_option("--build", options->build_folder, "folder that takes the design's folder")->capture_default_str();
  command->add_flag("--json", options->json, "print JSON: the path, and how the parallelism was chosen where it was");
  command->footer("Example: rtl4ml generate hw/configs/digits.yaml && ls build/digits/rtl");
  command->callback([options, &status] { status = generate(*options); });
}

}  // namespace rtl4ml
