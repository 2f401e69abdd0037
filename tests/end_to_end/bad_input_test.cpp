// What a user does wrong, through the real program: a message with place, cause and mend, exit status 2, nothing
// half-written.
#include <sys/wait.h>

#include <chrono>
#include <csignal>
#include <cstdlib>
#include <thread>

#include "sw/base/source_tree.hpp"
#include "tests/program.hpp"

namespace rtl4ml::test {
namespace {

const std::string kSmall = "hw/configs/linear_relu.yaml";

void check_fault(const ProcessResult& result, const std::string& code) {
  INFO(result.output);
  CHECK(result.exit_status == 2);
  CHECK(result.output.find("error[" + code + "]") != std::string::npos);
  CHECK(result.output.find("terminate called") == std::string::npos);
}

/// Whether nothing but complete designs is in the folder.
bool only_complete_designs(const std::filesystem::path& build) {
  for (const auto& entry : std::filesystem::directory_iterator(build)) {
    const std::string name = entry.path().filename().string();
    if (name.find(".partial-") != std::string::npos || name.find(".replaced-") != std::string::npos) return false;
    if (name != "cache" && entry.is_directory() && !std::filesystem::exists(entry.path() / "signature.json"))
      return false;
  }
  return true;
}

}  // namespace

TEST_CASE("missing files and unknown words", "[end_to_end][bad_input]") {
  check_fault(run_rtl4ml({"sim", "hw/configs/no_such.yaml"}), "file.missing");
  CHECK(run_rtl4ml({"sim", kSmall, "--stall", "sometimes"}).exit_status == 2);
  CHECK(run_rtl4ml({"simulate"}).exit_status == 2);
  CHECK(run_rtl4ml({}).exit_status == 2);
  CHECK(run_rtl4ml({"--help"}).exit_status == 0);
  check_fault(run_rtl4ml({"wave", kSmall, "--svg", "--build", "/nonexistent"}), "cli.no_wave");
}

TEST_CASE("a folder that cannot be written", "[end_to_end][bad_input]") {
  const ScratchFolder scratch;
  const std::string file = scratch.write("a_file", "");
  check_fault(run_rtl4ml({"generate", kSmall, "--build", file}), "file.unwritable");
}

TEST_CASE("a full disk leaves nothing half-written", "[end_to_end][bad_input]") {
  if (!std::filesystem::exists("/dev/full")) return;
  const ScratchFolder scratch;
  // A file-size limit stands in for a full disk: writes fail in the middle of a file.
  const Result<ProcessResult> result =
      run_process({"bash", "-c",
                   "trap '' XFSZ; ulimit -f 1; exec " + program_path() + " generate hw/configs/mlp_512.yaml --build " +
                       scratch.path().string()},
                  source_tree().string(), 100.0);
  REQUIRE(result);
  check_fault(*result, "emit.unwritable");
  CHECK(only_complete_designs(scratch.path()));
}

TEST_CASE("vectors that do not fit the design", "[end_to_end][bad_input]") {
  const ScratchFolder scratch;
  const std::string csv = scratch.write("two.csv", "1,2,0\n3,4,1\n");
  check_fault(run_rtl4ml({"sim", kSmall, "--build", scratch.path().string(), "--inputs", csv}), "data.features");
  const std::string checkpoint = source_tree().string() + "/hw/configs/checkpoints/linear_relu.safetensors";
  const std::string head = "name: t\ncheckpoint: " + checkpoint + "\nmodel: [{linear: fc1}, relu]\n";
  const std::string types = "precision: {width: 8, frac_width: 3}\n";
  const std::string short_vector = scratch.write("short.yaml", head + types + "first_vectors: [[1, 2]]\n");
  check_fault(run_rtl4ml({"sim", short_vector, "--build", scratch.path().string()}), "data.first_vectors");
  const std::string reserved = scratch.write("reserved.yaml", "name: bin\n" + head.substr(head.find('\n') + 1) + types);
  check_fault(run_rtl4ml({"generate", reserved, "--build", scratch.path().string()}), "cli.reserved_name");
}

TEST_CASE("Verilator missing or failing", "[end_to_end][bad_input]") {
  const ScratchFolder scratch;
  const auto run_with_path = [&](const std::string& path) {
    const Result<ProcessResult> result =
        run_process({"/usr/bin/env", "PATH=" + path, "RTL4ML_CACHE=" + (scratch.path() / "cache").string(),
                     program_path(), "sim", kSmall, "--build", scratch.path().string()},
                    source_tree().string(), 100.0);
    REQUIRE(result);
    return *result;
  };
  check_fault(run_with_path("/nonexistent"), "sim.tool_missing");
  const std::string broken = scratch.write("verilator", "#!/bin/sh\necho 'the tool has a bad day' >&2\nexit 3\n");
  std::filesystem::permissions(broken, std::filesystem::perms::owner_all);
  const ProcessResult failed = run_with_path(scratch.path().string() + ":/usr/bin:/bin");
  check_fault(failed, "sim.tool_failed");
  CHECK(failed.output.find("the tool has a bad day") != std::string::npos);
}

TEST_CASE("Ctrl-C in long work is told, whichever phase it meets", "[end_to_end][bad_input]") {
  const ScratchFolder scratch;
  const std::string build = (scratch.path() / "build").string();
  struct Moment {
    const char *what, *vectors, *wait;
  };
  // The program says by its signal mask that it listens to Ctrl-C, and by the design's folder that it came to building.
  const std::string listening = "until grep -q 'SigCgt:.*[2367abef]$' /proc/$work/status; do sleep 0.02; done; ";
  for (const Moment& moment : {Moment{"at the start", "400000", ""}, Moment{"in the oracle", "400000", "sleep 2; "},
                               Moment{"while the model is built", "2000",
                                      "while [[ ! -d $0/mlp_512 ]] && kill -0 $work; do sleep 0.05; done; "}}) {
    INFO(moment.what);
    const std::string sim = "'" + program_path() + "' sim hw/configs/mlp_512.yaml --trace none --count " +
                            moment.vectors + " --build $0 & work=$!; ";
    const Result<ProcessResult> result =
        run_process({"bash", "-c", sim + listening + moment.wait + "kill -INT $work; wait $work", build},
                    source_tree().string(), 250.0);
    REQUIRE(result);
    INFO(result->output);
    CHECK(result->exit_status == 2);
    bool told = false;
    for (const std::string code : {"cli.interrupted", "sim.interrupted", "process.interrupted"}) {
      told = told || result->output.find("error[" + code + "]") != std::string::npos;
    }
    CHECK(told);
    if (std::filesystem::exists(build)) CHECK(only_complete_designs(build));
  }
}

TEST_CASE("Ctrl-C in any phase", "[end_to_end][bad_input]") {
  const ScratchFolder scratch;
  const std::string program = program_path();
  const std::string build = scratch.path().string();
  for (const int milliseconds : {5, 40, 120, 250, 500, 900, 1600}) {
    const pid_t child = fork();
    if (child == 0) {
      setenv("RTL4ML_CACHE", (build + "/cache").c_str(), 1);
      if (std::freopen("/dev/null", "w", stdout) == nullptr || std::freopen("/dev/null", "w", stderr) == nullptr)
        _exit(9);
      if (chdir(source_tree().c_str()) != 0) _exit(9);
      execl(program.c_str(), program.c_str(), "sim", "hw/configs/digits.yaml", "--build", build.c_str(), nullptr);
      _exit(9);
    }
    std::this_thread::sleep_for(std::chrono::milliseconds(milliseconds));
    kill(child, SIGINT);
    int status = 0;
    waitpid(child, &status, 0);
    INFO("interrupted after " << milliseconds << " ms");
    // Before main() the signal kills; afterwards it is a fault; a run that had ended already is a success.
    const bool early = WIFSIGNALED(status) && WTERMSIG(status) == SIGINT;
    CHECK((early || (WIFEXITED(status) && (WEXITSTATUS(status) == 2 || WEXITSTATUS(status) == 0))));
    if (std::filesystem::exists(build)) CHECK(only_complete_designs(build));
  }
}

}  // namespace rtl4ml::test
