#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>

#include "tests/catch.hpp"
#include "tests/sw/experiment/parse.hpp"

namespace rtl4ml {

TEST_CASE("the schema that is compiled in is the one of hw/schema") {
  std::ifstream file("hw/schema/experiment.schema.json");
  CHECK(experiment_schema_json() == std::string(std::istreambuf_iterator<char>(file), {}));
  CHECK(experiment_schema().at("title") == "rtl4ml experiment");
}

TEST_CASE("docs/experiment_reference.md is what the schema says, and its example is valid") {
  std::ifstream file("docs/experiment_reference.md");
  const std::string text(std::istreambuf_iterator<char>(file), {});
  INFO("out of date: run `rtl4ml schema experiment --markdown > docs/experiment_reference.md`");
  CHECK((text == experiment_reference_markdown()));
  const std::size_t at = text.find("```yaml\n") + 8;
  CHECK(faults_of(text.substr(at, text.find("```", at) - at)).empty());
}

TEST_CASE("the defaults that the code has are the schema's") {
  std::string training;
  for (const auto& [key, rule] : experiment_schema().at("$defs").at("training").at("properties").items())
    training += (training.empty() ? "" : ", ") + key + ": " + rule.at("default").dump();
  CHECK(parsed("data: two_class\ntraining: {" + training + "}\n").training == TrainingPlan{});
  const QuantizationPlan plan = *parsed("data: two_class\nquantization: {}\n").quantization;
  CHECK(plan.weight_width == QuantizationPlan{}.weight_width);
  CHECK(plan.method == QuantizationPlan{}.method);
  CHECK(plan.observer == QuantizationPlan{}.observer);
}

}  // namespace rtl4ml
