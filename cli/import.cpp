#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <filesystem>
#include <map>
#include <memory>
#include <variant>

#include "cli/command.hpp"
#include "sw/base/overloaded.hpp"
#include "sw/checkpoint/network_tensors.hpp"
#include "sw/checkpoint/printable.hpp"
#include "sw/checkpoint/safetensors.hpp"
#include "sw/experiment/hardware_yaml.hpp"
#include "sw/onnx/import_onnx.hpp"
#include "sw/onnx/read_onnx.hpp"

namespace rtl4ml {
namespace {

struct ImportOptions {
  std::string file;
  std::string checkpoint;
  OnnxImportOptions import;
};

/// The types of the layer as a config says them.
DesignLayerFormats formats_of(const QuantizedOp& op) {
  return std::visit(
      Overloaded{[](const LinearOp& linear) {
                   return DesignLayerFormats{linear.data_in, linear.weight_type, linear.bias_type, linear.data_out,
                                             linear.rounding};
                 },
                 [](const AffineOp& affine) {
                   return DesignLayerFormats{affine.data_in, affine.weight_type, affine.bias_type, affine.data_out,
                                             affine.rounding};
                 },
                 [](const ThresholdOp& threshold) {
                   return DesignLayerFormats{threshold.data_in, threshold.threshold_type, {}, threshold.data_out, {}};
                 },
                 [](const auto& other) {
                   return DesignLayerFormats{other.data_in, {}, {}, other.data_out, {}};
                 }},
      op);
}

/// Of letters, digits, `_` and `-`, as a design may be called.
std::string design_name(const std::string& stem) {
  std::string name;
  for (const char letter : stem) {
    const bool plain = std::isalnum(static_cast<unsigned char>(letter)) != 0 || letter == '_' || letter == '-';
    name += plain ? letter : '_';
  }
  return name.empty() ? "design" : name;
}

/// What the outputs are, and what is left to the host.
std::string comment_of(const OnnxImport& imported) {
  const bool exact = imported.largest_deviation == 0.0;
  const std::string deviation = fmt::format("up to {:.3g} from", imported.largest_deviation);
  const std::string inside = imported.deviates_inside ? ", but where codes inside are off by one, as said above" : "";
  if (imported.model.answers_class())
    return "Imported from an ONNX model: it answers the class" +
           (exact ? "" : ", of scores " + deviation + " the model's") + inside;
  std::string comment = "Imported from an ONNX model: " + (exact ? "equal to it" : deviation + " it") + inside;
  if (imported.output_scale != 1.0 || imported.output_offset != 0.0)
    comment +=
        fmt::format("; its outputs are {:.17g} * data_out + {:.17g}", imported.output_scale, imported.output_offset);
  for (const std::string& node : imported.left_to_host) comment += "; " + node + " is left to the host";
  return comment;
}

int import_file(const ImportOptions& options) {
  Result<OnnxGraph> graph = read_onnx(options.file);
  if (!graph) return report_faults(graph.error());
  const Result<OnnxImport> imported = import_onnx(std::move(*graph), options.import);
  if (!imported) return report_faults(imported.error());
  HardwareYaml config;
  config.name = design_name(std::filesystem::path(options.file).stem().string());
  config.checkpoint = options.checkpoint.empty() ? config.name + ".safetensors" : options.checkpoint;
  config.comment = comment_of(*imported);
  config.input = imported->input;
  config.input_features = imported->model.in_features();
  int most_features = 1;
  for (const QuantizedLayer& layer : imported->model.layers) {
    config.formats.layers[layer.name] = formats_of(layer.op);
    most_features = std::max({most_features, layer.in_features, layer.out_features});
  }
  config.parallelism = std::min(config.parallelism, most_features);
  if (const Result<void> written = write_safetensors(config.checkpoint, network_tensors(imported->network), {});
      !written)
    return report_faults(written.error());
  for (const std::string& note : imported->notes) fmt::print("# {}\n", printable(note));
  fmt::print("{}", hardware_yaml(config, imported->network));
  return kSuccess;
}

}  // namespace

void add_import_command(CLI::App& app, int& status) {
  auto options = std::make_shared<ImportOptions>();
  CLI::App* command = app.add_subcommand("import", "a hardware config and a checkpoint from an ONNX or QONNX model");
  command->add_option("file", options->file, "the ONNX model")->required();
  command->add_option("--checkpoint", options->checkpoint,
                      "where to write the parameters; without: <model>.safetensors in this folder");
  command
      ->add_option("--input-width", options->import.input.width,
                   "bits of the input, where the model does not quantize it, or the hardware does")
      ->check(CLI::Range(1, kMaxWidth))
      ->capture_default_str();
  command->add_option("--input-frac-width", options->import.input.frac_width, "fractional bits of it")
      ->check(CLI::Range(-64, 64))
      ->capture_default_str();
  command
      ->add_option("--activation", options->import.activation,
                   "how quantizers become hardware whose scale is no power of two: whichever is cheaper, comparisons "
                   "with thresholds, or a multiplication and a shift")
      ->transform(
          CLI::CheckedTransformer(std::map<std::string, OnnxActivation>{{"cheaper", OnnxActivation::kCheaper},
                                                                        {"thresholds", OnnxActivation::kThresholds},
                                                                        {"requantize", OnnxActivation::kRequantize}}))
      ->default_str("cheaper");
  command
      ->add_option("--quantize-input", options->import.quantize_input,
                   "where the input's own quantizer runs: on the host, which then gives its codes, or in hardware, "
                   "which then takes numbers of --input-width bits")
      ->transform(CLI::CheckedTransformer(std::map<std::string, OnnxInputQuantizer>{
          {"host", OnnxInputQuantizer::kHost}, {"hardware", OnnxInputQuantizer::kHardware}}))
      ->default_str("host");
  command->add_flag("--classes", options->import.classes,
                    "the design answers the class itself, an index, and not the scores");
  command->footer(
      "The config goes to standard output; the checkpoint it names is relative to it:\n"
      "  rtl4ml import model.onnx > model.yaml && rtl4ml sim model.yaml\n"
      "What can be imported: docs/onnx.md");
  command->callback([options, &status] { status = import_file(*options); });
}

}  // namespace rtl4ml
