#include <fmt/format.h>

#include <cstdlib>
#include <filesystem>
#include <memory>

#include "cli/command.hpp"
#include "cli/pipeline.hpp"
#include "gen/config/read_config.hpp"
#include "sim/wave/draw_wave.hpp"
#include "sw/base/process.hpp"

namespace rtl4ml {
namespace {

struct WaveOptions {
  std::string config;
  std::string build_folder = "build";
  bool svg = false;
};

bool has_display() {
  return std::getenv("DISPLAY") != nullptr ||
         std::getenv("WAYLAND_DISPLAY") != nullptr;  // NOLINT(concurrency-mt-unsafe)
}

/// Opens GTKWave and waits for it. Result: nothing where GTKWave is not installed.
std::optional<int> open_gtkwave(const std::filesystem::path& wave, const std::filesystem::path& save) {
  const Result<ProcessResult> shown = run_process({"gtkwave", wave.string(), save.string()}, ".");
  if (!shown) return std::nullopt;
  return shown->exit_status == 0 ? kSuccess : kFault;
}

int show_wave(const WaveOptions& options) {
  const Result<HardwareConfig> config = read_config(options.config);
  if (!config) return report_faults(config.error());
  const Result<std::filesystem::path> folder = design_folder(*config, options.build_folder);
  if (!folder) return report_faults(folder.error());
  const std::filesystem::path wave = *folder / "wave" / (config->name + ".vcd");
  if (!std::filesystem::exists(wave)) {
    return report_faults(
        {{"cli.no_wave", wave.string(), "there is no waveform yet", fmt::format("rtl4ml sim {}", options.config)}});
  }
  if (!options.svg && has_display()) {
    const std::optional<int> shown = open_gtkwave(wave, std::filesystem::path(wave).replace_extension(".gtkw"));
    if (shown) return *shown;
  }
  const std::filesystem::path picture = std::filesystem::path(wave).replace_extension(".svg");
  const Result<void> drawn = draw_wave(wave.string(), (*folder / "signature.json").string(), picture.string());
  if (!drawn) return report_faults(drawn.error());
  fmt::print("{}\n", picture.string());
  return kSuccess;
}

}  // namespace

void add_wave_command(CLI::App& app, int& status) {
  auto options = std::make_shared<WaveOptions>();
  CLI::App* command =
      app.add_subcommand("wave", "open the waveform of the last simulation in GTKWave, or draw it to SVG");
  command->add_option("config", options->config, "hardware config that was simulated")->required();
  command->add_option("--build", options->build_folder, "folder that holds the design's folder")->capture_default_str();
  command->add_flag("--svg", options->svg, "draw to SVG even where there is a display");
  command->callback([options, &status] { status = show_wave(*options); });
}

}  // namespace rtl4ml
