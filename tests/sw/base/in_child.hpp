// Runs a piece of a test in a child process: what it does to signals and standard streams stays there.
#pragma once

#include <sys/wait.h>
#include <unistd.h>

#include <functional>

namespace rtl4ml {

/// Exit status of `work` in a child; -1: it was killed.
inline int in_child(const std::function<int()>& work) {
  const pid_t child = fork();
  if (child == 0) _exit(work());
  int status = 0;
  waitpid(child, &status, 0);
  return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

}  // namespace rtl4ml
