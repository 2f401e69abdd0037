#include "sw/base/process.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <poll.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstdio>

#include "sw/base/interrupt.hpp"

namespace rtl4ml {
namespace {

using Clock = std::chrono::steady_clock;

constexpr std::size_t kOutputLimit = std::size_t{16} << 20;

/// In the child: becomes the program, or says why not through `failure_fd`.
/// Everything it needs is made before the fork: other threads may hold locks that nobody in the child ever opens.
[[noreturn]] void become(char* const* arguments, const char* folder, int output_fd, int failure_fd) {
  setpgid(0, 0);
  signal(SIGINT, SIG_DFL);
  signal(SIGTERM, SIG_DFL);
  const int nothing = open("/dev/null", O_RDONLY);
  if (nothing >= 0) dup2(nothing, STDIN_FILENO);
  dup2(output_fd, STDOUT_FILENO);
  dup2(output_fd, STDERR_FILENO);
  if (*folder == '\0' || chdir(folder) == 0) execvp(arguments[0], arguments);
  const int reason = errno;
  if (write(failure_fd, &reason, sizeof reason) < 0) _exit(126);
  _exit(127);
}

/// In the child: works as a copy of this process, its output into the pipe.
[[noreturn]] void work_as_copy(const std::function<int()>& work, int output_fd) {
  setpgid(0, 0);
  dup2(output_fd, STDOUT_FILENO);
  dup2(output_fd, STDERR_FILENO);
  const int status = work();
  std::fflush(nullptr);
  _exit(status);
}

/// Ends the whole group: politely, then for good.
void end_group(pid_t group) {
  kill(-group, SIGTERM);
  for (int i = 0; i < 50; ++i) {
    if (waitpid(group, nullptr, WNOHANG) == group) {
      kill(-group, SIGKILL);
      return;
    }
    usleep(20'000);
  }
  kill(-group, SIGKILL);
  waitpid(group, nullptr, 0);
}

/// Hands complete lines of `pending` to the listener and keeps the rest.
void tell_lines(std::string& pending, const std::function<void(const std::string&)>& on_line) {
  std::size_t end = 0;
  while ((end = pending.find('\n')) != std::string::npos) {
    on_line(pending.substr(0, end));
    pending.erase(0, end + 1);
  }
}

/// Reads the child's output until it ends, and ends it on Ctrl-C and when its time is over.
Result<ProcessResult> follow(pid_t child, int output_fd, const std::string& program, double timeout_seconds,
                             const std::function<void(const std::string&)>& on_line) {
  const Clock::time_point start = Clock::now();
  ProcessResult result;
  std::string pending;
  std::array<char, 1 << 14> block{};
  bool open = true;  // the output; a program may close it long before it ends
  int status = 0;
  while (open || waitpid(child, &status, WNOHANG) != child) {
    const bool late =
        timeout_seconds > 0 && std::chrono::duration<double>(Clock::now() - start).count() > timeout_seconds;
    if (late || interrupted()) {
      end_group(child);
      close(output_fd);
      if (!late) return fault("process.interrupted", program, "interrupted");
      return fault("process.timeout", program, fmt::format("did not end within {} s", timeout_seconds));
    }
    if (!open) {
      usleep(500);
      continue;
    }
    pollfd ready{output_fd, POLLIN, 0};
    if (poll(&ready, 1, 100) <= 0) continue;
    const ssize_t got = read(output_fd, block.data(), block.size());
    if (got < 0 && errno == EINTR) continue;
    open = got > 0;
    if (!open) continue;
    const std::string_view text(block.data(), static_cast<std::size_t>(got));
    result.output += text.substr(0, kOutputLimit - result.output.size());
    if (on_line) {
      pending += text;
      tell_lines(pending, on_line);
    }
  }
  close(output_fd);
  result.exit_status = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
  return result;
}

}  // namespace

Result<ProcessResult> run_process(const std::vector<std::string>& command, const std::filesystem::path& folder,
                                  double timeout_seconds, const std::function<void(const std::string&)>& on_line) {
  const std::string& program = command.front();
  std::error_code unreachable;
  if (!folder.empty() && !std::filesystem::is_directory(folder, unreachable)) {
    return fault("process.folder", folder.string(), program + " cannot run here: there is no such folder",
                 "check the path");
  }
  std::array<int, 2> output = {-1, -1};
  std::array<int, 2> failure = {-1, -1};
  if (pipe2(output.data(), O_CLOEXEC) != 0 || pipe2(failure.data(), O_CLOEXEC) != 0) {
    if (output[0] >= 0) close(output[0]);
    if (output[1] >= 0) close(output[1]);
    return fault("process.failed", program, "no pipe to start it with", "close other programs");
  }
  std::vector<char*> arguments;
  for (const std::string& word : command) arguments.push_back(const_cast<char*>(word.c_str()));
  arguments.push_back(nullptr);
  const pid_t child = fork();
  if (child == 0) become(arguments.data(), folder.c_str(), output[1], failure[1]);
  close(output[1]);
  close(failure[1]);
  if (child < 0) {
    close(output[0]);
    close(failure[0]);
    return fault("process.failed", program, "cannot be started: out of processes or memory", "close other programs");
  }
  setpgid(child, child);
  int reason = 0;
  const bool failed = read(failure[0], &reason, sizeof reason) == sizeof reason;
  close(failure[0]);
  if (failed) {
    close(output[0]);
    waitpid(child, nullptr, 0);
    return fault("process.missing", program, "cannot be started: " + std::generic_category().message(reason),
                 "install it (apt-get install " + std::filesystem::path(program).filename().string() +
                     ") and see that it is on the PATH");
  }
  return follow(child, output[0], program, timeout_seconds, on_line);
}

Result<ProcessResult> run_in_copy(const std::function<int()>& work, double timeout_seconds) {
  constexpr const char* kProgram = "a copy of this program";
  std::array<int, 2> output = {-1, -1};
  if (pipe2(output.data(), O_CLOEXEC) != 0) {
    return fault("process.failed", kProgram, "no pipe to start it with", "close other programs");
  }
  std::fflush(nullptr);  // or the copy would print it again
  const pid_t child = fork();
  if (child == 0) work_as_copy(work, output[1]);
  close(output[1]);
  if (child < 0) {
    close(output[0]);
    return fault("process.failed", kProgram, "cannot be started: out of processes or memory", "close other programs");
  }
  setpgid(child, child);
  return follow(child, output[0], kProgram, timeout_seconds, {});
}

}  // namespace rtl4ml
