#include "sw/base/process.hpp"

#include <csignal>
#include <cstdio>
#include <thread>

#include "sw/base/file.hpp"
#include "sw/base/interrupt.hpp"
#include "sw/base/stopwatch.hpp"
#include "tests/catch.hpp"
#include "tests/scratch_folder.hpp"
#include "tests/sw/base/in_child.hpp"

namespace rtl4ml {
namespace {

Result<ProcessResult> shell(const std::string& script, double timeout_seconds = 0.0) {
  return run_process({"sh", "-c", script}, "", timeout_seconds);
}

std::string code_of(const Result<ProcessResult>& result) { return result ? "" : result.error().front().code; }

}  // namespace

TEST_CASE("output, errors and exit status of a program", "[base]") {
  const Result<ProcessResult> result = shell("echo out; echo err >&2; exit 3");
  REQUIRE(result);
  CHECK(result->output == "out\nerr\n");
  CHECK(result->exit_status == 3);
}

TEST_CASE("a copy of this process: its output, its status, its end", "[base]") {
  const int here = 5;
  const Result<ProcessResult> result = run_in_copy([&] {
    std::printf("five is %d\n", here);
    std::fprintf(stderr, "err\n");
    return 3;
  });
  REQUIRE(result);
  CHECK(result->output.find("five is 5\n") != std::string::npos);
  CHECK(result->output.find("err\n") != std::string::npos);
  CHECK(result->exit_status == 3);
  const Result<ProcessResult> killed = run_in_copy([] { return raise(SIGKILL); });
  REQUIRE(killed);
  CHECK(killed->exit_status == 128 + SIGKILL);
  const Stopwatch watch;
  const auto sleep_long = [] {
    std::this_thread::sleep_for(std::chrono::seconds(60));
    return 0;
  };
  CHECK(code_of(run_in_copy(sleep_long, 0.2)) == "process.timeout");
  CHECK(watch.seconds() < 20.0);
}

TEST_CASE("words are not a shell's", "[base]") {
  const Result<ProcessResult> result = run_process({"echo", "a  b", "$HOME", "*", ""}, "");
  REQUIRE(result);
  CHECK(result->output == "a  b $HOME * \n");
}

TEST_CASE("a program runs in its folder, without our standard input", "[base]") {
  const test::ScratchFolder folder;
  const Result<ProcessResult> result = run_process({"sh", "-c", "pwd -P; cat"}, folder.path());
  REQUIRE(result);
  CHECK(result->output == std::filesystem::canonical(folder.path()).string() + "\n");
}

TEST_CASE("a program killed by a signal", "[base]") {
  const Result<ProcessResult> result = shell("kill -9 $$");
  REQUIRE(result);
  CHECK(result->exit_status == 128 + SIGKILL);
}

TEST_CASE("programs and folders that are not there", "[base]") {
  const Result<ProcessResult> program = run_process({"no-such-program-here"}, "");
  CHECK(code_of(program) == "process.missing");
  CHECK(program.error().front().place == "no-such-program-here");
  const Result<ProcessResult> folder = run_process({"sh", "-c", "exit 0"}, "/no/such/folder");
  CHECK(code_of(folder) == "process.folder");
}

TEST_CASE("a program that hangs is ended with its children", "[base]") {
  const test::ScratchFolder folder;
  const Stopwatch watch;
  // Program and child both hold the lock; it is free when both are gone, on a machine of any speed.
  const std::string lock = (folder.path() / "lock").string();
  CHECK(code_of(shell("exec 9>" + lock + "; flock 9; sleep 1000 & sleep 1000", 0.3)) == "process.timeout");
  CHECK(shell("exec 9>" + lock + "; flock --timeout 100 9")->exit_status == 0);
  CHECK(code_of(shell("trap '' TERM; while :; do sleep 0.1; done", 0.3)) == "process.timeout");  // will not listen
  CHECK(watch.seconds() < 300.0);
}

TEST_CASE("a program that hangs with its output closed", "[base]") {
  const Stopwatch watch;
  CHECK(code_of(shell("exec >&- 2>&-; sleep 1000", 0.3)) == "process.timeout");
  CHECK(watch.seconds() < 300.0);
}

TEST_CASE("a program that is fast enough does not time out", "[base]") {
  const Result<ProcessResult> result = shell("echo done", 30.0);
  REQUIRE(result);
  CHECK(result->output == "done\n");
}

TEST_CASE("lines are told as they come", "[base]") {
  std::vector<std::string> lines;
  const Result<ProcessResult> result = run_process({"sh", "-c", "printf 'a\\n\\nb'; sleep 0.1; printf 'c\\nrest'"}, "",
                                                   0.0, [&](const std::string& line) { lines.push_back(line); });
  REQUIRE(result);
  CHECK(lines == std::vector<std::string>{"a", "", "bc"});
  CHECK(result->output == "a\n\nbc\nrest");
}

TEST_CASE("endless output is cut at 16 MiB, not before", "[base]") {
  const Result<ProcessResult> result = shell("head -c 17000000 /dev/zero; echo end");
  REQUIRE(result);
  CHECK(result->output.size() == std::size_t{16} << 20);
  CHECK(result->exit_status == 0);
}

TEST_CASE("Ctrl-C ends the program and is reported", "[base]") {
  const auto work = [] {
    catch_interrupts();
    const Result<ProcessResult> result =
        run_process({"sh", "-c", "echo running; sleep 1000"}, "", 250.0, [](const std::string&) { raise(SIGINT); });
    return code_of(result) == "process.interrupted" ? 0 : 1;
  };
  CHECK(in_child(work) == 0);
}

TEST_CASE("no pipes left is an error, not a crash", "[base]") {
  CHECK(in_child([] {
          while (dup(STDIN_FILENO) >= 0) {
          }
          return code_of(run_process({"true"}, "")) == "process.failed" ? 0 : 1;
        }) == 0);
}

}  // namespace rtl4ml
