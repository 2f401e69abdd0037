#include <fmt/format.h>

#include <filesystem>
#include <memory>

#include "cli/command.hpp"
#include "cli/pipeline.hpp"
#include "sw/onnx/write_onnx.hpp"

namespace rtl4ml {
namespace {

struct ExportOptions {
  std::string config, output;
};

int export_design(const ExportOptions& options) {
  const Result<CompiledDesign> design = load_design(options.config);
  if (!design) return report_faults(design.error());
  const std::string file = options.output.empty() ? design->config.name + ".onnx" : options.output;
  if (const Result<void> written = write_onnx(file, design->model, design->network); !written)
    return report_faults(written.error());
  fmt::print("{}\n", file);
  return kSuccess;
}

}  // namespace

void add_export_command(CLI::App& app, int& status) {
  auto options = std::make_shared<ExportOptions>();
  CLI::App* command = app.add_subcommand("export", "write a design's quantized network as a QONNX model");
  command->add_option("config", options->config, "hardware config")->required();
  command->add_option("-o,--output", options->output, "file to write; without it: <name>.onnx in this folder");
  command->footer(
      "The model's own semantics are the design's integers; `rtl4ml import` reads them back.\n"
      "  rtl4ml export hw/configs/digits.yaml && rtl4ml inspect digits.onnx");
  command->callback([options, &status] { status = export_design(*options); });
}

}  // namespace rtl4ml
