#include "sw/checkpoint/inspect.hpp"

#include <fmt/format.h>

#include <memory>

#include "cli/command.hpp"
#include "sw/onnx/inspect_onnx.hpp"

namespace rtl4ml {
namespace {

struct InspectOptions {
  std::string file;
  std::string key;
  bool json = false;
  OnnxImportOptions import;
};

int inspect_file(const InspectOptions& options) {
  if (options.file.ends_with(".onnx")) {  // the one format without a mark of its own
    const Result<OnnxInspection> graph = inspect_onnx(options.file, options.import);
    if (!graph) return report_faults(graph.error());
    fmt::print("{}", options.json ? to_json(*graph) : to_text(*graph));
    return kSuccess;
  }
  const Result<Inspection> inspection = inspect(options.file, options.key);
  if (!inspection) return report_faults(inspection.error());
  fmt::print("{}", options.json ? to_json(*inspection) : to_text(*inspection));
  return kSuccess;
}

}  // namespace

void add_inspect_command(CLI::App& app, int& status) {
  auto options = std::make_shared<InspectOptions>();
  CLI::App* command =
      app.add_subcommand("inspect", "list the tensors of a checkpoint and, for TorchScript and ONNX, its layers");
  command->add_option("file", options->file, "a state_dict (.pt, .pth), TorchScript, safetensors or ONNX (.onnx) file")
      ->required();
  command->add_option("--key", options->key, "entry of the pickled dictionary that holds the state_dict");
  command->add_flag("--classes", options->import.classes,
                    "what `rtl4ml import --classes` makes of the nodes of an ONNX file");
  command->add_flag("--json", options->json, "print JSON");
  command->footer(
      "Nothing in a state_dict is executed. TorchScript is loaded by LibTorch: inspect only files you trust.");
  command->callback([options, &status] { status = inspect_file(*options); });
}

}  // namespace rtl4ml
