#include "cli/folding_report.hpp"

#include <nlohmann/json.hpp>

#include "tests/program.hpp"

namespace rtl4ml {
namespace {

Folding folding() {
  Folding result;
  result.goal = {64, 100, ""};
  result.part = "xc7a35t";
  result.interval_cycles = 64;
  result.cost = 20.0;
  FoldedLayer fc1{"fc1", {16, 4}, 64, 64, 15.0, false, OtherChoice{{32, 4}, 32, 12.5}, OtherChoice{{16, 3}, 86, -3.25}};
  FoldedLayer relu{"relu", {4, 4}, 16, 0, 5.0, true, std::nullopt, std::nullopt};
  result.layers = {fc1, relu};
  result.faster = OtherDesign{32, 12.0, ""};
  return result;
}

}  // namespace

TEST_CASE("a chosen parallelism is told layer by layer, with what decided it") {
  const std::string text = folding_text(folding());
  INFO(text);
  CHECK(text.starts_with("parallelism chosen for at most 64 cycles a vector: 64 cycles\n"));
  CHECK(test::has(text, "fc1       16 x 4        64           64      15.00   75.0 %  32 cycles (32 x 4) +12.50"));
  CHECK(test::has(text, "86 cycles (16 x 3) -3.25"));
  CHECK(test::has(text, "sets the interval\n"));
  CHECK(test::has(text, "given\n"));
  CHECK(test::has(text, "hardware   20.00 (% of the LUT, FF, DSP and BRAM of xc7a35t, added up)"));
  CHECK(test::has(text, "faster     32 cycles: +12.00\n"));
  CHECK_FALSE(test::has(text, "cheaper    "));
  CHECK_FALSE(test::has(text, " \n"));
}

TEST_CASE("where a design has to fit, the next faster one says what is short, without a part bits are whole") {
  Folding fit = folding();
  fit.goal = {std::nullopt, 70, ""};
  fit.faster->beyond = "15000 LUT of 14560";
  CHECK(test::has(folding_text(fit), "chosen for the fastest in xc7a35t (to 70 % of LUT and FF): 64 cycles"));
  CHECK(test::has(folding_text(fit), "faster     32 cycles: +12.00, does not fit: 15000 LUT of 14560\n"));
  Folding bits = folding();
  bits.part.clear();
  CHECK(test::has(folding_text(bits), "hardware   20 (bits of multipliers (bits x bits) and registers)"));
}

TEST_CASE("the same as JSON") {
  const nlohmann::ordered_json json = folding_json(folding());
  CHECK(json["goal"] == nlohmann::json{{"interval_cycles", 64}});
  CHECK(json["layers"][0]["parallelism"] == nlohmann::json{{"in", 16}, {"out", 4}});
  CHECK(json["layers"][0]["share_per_cent"] == 75.0);
  CHECK(json["layers"][0]["sets_interval"] == true);
  CHECK(json["layers"][0]["cheaper"]["interval_cycles"] == 86);
  CHECK(json["layers"][1]["given"] == true);
  CHECK(json["layers"][1]["faster"].is_null());
  CHECK(json["faster"]["cost"] == 12.0);
  CHECK(json["cheaper"].is_null());
  Folding fit = folding();
  fit.goal = {std::nullopt, 70, ""};
  CHECK(folding_json(fit)["goal"] == nlohmann::json{{"fit", "xc7a35t"}, {"usable_per_cent", 70}});
}

namespace test {
namespace {

/// digits with its parallelism left to the compiler.
std::string config_with(const ScratchFolder& scratch, const std::string& parallelism) {
  const std::string checkpoint = (source_tree() / "hw/configs/checkpoints/digits.safetensors").string();
  return scratch.write("chosen.yaml",
                       "name: chosen\ncheckpoint: " + checkpoint +
                           "\nmodel: [{linear: fc1}, relu, {linear: fc2}, {relu: relu2}, {linear: fc3}]\n"
                           "precision: {width: 8, frac_width: 4}\nparallelism: " +
                           parallelism + "\n");
}

}  // namespace

TEST_CASE("generate, estimate and sim build the parallelism that was chosen") {
  const ScratchFolder scratch;
  const std::string config = config_with(scratch, "{target: {interval_cycles: 100}}");
  const std::string build = (scratch.path() / "build").string();
  const ProcessResult generated = run_rtl4ml({"generate", config, "--build", build, "--json"});
  INFO(generated.output);
  REQUIRE(generated.exit_status == 0);
  const nlohmann::json chosen = json_of(generated)["folding"];
  CHECK(chosen["interval_cycles"].get<int>() <= 100);
  std::ifstream file(scratch.path() / "build/chosen/signature.json");
  const nlohmann::json signature = nlohmann::json::parse(file);
  CHECK(signature["interval_cycles"] == chosen["interval_cycles"]);
  for (const nlohmann::json& layer : chosen["layers"]) {
    for (const nlohmann::json& node : signature["layers"]) {
      if (node["name"] == layer["name"]) CHECK(node["parallelism"] == layer["parallelism"]);
    }
  }
  const std::string text = run_rtl4ml({"generate", config, "--build", build}).output;
  CHECK(text.find("parallelism chosen for at most 100 cycles a vector") != std::string::npos);
  CHECK(text.ends_with("rtl/top.sv\n"));
  // On a part it may be another one: what the part has decides.
  const nlohmann::json estimated = json_of(run_rtl4ml({"estimate", config, "--target", "xc7a35t", "--json"}));
  CHECK(estimated["interval_cycles"].get<int>() <= 100);
  CHECK(estimated["folding"]["cost_unit"].get<std::string>().find("xc7a35t") != std::string::npos);
  const nlohmann::json simulated = simulate_exactly(scratch.path(), config, {"--trace", "none", "--count", "50"});
  CHECK(simulated["interval_cycles"].get<double>() <= 100.0);
}

TEST_CASE("a design that fits no part however slow ends with status 1, a goal that is wrong with 2") {
  const ScratchFolder scratch;
  const std::string build = (scratch.path() / "build").string();
  for (const char* command : {"generate", "estimate"}) {
    std::vector<std::string> line = {command, config_with(scratch, "{fit: ice40-hx8k, usable_per_cent: 3}")};
    const ProcessResult small = run_rtl4ml(line);
    INFO(small.output);
    CHECK(small.exit_status == 1);
    CHECK(small.output.find("error[folding.does_not_fit]: chosen does not fit ice40-hx8k") != std::string::npos);
  }
  const auto refused = [&](const std::string& parallelism, const std::string& code) {
    const ProcessResult result = run_rtl4ml({"generate", config_with(scratch, parallelism), "--build", build});
    INFO(result.output);
    CHECK(result.exit_status == 2);
    CHECK(result.output.find("error[" + code + "]") != std::string::npos);
    CHECK(result.output.find("fix: ") != std::string::npos);
  };
  refused("{fit: xc8a35t}", "config.target");
  refused("{fit: generic}", "folding.target");
  refused("{fit: lifcl-40}", "cost.family");
  refused("{target: {interval_cycles: 10}, layers: {fc1: 8}}", "folding.interval");
  CHECK_FALSE(std::filesystem::exists(scratch.path() / "build"));
}

}  // namespace test
}  // namespace rtl4ml
