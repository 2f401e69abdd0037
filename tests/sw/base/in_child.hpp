// Runs a piece of a test in a child process: what it does to signals and standard streams stays there.
#pragma once

#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <csignal>
#include <functional>
#include <thread>

namespace rtl4ml {

/// Exit status of `work` in a child; `signal_after` seconds later it is sent SIGINT (0: it is not). -1: it was killed.
inline int in_child(const std::function<int()>& work, double signal_after = 0.0) {
  const pid_t child = fork();
  if (child == 0) _exit(work());
  if (signal_after > 0) {
    std::this_thread::sleep_for(std::chrono::duration<double>(signal_after));
    kill(child, SIGINT);
  }
  int status = 0;
  waitpid(child, &status, 0);
  return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

}  // namespace rtl4ml
