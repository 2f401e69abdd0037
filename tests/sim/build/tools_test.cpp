#include "sim/build/tools.hpp"

#include <sys/wait.h>
#include <unistd.h>

#include <csignal>

#include "sw/base/interrupt.hpp"
#include "tests/catch.hpp"

using namespace rtl4ml;

TEST_CASE("a missing tool is named with its package, a failing one speaks for itself") {
  const Result<std::string> missing = run_tool({"rtl4ml-no-such-tool"}, "");
  REQUIRE_FALSE(missing);
  CHECK(missing.error().front().code == "sim.tool_missing");
  CHECK(missing.error().front().fix.find("apt-get install") != std::string::npos);
  const Result<std::string> failing = run_tool({"sh", "-c", "echo first; echo the reason; exit 3"}, "");
  REQUIRE_FALSE(failing);
  CHECK(failing.error().front().code == "sim.tool_failed");
  CHECK(failing.error().front().message.find("the reason") != std::string::npos);
  const Result<void> several = run_tools({{"true"}, {"false"}, {"true"}}, "");
  REQUIRE_FALSE(several);
  CHECK(several.error().front().code == "sim.tool_failed");
  CHECK(run_tools({{"true"}, {"true"}, {"true"}}, ""));
  CHECK(run_tool({"sleep", "20"}, "", {}, 0.3).error().front().code == "sim.tool_timeout");
  CHECK(tail("a\n\nb\nc\n", 2) == "b\nc");
}

TEST_CASE("Ctrl-C ends a tool that runs") {
  const pid_t child = fork();  // the flag of a signal stays set, so in a process of its own
  if (child == 0) {
    catch_interrupts();
    raise(SIGINT);
    const Result<std::string> ran = run_tool({"sleep", "20"}, "");
    _exit(!ran && ran.error().front().code == "sim.interrupted" ? 0 : 1);
  }
  int status = -1;
  REQUIRE(waitpid(child, &status, 0) == child);
  CHECK(status == 0);
}
