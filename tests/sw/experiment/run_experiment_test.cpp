#include "sw/experiment/run_experiment.hpp"

#include <nlohmann/json.hpp>

#include "sw/base/file.hpp"
#include "tests/catch.hpp"
#include "tests/sw/experiment/small.hpp"

namespace rtl4ml {
namespace {

Result<ExperimentResult> run(const SmallLaboratory& small, const Experiment& experiment, ExperimentCommand command,
                             const std::string& folder) {
  return run_experiment(experiment, command, small.scratch.path() / folder, false, small.laboratory.hardware);
}

std::string content(const std::filesystem::path& path) {
  const Result<std::string> text = read_file(path, 1 << 24);
  if (!text) throw std::runtime_error(to_string(text.error()));
  return *text;
}

}  // namespace

TEST_CASE("a command leaves a page, tables, checkpoints and configs, the same to the byte every time") {
  const SmallLaboratory small;
  for (const char* folder : {"one", "two"}) {
    const Result<ExperimentResult> result = run(small, small.experiment, ExperimentCommand::kCompare, folder);
    INFO((result ? std::string() : to_string(result.error())));
    REQUIRE(result);
    CHECK(result->records.size() == 4);
  }
  for (const char* file :
       {"compare.csv", "compare.json", "compare.html", "checkpoints/qat-s1.safetensors", "configs/qat-s1.yaml"}) {
    INFO(file);
    CHECK((content(small.scratch.path() / "one" / file) == content(small.scratch.path() / "two" / file)));
  }
  const auto json = nlohmann::json::parse(content(small.scratch.path() / "one/compare.json"));
  CHECK(json.at("variants").size() == 4);
  CHECK(json.at("variants")[1].at("variant") == "PTQ");
  CHECK(json.at("variants")[1].at("figures").at("accuracy").at("mean") == 0.5);
  CHECK(json.at("findings").size() == 1);
}

TEST_CASE("measured times stand apart from what repeats") {
  const SmallLaboratory small;
  Experiment experiment = small.experiment;
  experiment.study = StorageStudy{{"dynamic_int8"}};
  REQUIRE(run(small, experiment, ExperimentCommand::kSweep, "e"));
  CHECK(content(small.scratch.path() / "e/sweep_times.csv").find("time_us") != std::string::npos);
  CHECK(content(small.scratch.path() / "e/sweep.csv").find("time") == std::string::npos);
  CHECK(content(small.scratch.path() / "e/sweep.json").find("time") == std::string::npos);
}

TEST_CASE("commands need what they work on") {
  const SmallLaboratory small;
  Experiment experiment = small.experiment;
  experiment.quantization.reset();
  for (const auto& [command, code] : {std::pair{ExperimentCommand::kSweep, "experiment.no_study"},
                                      std::pair{ExperimentCommand::kCompare, "experiment.no_quantization"},
                                      std::pair{ExperimentCommand::kQuantize, "experiment.no_quantization"}}) {
    const Result<ExperimentResult> result = run(small, experiment, command, "e");
    REQUIRE(!result);
    CHECK(result.error().front().code == code);
  }
  CHECK(run(small, experiment, ExperimentCommand::kTrain, "t"));
}

TEST_CASE("runs of other settings are refused in the same folder") {
  const SmallLaboratory small;
  REQUIRE(run(small, small.experiment, ExperimentCommand::kTrain, "e"));
  Experiment other = small.experiment;
  other.settings += " ";
  const Result<ExperimentResult> result = run(small, other, ExperimentCommand::kTrain, "e");
  REQUIRE(!result);
  CHECK(result.error().front().code == "experiment.other_settings");
}

}  // namespace rtl4ml
