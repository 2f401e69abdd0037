#include "sw/train/check_options.hpp"

#include <limits>

#include "tests/catch.hpp"
#include "tests/sw/train/common.hpp"

namespace rtl4ml {
namespace {

TrainTask task_of(TrainingSpec training, ModelSpec model = {.widths = {4, 8}}) {
  return {.start = std::move(model), .training = std::move(training)};
}

Network network_of(std::vector<int> widths) {
  Random random(1);
  return initial_network({.widths = std::move(widths)}, random);
}

}  // namespace

TEST_CASE("training options: every fault is said at once", "[train]") {
  CHECK(check_options(task_of({})));
  CHECK(check_options(task_of({.epochs = 0})));
  constexpr double kNan = std::numeric_limits<double>::quiet_NaN();
  TrainingSpec bad{.loss = {.label_smoothing = 1.0},
                   .optimizer = {.learning_rate = 0.0,
                                 .weight_decay = 1.0,
                                 .momentum = -0.1,
                                 .beta1 = 1.0,
                                 .beta2 = kNan,
                                 .epsilon = 0.0,
                                 .clip_norm = -1.0},
                   .schedule = {.warm_up = 3, .step_epochs = 0, .step_factor = 2.0},
                   .augmentation = {.noise = kNan, .shift = -1},
                   .epochs = -1,
                   .batch_size = 0,
                   .dropout = 1.0,
                   .validation_share = 1.0,
                   .patience = -1};
  bad.loss.distillation = Distillation{.teacher = {}, .temperature = 0.0, .share = 1.5};
  TrainTask task = task_of(bad);
  task.quantization = QuantizationSpec{.pact_decay = kNan};
  const Result<void> all = check_options(task);
  REQUIRE_FALSE(all);
  CHECK(all.error().size() == 21);
  for (const Error& error : all.error()) CHECK(error.code == "train.options");
  CHECK_FALSE(check_options(task_of({}, {.widths = {4}})));
  CHECK_FALSE(check_options(task_of({.batch_size = 1}, {.widths = {4, 4, 8}, .batch_norm = true})));
  CHECK(check_options(task_of({.batch_size = 1}, {.widths = {4, 8}, .batch_norm = true})));  // none there
  CHECK_FALSE(check_options(task_of({.optimizer = {.learning_rate = std::numeric_limits<double>::infinity()}})));
  CHECK_FALSE(check_options(task_of({.patience = 2})));  // measured by what?
  CHECK_FALSE(check_options(task_of({.loss = {.kind = LossKind::kMse, .label_smoothing = 0.1}})));
}

TEST_CASE("masks, images and teachers must fit the network", "[train]") {
  const Network network = network_of({4, 3, 2});
  TrainTask task{.start = network};
  CHECK(check_companions(task, network));
  task.masks["fc1"] = std::vector<std::uint8_t>(12, 1);
  CHECK(check_companions(task, network));
  task.masks["fc1"].pop_back();
  CHECK(test::code_of(check_companions(task, network)) == "train.masks");
  task.masks = {{"relu1", {}}};
  CHECK(test::code_of(check_companions(task, network)) == "train.masks");
  task.masks.clear();
  task.training.augmentation = {.shift = 1, .rows = 2, .columns = 3};
  CHECK(test::code_of(check_companions(task, network)) == "train.options");
  task.training.augmentation.columns = 2;
  CHECK(check_companions(task, network));
  task.training.loss.distillation = Distillation{.teacher = network_of({4, 9, 2})};
  CHECK(check_companions(task, network));
  task.training.loss.distillation->teacher = network_of({4, 9, 3});
  CHECK(test::code_of(check_companions(task, network)) == "train.network");
}

TEST_CASE("training data must fit the network", "[train]") {
  Dataset data{.count = 2, .features = 2, .inputs = {1, 2, 3, 4}, .labels = {0, 2}};
  CHECK(check_features(data, 2, "mine.csv"));
  CHECK(test::code_of(check_features(data, 3, "mine.csv")) == "train.data");
  CHECK(test::code_of(check_features({}, 0, "mine.csv")) == "train.data");
  CHECK(check_labels(data, 3, "mine.csv"));
  CHECK(test::code_of(check_labels(data, 2, "mine.csv")) == "train.data");
  CHECK(test::code_of(check_classes(data, 3, "mine.csv")) == "train.empty_class");
  data.labels = {0, 1};
  CHECK(check_classes(data, 2, "mine.csv"));
  data.labels = {0, -1};
  CHECK(test::code_of(check_labels(data, 3, "mine.csv")) == "train.data");
  data.labels = {};
  CHECK(test::code_of(check_labels(data, 3, "mine.csv")) == "train.data");
}

}  // namespace rtl4ml
