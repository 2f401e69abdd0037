#include <fmt/format.h>

#include <algorithm>
#include <exception>
#include <new>

#include "cli/command.hpp"
#include "sw/base/interrupt.hpp"

namespace rtl4ml {
namespace {

constexpr const char* kAbout =
    "rtl4ml: a trained, quantized neural network becomes SystemVerilog that equals it bit for bit.\n\n"
    "  rtl4ml sim hw/configs/digits.yaml      generate, simulate, compare every bit, write a waveform\n"
    "  rtl4ml estimate my_network.yaml        what it will take of an FPGA, in an instant\n"
    "  rtl4ml synth my_network.yaml --pnr     area and timing on an FPGA, with Yosys and nextpnr\n"
    "  rtl4ml generate my_network.yaml        only write the SystemVerilog\n"
    "  rtl4ml netlist-sim my_network.yaml     synthesise it for three families, simulate what came out\n"
    "  rtl4ml fuzz --count 100                random networks, every bit compared\n"
    "  rtl4ml package my_network.yaml         one archive for an FPGA flow: RTL, AXI wrapper, testbench, scripts\n"
    "  rtl4ml weights my_network.yaml         weights of another checkpoint, for hardware that is there already\n"
    "  rtl4ml sweep sw/studies/widths.yaml    a study: accuracy against bits and hardware, as a table and a page\n"
    "  rtl4ml inspect my_network.pt           what a checkpoint or an ONNX model holds\n"
    "  rtl4ml import my_network.onnx          a config and a checkpoint from a QONNX model\n"
    "  rtl4ml export hw/configs/digits.yaml   the quantized network as a QONNX model\n"
    "  rtl4ml schema --markdown               every key of a hardware config\n"
    "  rtl4ml formats e4m3                    all values of a number format\n";

constexpr const char* kFooter =
    "Exit status: 0 done and equal, 1 a mismatch, or a part or clock that was missed, 2 bad input or a missing tool.";

}  // namespace

int report_faults(const Errors& errors) {
  fmt::print(stderr, "{}", to_string(errors));
  // That a design does not fit is an answer, as from `estimate` and `synth`, not bad input.
  const bool all_answers = std::all_of(errors.begin(), errors.end(),
                                       [](const Error& error) { return error.code == "folding.does_not_fit"; });
  return all_answers ? kMismatch : kFault;
}

int guarded(const std::function<int()>& work) {
  try {
    return work();
  } catch (const std::bad_alloc&) {
    return report_faults(
        {{"cli.memory", "", "not enough memory for this input", "use a smaller input or a larger machine"}});
  } catch (const std::exception& error) {
    return report_faults(
        {{"cli.internal", "", fmt::format("a bug in rtl4ml: {}", error.what()), "report it with the input"}});
  }
}

int run_command_line(int argc, char** argv) {
  catch_interrupts();
  CLI::App app(kAbout, "rtl4ml");
  app.footer(kFooter);
  app.require_subcommand(1);
  app.set_version_flag("--version", "rtl4ml " RTL4ML_VERSION);
  int status = kSuccess;
  add_sim_command(app, status);
  add_netlist_sim_command(app, status);
  add_estimate_command(app, status);
  add_synth_command(app, status);
  add_generate_command(app, status);
  add_package_command(app, status);
  add_weights_command(app, status);
  add_wave_command(app, status);
  add_inspect_command(app, status);
  add_import_command(app, status);
  add_export_command(app, status);
  add_train_command(app, status);
  add_quantize_command(app, status);
  add_compare_command(app, status);
  add_sweep_command(app, status);
  add_fuzz_command(app, status);
  add_schema_command(app, status);
  add_formats_command(app, status);
  const int parsed = guarded([&] {
    try {
      app.parse(argc, argv);
    } catch (const CLI::ParseError& error) {
      return app.exit(error) == 0 ? kSuccess : kFault;
    }
    return kSuccess;
  });
  return parsed != kSuccess ? parsed : status;
}

}  // namespace rtl4ml
