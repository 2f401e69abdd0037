#include "sw/experiment/read_plans.hpp"

#include "tests/catch.hpp"
#include "tests/sw/experiment/parse.hpp"

namespace rtl4ml {
namespace {

Experiment with(const std::string& text) { return parsed("data: two_class\n" + text); }

template <class T>
T study_of(const std::string& text) {
  return std::get<T>(*with("study: " + text + "\n").study);
}

}  // namespace

TEST_CASE("files are relative to the experiment, names of data sets are not") {
  const ExperimentData data =
      parsed(
          "data: {train: a.npy, train_labels: sub/l.npy, test: b.csv, train_count: 5, test_count: 6, shape: [3, 4]}\n")
          .data;
  CHECK(data.train == "studies/a.npy");
  CHECK(data.train_labels == "studies/sub/l.npy");
  CHECK(data.test == "studies/b.csv");
  CHECK(data.train_count == 5);
  CHECK(data.test_count == 6);
  CHECK(data.rows == 3);
  CHECK(data.columns == 4);
  CHECK(data.place == "studies/digits.yaml:1:7");
  CHECK(parsed("data: mnist\n").data.train == "mnist");
}

TEST_CASE("finetuning takes from training what it does not say, and has half its epochs at a quarter of its rate") {
  const Experiment experiment = with("training: {epochs: 7, rate: 0.4, optimizer: sgd, warmup_epochs: 3}\n");
  CHECK(experiment.finetuning.epochs == 4);
  CHECK(experiment.finetuning.rate == 0.1);
  CHECK(experiment.finetuning.optimizer == "sgd");
  CHECK(experiment.finetuning.warmup_epochs == 0);
  const Experiment own = with("training: {epochs: 7, batch_size: 9}\nfinetuning: {epochs: 1, patience: 2}\n");
  CHECK(own.finetuning.epochs == 1);
  CHECK(own.finetuning.batch_size == 9);
  CHECK(own.finetuning.patience == 2);
}

TEST_CASE("widths that are not said follow the others") {
  const QuantizationPlan plan = *with("quantization: {width: 4}\n").quantization;
  CHECK(plan.weight_width == 4);
  CHECK(plan.data_width == 4);
  CHECK(plan.input_width == 4);
  CHECK(plan.score_width == 4);
  CHECK(plan.bias_width == 8);
  const QuantizationPlan own =
      *with("quantization: {width: 4, data_width: 6, score_width: 8, bias_width: 5, method: lsq}\n").quantization;
  CHECK(own.weight_width == 4);
  CHECK(own.input_width == 6);
  CHECK(own.score_width == 8);
  CHECK(own.bias_width == 5);
  CHECK(own.method == "lsq");
}

TEST_CASE("every study is read, with the schema's defaults") {
  CHECK(study_of<WidthsStudy>("{widths: [4, 8]}").widths == std::vector<int>{4, 8});
  CHECK(study_of<GridStudy>("{grid: {widths: [4], frac_widths: [-2, 3]}}").frac_widths == std::vector<int>{-2, 3});
  CHECK(study_of<StorageStudy>("{storage: [half]}").variants == std::vector<std::string>{"half"});
  CHECK(study_of<ClusteringStudy>("{clustering: {}}").bits == std::vector<int>{2, 4, 8});
  CHECK(study_of<ClusteringStudy>("{clustering: {linear_widths: [16]}}").linear_widths == std::vector<int>{16});
  CHECK(study_of<GroupsStudy>("{groups: {}}").group_size == 64);
  CHECK(study_of<SensitivityStudy>("{sensitivity: {mean_bits: 3.5}}").mean_bits == 3.5);
  CHECK(study_of<PruningStudy>("{pruning: {}}").sparsities.size() == 9);
  CHECK(study_of<PruningStudy>("{pruning: {sparsities: [0.5], neurons: false}}").neurons == false);
  const FormatsStudy formats = study_of<FormatsStudy>("{formats: [e4m3, binary]}");
  CHECK(formats.formats == std::vector<std::string>{"e4m3", "binary"});
  CHECK(formats.places.back() == "studies/digits.yaml:2:25");
}

TEST_CASE("groups of bits that are not packed are refused, and so is a study that there is not") {
  CHECK(
      faults_of("data: two_class\nstudy: {groups: {bits: [8, 5]}}\n") ==
      "2:24: error[experiment.bits]: groups.bits: weights of 5 bits are not packed\n  fix: there are 8, 4, 3 and 2\n");
  CHECK(
      faults_of("data: two_class\nstudy: {clustering: {bits: [6], linear_widths: [12]}}\n") ==
      "2:28: error[experiment.bits]: clustering.bits: weights of 6 bits are not packed\n  fix: there are 8, 4, 3 and "
      "2\n2:48: error[experiment.bits]: clustering.linear_widths: 12 bits are not stored\n  fix: there are 8 and 16\n");
  CHECK(faults_of("data: two_class\nstudy: {width: [8]}\n").find("error[config.") != std::string::npos);
}

}  // namespace rtl4ml
