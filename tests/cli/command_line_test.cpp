#include <new>
#include <stdexcept>

#include "cli/command.hpp"
#include "tests/program.hpp"

namespace rtl4ml::test {

TEST_CASE("an exception becomes a message and exit status 2") {
  CHECK(guarded([] { return 0; }) == kSuccess);
  CHECK(guarded([] { return 1; }) == kMismatch);
  CHECK(guarded([]() -> int { throw std::bad_alloc(); }) == kFault);            // "cli.memory"
  CHECK(guarded([]() -> int { throw std::logic_error("broken"); }) == kFault);  // "cli.internal"
}

TEST_CASE("help, version and unknown words") {
  const ProcessResult help = run_rtl4ml({"--help"});
  CHECK(help.exit_status == 0);
  for (const std::string command : {"sim", "generate", "wave", "inspect", "train", "schema"}) {
    CHECK(help.output.find(command) != std::string::npos);
    const ProcessResult own = run_rtl4ml({command, "--help"});
    CHECK(own.exit_status == 0);
    CHECK(own.output.size() > 200);
  }
  CHECK(run_rtl4ml({"--version"}).output.find("rtl4ml 0.") != std::string::npos);
  CHECK(run_rtl4ml({"simulate"}).exit_status == 2);
  CHECK(run_rtl4ml({}).exit_status == 2);
  CHECK(run_rtl4ml({"sim", "x.yaml", "--stall", "sometimes"}).exit_status == 2);
}

}  // namespace rtl4ml::test
