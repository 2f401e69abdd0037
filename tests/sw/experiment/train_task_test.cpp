#include "sw/experiment/train_task.hpp"

#include "tests/catch.hpp"
#include "tests/sw/experiment/parse.hpp"

namespace rtl4ml {
namespace {

LearningData data_of(double least) {
  LearningData data;
  data.classes = 3;
  data.train = {2, 2, {least, 0.5, 1.0, 0.25}, {0, 1}};
  return data;
}

Network leaky_network() {
  return {{{"fc1", LinearLayer{2, 2, {1, 2, 3, 4}, {1, 1}}},
           {"relu1", ReluLayer{}},
           {"fc2", LinearLayer{2, 2, {1, 2, 3, 4}, {1, 1}}},
           {"act", LeakyReluLayer{0.125}},
           {"fc3", LinearLayer{2, 3, {1, 2, 3, 4, 5, 6}, {1, 1, 1}}}}};
}

}  // namespace

TEST_CASE("a network goes from the data's features to an output a class") {
  const ModelSpec spec = model_spec({{5, 4}, "leaky_relu", 0.25, true, 0.0}, data_of(0.0));
  CHECK(spec.widths == std::vector<int>{2, 5, 4, 3});
  CHECK(spec.activation == Activation::kLeakyRelu);
  CHECK(spec.negative_slope == 0.25);
  CHECK(spec.batch_norm);
}

TEST_CASE("training is what the plan says") {
  const Experiment experiment = parsed(
      "data: {train: rendered_digits, shape: [8, 8]}\nmodel: {dropout: 0.5}\n"
      "training: {epochs: 7, batch_size: 3, loss: mse, optimizer: sgd, rate: 0.5, momentum: 0.25, weight_decay: 0.125, "
      "schedule: step, warmup_epochs: 2, patience: 4, noise: 0.0625, shift: 1}\n");
  const TrainingSpec spec = training_spec(experiment.training, experiment, 9);
  CHECK(spec.epochs == 7);
  CHECK(spec.batch_size == 3);
  CHECK(spec.loss.kind == LossKind::kMse);
  CHECK(spec.optimizer.kind == OptimizerKind::kSgd);
  CHECK(spec.optimizer.learning_rate == 0.5);
  CHECK(spec.optimizer.momentum == 0.25);
  CHECK(spec.optimizer.weight_decay == 0.125);
  CHECK(spec.schedule.kind == ScheduleKind::kStep);
  CHECK(spec.schedule.warm_up == 2);
  CHECK(spec.augmentation.noise == 0.0625);
  CHECK(spec.augmentation.shift == 1);
  CHECK(spec.augmentation.rows == 8);
  CHECK(spec.dropout == 0.5);
  CHECK(spec.patience == 4);
  CHECK(spec.validation_share > 0.0);
  CHECK(spec.seed == 9);
  CHECK(training_spec(experiment.training, experiment, 1).epochs == 7);
}

TEST_CASE("every Linear has types by the plan, unsigned behind which a ReLU is, and of an input without negatives") {
  QuantizationPlan plan = at_width({}, 4);
  plan.score_width = 9;
  plan.layer_weight_widths = {{"fc2", 2}};
  const QuantizationSpec spec = quantization_spec(plan, leaky_network(), data_of(0.0));
  CHECK(!spec.data_in->type.is_signed);
  CHECK(quantization_spec(plan, leaky_network(), data_of(-0.5)).data_in->type.is_signed);
  CHECK(spec.layers.at("fc1").weight->type.width == 4);
  CHECK(spec.layers.at("fc2").weight->type.width == 2);
  CHECK(!spec.layers.at("fc1").data_out->type.is_signed);
  CHECK(spec.layers.at("fc2").data_out->type.is_signed);
  CHECK(spec.layers.at("fc3").data_out->type.width == 9);
  CHECK(spec.layers.at("act").data_out->type.width == 4);
  CHECK(spec.fit_frac_width(std::vector<float>{0.9F}, 8, true, false) == 7);
}

TEST_CASE("methods learn what they are known for") {
  QuantizationPlan plan;
  const auto learning = [&](const std::string& method) {
    plan.method = method;
    const QuantizationSpec spec = quantization_spec(plan, leaky_network(), data_of(0.0));
    return std::vector<Learning>{spec.layers.at("fc1").weight->learning, spec.layers.at("fc1").data_out->learning,
                                 spec.layers.at("fc2").data_out->learning};
  };
  CHECK(learning("straight_through") == std::vector<Learning>{Learning::kNone, Learning::kNone, Learning::kNone});
  CHECK(learning("lsq") == std::vector<Learning>{Learning::kLsq, Learning::kLsq, Learning::kLsq});
  CHECK(learning("pact") == std::vector<Learning>{Learning::kNone, Learning::kPact, Learning::kNone});
}

TEST_CASE("what was learned stands in the config where it has RTL") {
  NetworkFormats formats;
  formats[""].data_out = LearnedFormat{FixedType{4, 4, false}, 0.0625};
  formats["fc1"].weight = LearnedFormat{FixedType{4, 3, true}, 0.125};
  formats["fc1"].data_out = LearnedFormat{std::nullopt, 0.3};
  const DesignFormats design = design_formats(formats, leaky_network());
  CHECK(design.layers.at("fc1").data_in == FixedType{4, 4, false});
  CHECK(design.layers.at("fc1").weight == FixedType{4, 3, true});
  CHECK(!design.layers.at("fc1").data_out);
}

TEST_CASE("quantization after training takes widths and observer from the plan") {
  QuantizationPlan plan = at_width({}, 4);
  plan.observer = "kl";
  plan.equalize = true;
  plan.score_width = 6;
  const Result<PtqOptions> options = ptq_options(plan, leaky_network(), "e.yaml:1:1");
  REQUIRE(options);
  CHECK(options->weight_width == 4);
  CHECK(options->data_observer == ObserverKind::kKl);
  CHECK(options->equalize);
  CHECK(options->layers.at("fc3").data_out == 6);
  plan.scale_rounding = "ceil";
  CHECK(ptq_options(plan, leaky_network(), "")->scale_rounding == ScaleRounding::kCeil);
  plan.scale_rounding = "up";
  CHECK(ptq_options(plan, leaky_network(), "").error().front().code == "quantize.scale_rounding");
  plan.observer = "best";
  CHECK(ptq_options(plan, leaky_network(), "e.yaml:1:1").error().front().code == "quantize.observer");
}

}  // namespace rtl4ml
