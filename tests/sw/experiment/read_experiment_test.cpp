#include "sw/experiment/read_experiment.hpp"

#include "tests/catch.hpp"
#include "tests/scratch_folder.hpp"
#include "tests/sw/experiment/parse.hpp"

namespace rtl4ml {

TEST_CASE("the least that an experiment says, and what it means then") {
  const Experiment experiment = parsed("data: rendered_digits\n");
  CHECK(experiment.name == "digits");
  CHECK(experiment.title == "digits");
  CHECK(experiment.data.train == "rendered_digits");
  CHECK(experiment.model.hidden == std::vector<int>{32});
  CHECK(experiment.training == TrainingPlan{});
  CHECK(experiment.finetuning.epochs == 10);
  CHECK(experiment.finetuning.rate == 0.0005);
  CHECK(experiment.seeds == std::vector<std::uint64_t>{1, 2, 3, 4, 5});
  CHECK(experiment.hardware.target == "xc7a35t");
  CHECK(!experiment.study);
  CHECK(!experiment.quantization);
}

TEST_CASE("seeds are counted, or named") {
  CHECK(parsed("data: two_class\nseeds: 2\n").seeds == std::vector<std::uint64_t>{1, 2});
  CHECK(parsed("data: two_class\nseeds: [7, 0]\n").seeds == std::vector<std::uint64_t>{7, 0});
  CHECK(faults_of("data: two_class\nseeds: [7, 8, 7]\n") ==
        "2:15: error[experiment.seeds]: seed 7 is named twice\n  fix: name each seed once\n");
}

TEST_CASE("settings are the same for what is said alike, and do not tell seeds and titles") {
  const std::string settings = parsed("data: two_class\nmodel: {hidden: [8]}\n").settings;
  CHECK(settings ==
        parsed("# a comment\ntitle: T\nseeds: 9\ndata:   two_class\nmodel:\n  hidden:\n    - 8\n").settings);
  CHECK(settings != parsed("data: two_class\nmodel: {hidden: [9]}\n").settings);
}

TEST_CASE("images are moved only where their shape is known, and not out of sight") {
  CHECK(faults_of("data: rendered_digits\ntraining: {shift: 1}\n") ==
        "2:19: error[experiment.shift]: training.shift is 1, and data.shape does not say how large an image is\n"
        "  fix: give data.shape, such as [28, 28], and a shift smaller than that\n");
  CHECK(faults_of("data: {train: rendered_digits, shape: [8, 8]}\nfinetuning: {shift: 8}\n")
            .find("2:21: error[experiment.shift]: finetuning.shift of 8 moves images of 8 x 8 out of sight") == 0);
  CHECK(faults_of("data: {train: rendered_digits, shape: [8, 8]}\ntraining: {shift: 7}\n").empty());
}

TEST_CASE("a file's name that cannot be a folder's needs a name beside it") {
  const Result<Experiment> experiment = parse_experiment("data: two_class\n", "a b.yaml");
  REQUIRE(!experiment);
  CHECK(experiment.error().front().code == "experiment.name");
  CHECK(parse_experiment("data: two_class\nname: ab\n", "a b.yaml"));
}

TEST_CASE("all faults are told at once, with line and column") {
  const std::string faults = faults_of("data: two_class\nmodle: 3\ntraining: {epochs: -1, optimizer: adma}\n");
  CHECK(faults.find("2:1: error[config.unknown_key]") != std::string::npos);
  CHECK(faults.find("3:20: error[config.range]") != std::string::npos);
  CHECK(faults.find("3:35: error[config.enum]") != std::string::npos);
  CHECK(faults_of("seeds: 3\n").find("error[config.missing_key]") != std::string::npos);
}

TEST_CASE("faults that no schema can say have codes of their own") {
  const auto code = [](const std::string& text) {
    const Result<Experiment> experiment = parse_experiment("data: two_class\n" + text, kExperimentPath);
    return experiment ? std::string() : experiment.error().front().code;
  };
  CHECK(code("seeds: [1, 1]\n") == "experiment.seeds");
  CHECK(code("training: {shift: 2}\n") == "experiment.shift");
  CHECK(code("study: {groups: {bits: [7]}}\n") == "experiment.bits");
  CHECK(code("seeds: [1, 2]\n").empty());
}

TEST_CASE("an experiment is read from a file") {
  const test::ScratchFolder scratch;
  CHECK(read_experiment(scratch.write("e.yaml", "data: two_class\n"))->name == "e");
  const Result<Experiment> missing = read_experiment((scratch.path() / "none.yaml").string());
  REQUIRE(!missing);
  CHECK(missing.error().front().code == "file.missing");
}

}  // namespace rtl4ml
