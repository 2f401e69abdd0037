#include "sw/train/train.hpp"

#include <algorithm>
#include <cmath>
#include <string>
#include <utility>
#include <vector>

#include "sw/train/evaluate.hpp"
#include "sw/train/losses.hpp"
#include "tests/catch.hpp"
#include "tests/sw/train/common.hpp"
#include "tests/sw/train/integer_model.hpp"

namespace rtl4ml {
namespace {

const Dataset& digits(Split split) {
  static const Dataset kTrain = load_data("rendered_digits", "", Split::kTrain, 0).value();
  static const Dataset kTest = load_data("rendered_digits", "", Split::kTest, 0).value();
  return split == Split::kTrain ? kTrain : kTest;
}

/// The frac_width with which the largest value just fits.
int fit(std::span<const float> values, int width, bool is_signed, bool) {
  float largest = 0x1p-20F;
  for (const float value : values) largest = std::max(largest, is_signed ? std::fabs(value) : value);
  return width - (is_signed ? 1 : 0) - 1 - std::ilogb(largest);
}

TensorQuantization fitted(int width, bool is_signed) {
  return {.type = {width, 0, is_signed}, .auto_frac_width = true};
}

/// Hidden layers give unsigned codes of `width` bits, weights have as many, scores 8.
QuantizationSpec all_of(int width, int layers) {
  QuantizationSpec spec{.data_in = test::fixed(width, width, false), .fit_frac_width = fit};
  for (int i = 1; i <= layers; ++i) {
    spec.layers["fc" + std::to_string(i)] = {.weight = fitted(width, true),
                                             .bias = fitted(8, true),
                                             .data_out = fitted(i == layers ? 8 : width, i == layers)};
  }
  return spec;
}

std::int64_t count_differences(const TrainResult& result, const QuantizationSpec& spec, const Dataset& data) {
  const QuantizedModel model = test::integer_model(result.network, result.formats);
  const std::vector<std::int64_t> codes = test::integer_scores(model, data);
  const QuantizationSpec settled = with_formats(spec, result.formats);
  const std::vector<float> scores = network_scores(result.network, &settled, data).value();
  REQUIRE(scores.size() == codes.size());
  std::int64_t differences = 0;
  for (std::size_t i = 0; i < codes.size(); ++i) {
    differences += static_cast<double>(scores[i]) != dequantize(codes[i], model.data_out()) ? 1 : 0;
  }
  return differences;
}

}  // namespace

TEST_CASE("training learns, and the same task gives the same bytes", "[train]") {
  TrainTask task{.start = ModelSpec{.widths = {64, 16, 10}, .batch_norm = true}};
  task.training = {.epochs = 2, .seed = 11};
  std::vector<double> losses;
  const TrainResult first = train(task, digits(Split::kTrain), &digits(Split::kTest), [&](const EpochReport& report) {
                              CHECK(report.epoch == static_cast<int>(losses.size()) + 1);
                              CHECK(report.epochs == 2);
                              losses.push_back(report.loss);
                              return true;
                            }).value();
  REQUIRE(losses.size() == 2);
  CHECK(losses[1] < losses[0]);
  CHECK(first.loss == losses[1]);
  CHECK(first.history[1].learning_rate == Approx(1e-3));
  CHECK(first.history[1].train_accuracy > first.history[0].train_accuracy);
  CHECK(first.test_accuracy > 0.75);
  CHECK(first.train_accuracy >= first.test_accuracy - 0.03);
  CHECK(first.train_vectors == 8000);
  CHECK(first.test_vectors == 2000);
  CHECK(first.parameters == 64 * 16 + 16 + 4 * 16 + 160 + 10);
  CHECK(test::same_bytes(first.network, train(task, digits(Split::kTrain), nullptr).value().network));
  task.training.seed = 12;
  CHECK_FALSE(test::same_bytes(first.network, train(task, digits(Split::kTrain), nullptr).value().network));
}

TEST_CASE("every loss, optimizer, schedule and activation learns three bells", "[train]") {
  const Dataset data = test::three_bells(300);
  const auto accuracy = [&](const TrainingSpec& training, Activation activation = Activation::kRelu) {
    const TrainTask task{.start = ModelSpec{.widths = {4, 8, 3}, .activation = activation}, .training = training};
    return train(task, data, nullptr).value().train_accuracy;
  };
  const TrainingSpec usual{.optimizer = {.learning_rate = 0.02}, .epochs = 12, .batch_size = 16};
  TrainingSpec spec = usual;
  for (const LossKind kind : {LossKind::kCrossEntropy, LossKind::kMse, LossKind::kHinge}) {
    spec.loss.kind = kind;
    CHECK(accuracy(spec) > 0.8);
  }
  spec = usual;
  spec.loss.label_smoothing = 0.1;
  spec.dropout = 0.1;
  spec.optimizer.clip_norm = 1.0;
  spec.all_cores = true;
  CHECK(accuracy(spec) > 0.8);
  spec = usual;
  spec.optimizer.kind = OptimizerKind::kAdam;
  spec.optimizer.weight_decay = 1e-4;
  spec.schedule = {.kind = ScheduleKind::kStep, .warm_up = 1, .step_epochs = 5, .step_factor = 0.3};
  CHECK(accuracy(spec) > 0.8);
  spec.optimizer.kind = OptimizerKind::kSgd;
  spec.optimizer.nesterov = true;
  CHECK(accuracy(spec) > 0.8);
  for (const Activation activation :
       {Activation::kLeakyRelu, Activation::kHardtanh, Activation::kRelu6, Activation::kSigmoid, Activation::kTanh}) {
    CHECK(accuracy(usual, activation) > 0.75);
  }
}

TEST_CASE("what training computes is what the integers compute, value for value", "[train]") {
  const Dataset data = test::first_of(digits(Split::kTrain), 1000);
  for (const Activation activation : {Activation::kRelu, Activation::kLeakyRelu, Activation::kRelu6}) {
    for (const bool batch_norm : {false, true}) {
      INFO(static_cast<int>(activation) << " " << batch_norm);
      TrainTask task{.start =
                         ModelSpec{.widths = {64, 24, 16, 10}, .activation = activation, .batch_norm = batch_norm}};
      task.training = {.optimizer = {.learning_rate = 1e-2}, .epochs = 10, .batch_size = 50};
      const TrainResult plain = train(task, data, nullptr).value();
      task.start = plain.network;
      task.training.optimizer.learning_rate = 2e-3;
      task.training.epochs = 2;
      QuantizationSpec spec = all_of(5, 3);
      spec.layers["fc1"].weight = test::lsq(4, true);
      spec.layers["fc2"].data_out = TensorQuantization{.type = {5, 0, false}, .learning = Learning::kPact};
      if (activation == Activation::kLeakyRelu) {
        for (const std::string number : {"1", "2"}) {
          spec.layers["fc" + number].data_out = fitted(6, true);
          spec.layers["leaky_relu" + number] = {.weight = test::fixed(4, 5, true), .data_out = fitted(5, true)};
        }
      }
      task.quantization = spec;
      const TrainResult result = train(task, data, nullptr).value();
      CHECK(plain.train_accuracy > 0.3);  // chance is 0.1
      CHECK(result.train_accuracy > plain.train_accuracy - 0.1);
      CHECK(count_differences(result, spec, data) == 0);
    }
  }
}

TEST_CASE("quantization-aware training: 8 bits are close to float, 3 bits beat rounding afterwards", "[train]") {
  const Dataset& test_data = digits(Split::kTest);
  const Dataset data = test::first_of(digits(Split::kTrain), 3000);
  for (const bool batch_norm : {false, true}) {
    double rounded = 0.0;
    double trained = 0.0;
    for (std::uint64_t seed = 1; seed <= 5; ++seed) {
      TrainTask task{.start = ModelSpec{.widths = {64, 24, 10}, .batch_norm = batch_norm}};
      task.training = {.epochs = 6, .batch_size = 32, .seed = seed};
      const TrainResult plain = train(task, data, &test_data).value();
      task.start = plain.network;
      task.training.optimizer.learning_rate = 1e-3;
      task.training.epochs = 0;
      task.quantization = all_of(3, 2);
      const double before = train(task, data, &test_data).value().test_accuracy;
      task.training.epochs = 3;
      const double after = train(task, data, &test_data).value().test_accuracy;
      INFO("batch_norm " << batch_norm << ", seed " << seed << ": " << before << " -> " << after);
      CHECK(after > before);
      rounded += before / 5;
      trained += after / 5;
      if (seed > 1) continue;
      task.quantization = all_of(8, 2);
      CHECK(train(task, data, &test_data).value().test_accuracy > plain.test_accuracy - 0.01);
    }
    CAPTURE(batch_norm, rounded, trained);
    CHECK(trained > rounded + 0.04);
  }
}

TEST_CASE("pruned weights stay zero", "[train]") {
  TrainTask task{.start = ModelSpec{.widths = {4, 6, 3}}};
  task.training = {.epochs = 3, .batch_size = 16};
  task.masks["fc1"].resize(24);
  for (std::size_t i = 0; i < 24; ++i) task.masks["fc1"][i] = i % 3 == 0 ? 0 : 1;
  const TrainResult result = train(task, test::three_bells(60), nullptr).value();
  const std::vector<float>& weight = std::get<LinearLayer>(result.network.layers[0].kind).weight;
  for (std::size_t i = 0; i < 24; ++i) CHECK((weight[i] == 0.0F) == (i % 3 == 0));
}

TEST_CASE("a teacher's scores are learned", "[train]") {
  const Dataset data = test::three_bells(300);
  TrainTask task{.start = ModelSpec{.widths = {4, 16, 3}}};
  task.training = {.optimizer = {.learning_rate = 0.02}, .epochs = 12, .batch_size = 16};
  const TrainResult teacher = train(task, data, nullptr).value();
  Dataset wrong = data;
  for (std::int64_t& label : wrong.labels) label = (label + 1) % 3;
  task.training.loss.distillation = Distillation{.teacher = teacher.network, .temperature = 2.0, .share = 1.0};
  const TrainResult student = train(task, wrong, nullptr).value();
  CHECK(evaluate_network(student.network, nullptr, data).value().accuracy > 0.8);  // the labels do not count
}

TEST_CASE("faults of training", "[train]") {
  const Dataset data = test::three_bells(30);
  const auto code = [&](const TrainTask& task, const Dataset& training) {
    return test::code_of(train(task, training, nullptr));
  };
  const TrainTask sound{.start = ModelSpec{.widths = {4, 3}}, .training = {.epochs = 1}};
  CHECK(code(sound, data).empty());
  CHECK(code({.start = ModelSpec{.widths = {4}}}, data) == "train.options");
  CHECK(code({.start = ModelSpec{.widths = {5, 3}}}, data) == "train.data");
  CHECK(code({.start = ModelSpec{.widths = {4, 2}}}, data) == "train.data");
  CHECK(code({.start = ModelSpec{.widths = {4, 4}}}, data) == "train.empty_class");
  CHECK(code({.start = Network{}}, data) == "train.network");
  CHECK(code(sound, {}) == "train.data");
  TrainTask task = sound;
  task.masks["fc2"] = {};
  CHECK(code(task, data) == "train.masks");
  task = sound;
  task.quantization.emplace().layers["fc2"];
  CHECK(code(task, data) == "train.quantization");
  task = {.start = ModelSpec{.widths = {1, 2, 1}, .batch_norm = true}};
  CHECK(code(task, {.count = 1, .features = 1, .inputs = {1.0}, .labels = {0}}) == "train.data");
  Dataset with_nan = data;
  with_nan.inputs[7] = NAN;
  CHECK(code(sound, with_nan) == "train.failed");
  for (const auto& [rate, message] : {std::pair{1e30, "no longer a number"}, std::pair{1e300, "LibTorch: "}}) {
    task = {.start = ModelSpec{.widths = {4, 4, 3}}};
    task.training.optimizer.learning_rate = rate;
    const Result<TrainResult> diverged = train(task, data, nullptr);
    REQUIRE_FALSE(diverged);
    CHECK(diverged.error().front().code == "train.failed");
    CHECK(diverged.error().front().message.find(message) != std::string::npos);
  }
  int calls = 0;
  const auto stopped =
      train({.start = ModelSpec{.widths = {4, 3}}}, data, nullptr, [&](const EpochReport&) { return ++calls < 2; });
  CHECK(test::code_of(stopped) == "train.interrupted");
  CHECK(calls == 2);
}

TEST_CASE("batches: larger than the data, and a last one of one vector", "[train]") {
  TrainTask task{.start = ModelSpec{.widths = {4, 5, 3}, .batch_norm = true}};
  task.training = {.epochs = 1, .batch_size = 1000};
  const TrainResult whole = train(task, test::three_bells(30), nullptr).value();
  task.training.batch_size = 30;
  CHECK(test::same_bytes(whole.network, train(task, test::three_bells(30), nullptr).value().network));
  CHECK(std::isfinite(train(task, test::three_bells(31), nullptr).value().loss));
}

TEST_CASE("the start alone needs no data", "[train]") {
  const TrainTask task{.start = ModelSpec{.widths = {5, 4, 3}, .batch_norm = true}};
  const TrainResult result = initialise(task).value();
  CHECK(result.train_vectors == 0);
  CHECK(result.parameters == 20 + 4 + 4 * 4 + 12 + 3);
  CHECK(test::code_of(initialise({.start = ModelSpec{.widths = {4}}})) == "train.options");
}

}  // namespace rtl4ml
