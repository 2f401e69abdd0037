#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <map>
#include <memory>

#include "cli/choices.hpp"
#include "cli/command.hpp"
#include "cli/pipeline.hpp"
#include "gen/graph/legal_name.hpp"
#include "gen/reload/weight_image.hpp"
#include "sw/base/file.hpp"

namespace rtl4ml {
namespace {

namespace fs = std::filesystem;

const std::map<std::string, ImageForm> kForms = {
    {"bin", ImageForm::kBinary}, {"c", ImageForm::kC}, {"hex", ImageForm::kHex}};

struct WeightsOptions {
  std::string config, checkpoint, output, form;
  std::string build_folder = "build";
};

/// As asked for, else by the file's name, else binary.
std::string form_of(const WeightsOptions& options) {
  if (!options.form.empty()) return options.form;
  const std::string extension = fs::path(options.output).extension().string();
  if (extension == ".h") return "c";
  return extension.size() > 1 && kForms.contains(extension.substr(1)) ? extension.substr(1) : "bin";
}

/// Result: the file that was written.
Result<fs::path> write_weights(const WeightsOptions& options) {
  const Result<CompiledDesign> design = load_design(options.config, FloatWeights::kRelease);
  if (!design) return faults(design.error());
  if (design->graph.reload_address_width == 0) {
    return fault("weights.constant", options.config, "no layer has weights that can be reloaded",
                 "add `weights: reloadable` to the config, and make the hardware again");
  }
  const std::string checkpoint = options.checkpoint.empty() ? design->config.checkpoint : options.checkpoint;
  const Result<QuantizedModel> model = load_other_weights(*design, checkpoint);
  if (!model) return faults(model.error());
  const Result<fs::path> folder = design_folder(design->config, options.build_folder);
  if (!folder) return faults(folder.error());
  const std::string form = form_of(options);
  fs::path file = options.output;
  if (file.empty()) {
    std::error_code failed;
    fs::create_directories(options.build_folder, failed);  // writing tells where that failed
    file = folder->string() + ".weights." + form;
  }
  const std::string text = image_text(
      design->graph, *model, kForms.at(form), plain_identifier(design->config.name) + "_weights",
      fmt::format("Weights of {} for the design {}", fs::path(checkpoint).filename().string(), design->config.name));
  const Result<void> written = write_file(file, text);
  if (!written) return faults(written.error());
  return file;
}

int weights_command(const WeightsOptions& options) {
  const Result<fs::path> file = write_weights(options);
  if (!file) return report_faults(file.error());
  fmt::print("{}\n", file->string());
  return kSuccess;
}

}  // namespace

void add_weights_command(CLI::App& app, int& status) {
  auto options = std::make_shared<WeightsOptions>();
  CLI::App* command = app.add_subcommand(
      "weights", "write the image with which software gives a design the weights of another checkpoint");
  command->add_option("config", options->config, "hardware config with `weights: reloadable`")->required();
  command->add_option("--checkpoint", options->checkpoint,
                      "of the same network as the config's; without it: the config's own");
  command->add_option("-o,--output", options->output, "file to write; without it: build/<name>.weights.bin");
  command
      ->add_option("--form", options->form,
                   "bin: 32-bit words, the lowest byte first; c: an array of them; hex: address and data a line, for a "
                   "testbench; without it: by the file's name")
      ->check(CLI::IsMember(names(kForms)));
  command->add_option("--build", options->build_folder, "folder that takes the image")->capture_default_str();
  command->footer(
      "Weights are quantized with the types of the config's own checkpoint. The driver of `rtl4ml package` writes the "
      "image.\nExample: rtl4ml weights my_network.yaml --checkpoint trained_longer.pt -o image.bin");
  command->callback([options, &status] { status = weights_command(*options); });
}

}  // namespace rtl4ml
