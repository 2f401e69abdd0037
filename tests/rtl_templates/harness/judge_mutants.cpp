#include "tests/rtl_templates/harness/judge_mutants.hpp"

#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <fstream>

namespace rtl4ml::test {
namespace {

constexpr unsigned kSeconds = 60;  // for one mutant

/// In a child: what the original and its mutants do to the process stays there.
bool passes_as(int number, const std::function<bool()>& passes) {
  const pid_t child = fork();
  if (child == 0) {
    setenv("RTL4ML_MUTANT", std::to_string(number).c_str(), 1);
    const int nothing = open("/dev/null", O_WRONLY);
    dup2(nothing, STDOUT_FILENO);
    dup2(nothing, STDERR_FILENO);
    alarm(kSeconds);
    _exit(passes() ? 0 : 1);
  }
  int status = 0;
  waitpid(child, &status, 0);
  return WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

}  // namespace

bool judging_mutants() { return std::getenv("RTL4ML_MUTANTS") != nullptr; }

void judge_mutants(const std::vector<std::string>& files, const std::function<bool()>& passes) {
  const std::string list = std::getenv("RTL4ML_MUTANTS");
  std::ofstream verdicts(list + ".verdicts", std::ios::app);
  const auto judge = [&](int number) {
    verdicts << number << (passes_as(number, passes) ? " passed" : " killed") << std::endl;
  };
  judge(0);
  std::ifstream lines(list);
  int number = 0;
  for (std::string file; lines >> number >> file;) {
    if (std::find(files.begin(), files.end(), file) != files.end()) judge(number);
  }
}

int quick_devices() {
  const char* devices = std::getenv("RTL4ML_QUICK");
  return devices == nullptr ? 0 : std::atoi(devices);
}

}  // namespace rtl4ml::test
