// The commands of rtl4ml: one thin file each, listed here.
#pragma once

#include <CLI/CLI.hpp>
#include <functional>

#include "sw/base/error.hpp"

namespace rtl4ml {

/// What a command ends with; the process exits with it.
enum ExitStatus : int {
  kSuccess = 0,
  kMismatch = 1,  ///< the hardware or a reference differs from the model, or misses what was asked of it
  kFault = 2,     ///< bad input or environment; a message said which
};

/// Each adds its subcommand; when it runs, it stores its exit status.
void add_generate_command(CLI::App& app, int& status);
void add_sim_command(CLI::App& app, int& status);
void add_package_command(CLI::App& app, int& status);
void add_netlist_sim_command(CLI::App& app, int& status);
void add_estimate_command(CLI::App& app, int& status);
void add_synth_command(CLI::App& app, int& status);
void add_weights_command(CLI::App& app, int& status);
void add_wave_command(CLI::App& app, int& status);
void add_inspect_command(CLI::App& app, int& status);
void add_import_command(CLI::App& app, int& status);
void add_export_command(CLI::App& app, int& status);
void add_train_command(CLI::App& app, int& status);
void add_quantize_command(CLI::App& app, int& status);
void add_compare_command(CLI::App& app, int& status);
void add_sweep_command(CLI::App& app, int& status);
void add_fuzz_command(CLI::App& app, int& status);
void add_schema_command(CLI::App& app, int& status);
void add_formats_command(CLI::App& app, int& status);

/// Writes the faults to standard error. Result: kFault; kMismatch where all that is wrong is that no design fits
[[nodiscard]] int report_faults(const Errors& errors);

/// Runs the work; an exception that gets this far is told as a fault, never as a stack trace.
[[nodiscard]] int guarded(const std::function<int()>& work);

/// The whole command line. Result: the exit status.
[[nodiscard]] int run_command_line(int argc, char** argv);

}  // namespace rtl4ml
