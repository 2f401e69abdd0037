#include "sim/build/tools.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <atomic>
#include <mutex>
#include <thread>

#include "sw/base/process.hpp"

namespace rtl4ml {
namespace {

constexpr std::size_t kTailLines = 12;

/// How a program is come by.
std::string mend_of(const std::string& program) {
  if (program == "nextpnr-ecp5" || program == "ecppack") {
    return program +
           " is no package of Debian 12: build github.com/YosysHQ/nextpnr with ARCH=ecp5 and "
           "github.com/YosysHQ/prjtrellis, "
           "or install OSS CAD Suite, and see that it is on the PATH";
  }
  const std::string package = program == "vvp" ? "iverilog" : program == "icepack" ? "fpga-icestorm" : program;
  return "apt-get install " + package;
}

}  // namespace

std::string tail(const std::string& text, std::size_t lines) {
  std::vector<std::string> kept;
  std::size_t begin = 0;
  while (begin < text.size()) {
    const std::size_t end = std::min(text.find('\n', begin), text.size());
    if (end > begin) kept.push_back(text.substr(begin, end - begin));
    begin = end + 1;
  }
  if (kept.size() > lines) kept.erase(kept.begin(), kept.end() - static_cast<std::ptrdiff_t>(lines));
  return fmt::format("{}", fmt::join(kept, "\n"));
}

Result<std::string> run_tool(const std::vector<std::string>& command, const std::filesystem::path& folder,
                             const std::function<void(const std::string&)>& on_line, double timeout_seconds) {
  const std::string& program = command.front();
  Result<ProcessResult> ran = run_process(command, folder, timeout_seconds, on_line);
  if (!ran) {
    const Error& error = ran.error().front();
    if (error.code == "process.interrupted")
      return fault("sim.interrupted", "", "interrupted; nothing half-written is left");
    if (error.code == "process.timeout")
      return fault("sim.tool_timeout", program, error.message, "give it more time, or a smaller design");
    return fault("sim.tool_missing", program, error.message, mend_of(program));
  }
  if (ran->exit_status == 0) return std::move(ran->output);
  const std::string status = ran->exit_status > 128 ? fmt::format("was ended by signal {}", ran->exit_status - 128)
                                                    : fmt::format("ended with status {}", ran->exit_status);
  return fault("sim.tool_failed", program,
               fmt::format("{}; its last words:\n{}", status, tail(ran->output, kTailLines)),
               fmt::format("in {}: {}", folder.string(), fmt::join(command, " ")));
}

Result<void> run_tools(const std::vector<std::vector<std::string>>& commands, const std::filesystem::path& folder) {
  std::atomic<std::size_t> next{0};
  std::atomic<bool> failed{false};
  std::mutex guard;
  Errors errors;
  const auto work = [&] {
    for (std::size_t i = next++; i < commands.size() && !failed; i = next++) {
      const Result<std::string> ran = run_tool(commands[i], folder);
      if (ran) continue;
      failed = true;
      const std::scoped_lock lock(guard);
      if (errors.empty()) errors = ran.error();
    }
  };
  const std::size_t workers = std::min<std::size_t>(std::max(1U, std::thread::hardware_concurrency()), commands.size());
  std::vector<std::thread> threads;
  for (std::size_t i = 1; i < workers; ++i) threads.emplace_back(work);
  work();
  for (std::thread& thread : threads) thread.join();
  if (!errors.empty()) return faults(std::move(errors));
  return {};
}

}  // namespace rtl4ml
