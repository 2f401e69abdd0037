#include "sw/train/trainer.hpp"

#include <algorithm>
#include <filesystem>

#include "tests/catch.hpp"
#include "tests/scratch_folder.hpp"
#include "tests/sw/train/common.hpp"

namespace rtl4ml {
namespace {

/// Everything that a state has to carry: validation, augmentation, dropout, momentum, learned scales, folding.
TrainTask rich_task() {
  TrainTask task{.start = ModelSpec{.widths = {4, 6, 3}, .batch_norm = true}};
  task.training = {.augmentation = {.noise = 0.05, .shift = 1, .rows = 2, .columns = 2},
                   .epochs = 6,
                   .batch_size = 16,
                   .dropout = 0.1,
                   .validation_share = 0.25};
  QuantizationSpec spec;
  spec.layers["fc1"] = {.weight = test::lsq(4, true), .data_out = test::lsq(4, false)};
  spec.layers["fc2"].weight = TensorQuantization{.type = {4, 0, true}, .auto_frac_width = true};
  spec.fit_frac_width = [](std::span<const float>, int, bool, bool) { return 2; };
  task.quantization = spec;
  return task;
}

bool same_result(const TrainResult& a, const TrainResult& b) {
  bool same = test::same_bytes(a.network, b.network) && a.history.size() == b.history.size() &&
              a.best_epoch == b.best_epoch && a.train_accuracy == b.train_accuracy;
  for (std::size_t i = 0; same && i < a.history.size(); ++i) {
    same = a.history[i].loss == b.history[i].loss && a.history[i].validation_loss == b.history[i].validation_loss;
  }
  return same && a.formats.at("fc1").weight->scale == b.formats.at("fc1").weight->scale;
}

}  // namespace

TEST_CASE("every index once, another order each time", "[train]") {
  Random random(3);
  std::vector<std::int64_t> first = shuffled(100, random);
  CHECK(first != shuffled(100, random));
  std::sort(first.begin(), first.end());
  for (std::int64_t i = 0; i < 100; ++i) CHECK(first[static_cast<std::size_t>(i)] == i);
}

TEST_CASE("a stopped run goes on to the same bytes, wherever it was stopped", "[train]") {
  const Dataset data = test::three_bells(120);
  for (const OptimizerKind kind : {OptimizerKind::kAdamW, OptimizerKind::kSgd}) {
    TrainTask task = rich_task();
    task.training.optimizer.kind = kind;
    const TrainResult whole = train(task, data, nullptr).value();
    CHECK(same_result(whole, train(task, data, nullptr).value()));
    const test::ScratchFolder folder;
    task.state_path = (folder.path() / "run.state").string();
    for (const int stop : {1, 4, 5}) {
      const auto stopped = train(task, data, nullptr, [&](const EpochReport& report) { return report.epoch < stop; });
      CHECK(test::code_of(stopped) == "train.interrupted");
    }
    int first = 0;
    const TrainResult resumed = train(task, data, nullptr, [&](const EpochReport& report) {
                                  if (first == 0) first = report.epoch;
                                  return true;
                                }).value();
    CHECK(first == 6);
    CHECK(same_result(resumed, whole));
    CHECK(same_result(train(task, data, nullptr).value(), whole));  // ended: nothing is left to train
    task.training.seed = 2;
    CHECK(test::code_of(train(task, data, nullptr)) == "train.state");
    task.training.seed = 1;
    CHECK(test::code_of(train(task, test::three_bells(120, 9), nullptr)) == "train.state");
  }
}

TEST_CASE("a folder that cannot be written is a fault", "[train]") {
  TrainTask task = rich_task();
  task.state_path = "/proc/no/such/run.state";
  CHECK(test::code_of(train(task, test::three_bells(60), nullptr)) == "file.unwritable");
}

TEST_CASE("the best epoch's weights are the result, patience ends the run", "[train]") {
  TrainTask task{.start = ModelSpec{.widths = {4, 8, 3}}};
  task.training = {.optimizer = {.kind = OptimizerKind::kSgd, .learning_rate = 0.5, .weight_decay = 0.0},
                   .schedule = {.kind = ScheduleKind::kConstant},
                   .epochs = 60,
                   .batch_size = 8,
                   .validation_share = 0.3,
                   .patience = 3};
  const Dataset data = test::three_bells(100);
  const TrainResult result = train(task, data, nullptr).value();
  CHECK(static_cast<int>(result.history.size()) == result.best_epoch + 3);
  CHECK(result.history.size() < 60);
  for (const EpochReport& report : result.history) {
    CHECK(report.validation_accuracy <=
          result.history[static_cast<std::size_t>(result.best_epoch) - 1].validation_accuracy);
  }
  task.training.epochs = result.best_epoch;  // the same rates: the schedule is constant
  task.training.patience = 0;
  CHECK(test::same_bytes(train(task, data, nullptr).value().network, result.network));
}

}  // namespace rtl4ml
