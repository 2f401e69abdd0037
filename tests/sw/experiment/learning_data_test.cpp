#include "sw/experiment/learning_data.hpp"

#include "sw/data/npy.hpp"
#include "tests/catch.hpp"
#include "tests/scratch_folder.hpp"

namespace rtl4ml {
namespace {

ExperimentData named(const std::string& train) {
  ExperimentData data;
  data.train = train;
  data.place = "e.yaml:1:7";
  return data;
}

/// The code of the fault of a table's text.
std::string code_of(const test::ScratchFolder& scratch, const std::string& table) {
  const Result<LearningData> data = load_learning_data(named(scratch.write("t.csv", table)), scratch.path());
  return data ? "" : data.error().front().code;
}

}  // namespace

TEST_CASE("a data set by name has a test part of its own, which hardware configs name as well") {
  const test::ScratchFolder scratch;
  ExperimentData spec = named("rendered_digits");
  spec.train_count = 400;
  spec.test_count = 30;
  const Result<LearningData> data = load_learning_data(spec, scratch.path());
  REQUIRE(data);
  CHECK(data->train.count == 400);
  CHECK(data->test.count == 30);
  CHECK(data->classes == 10);
  CHECK(data->test_inputs == "rendered_digits");
  CHECK(data->test_labels.empty());
  CHECK(!std::filesystem::exists(scratch.path() / "data"));
}

TEST_CASE("of a file the last fifth is measured with, and kept for the simulation") {
  const test::ScratchFolder scratch;
  std::string table;
  for (int i = 0; i < 11; ++i) table += std::to_string(i) + "," + std::to_string(i % 2) + "\n";
  const Result<LearningData> data = load_learning_data(named(scratch.write("t.csv", table)), scratch.path());
  REQUIRE(data);
  CHECK(data->train.count == 9);
  CHECK(data->test.inputs == std::vector<double>{9.0, 10.0});
  CHECK(data->test.labels == std::vector<std::int64_t>{1, 0});
  const Result<Dataset> kept = read_npy_dataset((scratch.path() / "data/test.npy").string(),
                                                (scratch.path() / "data/test_labels.npy").string(), 0);
  REQUIRE(kept);
  CHECK(kept->inputs == data->test.inputs);
  CHECK(kept->labels == data->test.labels);
  CHECK(data->test_inputs == "../data/test.npy");
}

TEST_CASE("data that cannot be learned is a fault") {
  const test::ScratchFolder scratch;
  CHECK(code_of(scratch, "1,0\n2,1\n3,0\n4,1\n") == "experiment.data");              // too few to divide
  CHECK(code_of(scratch, "1,0\n2,0\n3,0\n4,0\n5,0\n") == "experiment.data");         // one class
  CHECK(code_of(scratch, "1,0\n2,2\n3,0\n4,2\n5,0\n") == "experiment.empty_class");  // no class 1
  CHECK(code_of(scratch, "1,0\n2,1\n3,0\n4,1\n5,-1\n") == "experiment.labels");      // a negative one
  ExperimentData unlabelled = named((scratch.path() / "x.npy").string());
  REQUIRE(write_npy(unlabelled.train, {5, 1}, std::vector<double>{1, 2, 3, 4, 5}));
  const Result<LearningData> data = load_learning_data(unlabelled, scratch.path());
  REQUIRE(!data);
  CHECK(data.error().front().code == "experiment.labels");
  CHECK(data.error().front().place == "e.yaml:1:7");
}

TEST_CASE("two files must fit each other") {
  const test::ScratchFolder scratch;
  ExperimentData spec = named(scratch.write("a.csv", "1,0\n2,1\n"));
  spec.test = scratch.write("b.csv", "1,2,0\n3,4,1\n");
  const Result<LearningData> data = load_learning_data(spec, scratch.path());
  REQUIRE(!data);
  CHECK(data.error().front().code == "experiment.data");
  CHECK(data.error().front().message == "the training part has 1 features, the test part 2");
}

}  // namespace rtl4ml
