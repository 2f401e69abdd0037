#include "tests/program.hpp"

namespace rtl4ml::test {
TEST_CASE("estimate: the table with its shares, and what limits the design") {
  const ProcessResult result = run_rtl4ml({"estimate", "hw/configs/digits.yaml", "--target", "xc7a100t"});
  INFO(result.output);
  CHECK(result.exit_status == 0);
  CHECK(has(result, "set by layer fc1: 64 cycles a vector"));
  CHECK(has(result, "DSP comes nearest to its limit: 80.0 % of the part"));
}

TEST_CASE("estimate: latency and interval are those of the simulation, area is near to that of synthesis") {
  const ScratchFolder scratch;
  const std::string config = "hw/configs/linear_leaky_relu.yaml";
  const nlohmann::json estimated = json_of(run_rtl4ml({"estimate", config, "--target", "ice40-hx8k", "--json"}));
  const nlohmann::json simulated = simulate_exactly(scratch.path(), config, {"--trace", "none"});
  CHECK(estimated["latency_cycles"] == simulated["latency_cycles"]);
  CHECK(estimated["interval_cycles"] == simulated["interval_cycles"]);
  const nlohmann::json counted =
      json_of(run_rtl4ml({"synth", config, "--target", "ice40-hx8k", "--json", "--build", scratch.path().string()}));
  for (const char* resource : {"LUT", "FF"}) {
    const double real = counted["resources"][resource], guessed = estimated["resources"][resource];
    INFO(resource << ": " << guessed << " estimated, " << real << " counted");
    CHECK(std::abs(guessed - real) <= 0.25 * real);
  }
  double sum = 0.0;
  for (const nlohmann::json& layer : estimated["layers"]) sum += layer["LUT"].get<double>();
  CHECK(sum == estimated["resources"]["LUT"]);
  CHECK(estimated["bottleneck"]["layer"] == "fc1");
}

TEST_CASE("estimate: a part that is too small ends with status 1") {
  const ProcessResult result = run_rtl4ml({"estimate", "hw/configs/digits.yaml", "--target", "ice40-hx8k"});
  INFO(result.output);
  CHECK(result.exit_status == 1);
  CHECK(has(result, "IT WILL NOT FIT"));
}

TEST_CASE("estimate: no target, a target that is no part and a family without a model are told") {
  const auto refused = [](std::vector<std::string> options, const std::string& code) {
    options.insert(options.begin(), {"estimate", "hw/configs/linear_relu.yaml"});
    const ProcessResult result = run_rtl4ml(options);
    INFO(result.output);
    CHECK(result.exit_status == 2);
    CHECK(has(result, "error[" + code + "]"));
  };
  refused({}, "synth.no_target");
  refused({"--target", "generic"}, "synth.no_flow");
  refused({"--target", "gw2ar-18"}, "cost.family");
}

TEST_CASE("synth: a design far too large for the part is said before a tool is started") {
  const ScratchFolder scratch;
  const ProcessResult result = run_rtl4ml({"synth", "hw/configs/digits.yaml", "--target", "ice40-hx8k", "--build",
                                           scratch.path().string(), "--timeout", "1"});
  INFO(result.output);
  CHECK(result.exit_status == 1);
  CHECK(has(result, "DOES NOT FIT"));
  CHECK(has(result, "LUT of 7680; no tool was started (--anyway starts it)"));
  CHECK_FALSE(std::filesystem::exists(scratch.path() / "digits"));
  const ProcessResult anyway = run_rtl4ml({"synth", "hw/configs/digits.yaml", "--target", "ice40-hx8k", "--build",
                                           scratch.path().string(), "--timeout", "1", "--anyway"});
  INFO(anyway.output);
  CHECK(anyway.exit_status == 2);  // started, and stopped after a second
  CHECK(has(anyway, "sim.tool_timeout"));
}

}  // namespace rtl4ml::test
