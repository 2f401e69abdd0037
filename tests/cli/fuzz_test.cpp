#include <set>

#include "cli/pipeline.hpp"
#include "gen/ops/operator.hpp"
#include "gen/ops/operators.hpp"
#include "sim/fuzz/random_case.hpp"
#include "sw/base/source_tree.hpp"
#include "tests/program.hpp"

namespace rtl4ml::test {
namespace {

constexpr std::uint64_t kSeed = 1;

/// Runs `rtl4ml` with the library in `rtl`.
ProcessResult run_with_library(const std::filesystem::path& rtl, std::vector<std::string> arguments) {
  arguments.insert(arguments.begin(), {"/usr/bin/env", "RTL4ML_RTL=" + rtl.string(), program_path()});
  const Result<ProcessResult> result = run_process(arguments, source_tree().string(), 280.0);
  REQUIRE(result);
  return *result;
}

nlohmann::json result_of(const std::filesystem::path& build, const std::string& rung) {
  std::ifstream file(build / "results" / (rung + ".json"));
  return nlohmann::json::parse(file);
}

}  // namespace

TEST_CASE("random networks are drawn so that their outputs live and every operator gets its turn", "[long]") {
  // A network whose outputs never change shows no fault of rounding, order or control.
  constexpr std::uint64_t kNetworks = 150;
  const ScratchFolder scratch;
  std::set<std::string_view> operators_seen;
  std::uint64_t compiled = 0;
  std::uint64_t living = 0;
  for (std::uint64_t index = 0; index < kNetworks; ++index) {
    const Result<std::filesystem::path> config = write_case(draw_case(kSeed, index), scratch.path(), "");
    REQUIRE(config);
    const Result<CompiledDesign> design = load_design(config->string());
    if (!design) {
      for (const Error& error : design.error()) {
        INFO(error.code << ": " << error.message);
        CHECK((error.code == "precision.accumulator" || error.code == "precision.slope"));
      }
      continue;
    }
    ++compiled;
    for (const Node& node : design->graph.nodes) operators_seen.insert(node.operation->name);
    const Result<Stimulus> stimulus = load_stimulus(*design, "", 40, kSeed);
    REQUIRE(stimulus);
    const auto out = static_cast<std::size_t>(design->model.out_features());
    std::vector<std::int64_t> outputs(static_cast<std::size_t>(stimulus->count) * out);
    evaluate(design->model, stimulus->codes, outputs);
    bool varies = false;
    for (std::size_t i = out; i < outputs.size(); ++i) varies = varies || outputs[i] != outputs[i - out];
    living += varies ? 1 : 0;
  }
  INFO(living << " of " << compiled << " networks live");
  CHECK(compiled > kNetworks * 9 / 10);
  CHECK(living > compiled * 3 / 4);
  for (const Operator* operation : operators()) {
    INFO(operation->name << " is never drawn: add it to sim/fuzz/random_case.cpp");
    CHECK(operators_seen.contains(operation->name));
  }
}

TEST_CASE("a few networks are simulated, equal, and told in result files", "[long]") {
  const ScratchFolder scratch;
  const ProcessResult result = run_rtl4ml(
      {"fuzz", "--count", "3", "--seed", "5", "--verilator-every", "0", "--json", "--build", scratch.path().string()});
  INFO(result.output);
  REQUIRE(result.exit_status == 0);
  const nlohmann::json fuzz = result_of(scratch.path(), "fuzz");
  CHECK(nlohmann::json::parse(result.output) == fuzz);
  CHECK(fuzz["passed"] == true);
  CHECK(fuzz["figures"]["networks"] == 3);
  CHECK(fuzz["figures"]["seed"] == 5);
  CHECK(result_of(scratch.path(), "icarus")["figures"]["networks"] == 3);
  CHECK_FALSE(std::filesystem::exists(scratch.path() / "networks/failures"));
  CHECK_FALSE(std::filesystem::exists(scratch.path() / "networks/fuzz_5_0"));
}

TEST_CASE("seeded bugs are caught, made small and replayed", "[long]") {
  struct Bug {
    std::string name, file, edit;
    std::string failure;  ///< its kind
  };
  for (const Bug& bug :
       {Bug{"ties round up instead of to even", "number/fixed_convert.sv", "s/quotient\\[0\\] && !tie/quotient[0]/",
            "mismatch"},
        Bug{"reset forgets a counter", "stream/stream_resize.sv", "s/whole_q <= '0;/whole_q <= whole_q;/", ""}}) {
    INFO(bug.name);
    const ScratchFolder scratch;
    const std::filesystem::path rtl = scratch.path() / "rtl_templates";
    std::filesystem::copy(source_tree() / "rtl_templates", rtl, std::filesystem::copy_options::recursive);
    const Result<ProcessResult> edited = run_process({"sed", "-i", bug.edit, (rtl / bug.file).string()}, ".", 20.0);
    REQUIRE(edited);
    const std::string build = scratch.path().string();
    const ProcessResult found = run_with_library(
        rtl, {"fuzz", "--count", "40", "--verilator-every", "0", "--shrink-budget", "40", "--build", build});
    INFO(found.output);
    REQUIRE(found.exit_status == 1);
    CHECK(result_of(scratch.path(), "fuzz")["passed"] == false);
    if (!bug.failure.empty()) CHECK(found.output.find(": " + bug.failure + " in Icarus") != std::string::npos);

    const std::filesystem::path failures = scratch.path() / "networks/failures";
    std::filesystem::path config;
    for (const auto& entry : std::filesystem::directory_iterator(failures)) {
      if (entry.path().extension() == ".yaml") config = entry.path();
    }
    REQUIRE_FALSE(config.empty());
    std::ifstream file(config);
    std::string command;
    std::vector<std::string> words;
    int linear_layers = 0;
    for (std::string line; std::getline(file, line);) {
      if (line.starts_with("# rtl4ml sim")) command = line.substr(std::string("# rtl4ml ").size());
      linear_layers += line.starts_with("  - linear") ? 1 : 0;
    }
    CHECK(linear_layers <= 2);
    std::istringstream text(command);
    for (std::string word; text >> word;) words.push_back(word == config.filename() ? config.string() : word);
    words.insert(words.end(), {"--build", build});
    CHECK(run_with_library(rtl, words).exit_status == 1);
    CHECK(run_with_library(source_tree() / "rtl_templates", words).exit_status == 0);
  }
}

}  // namespace rtl4ml::test
