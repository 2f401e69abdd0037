// The study `storage`: the network as it is, dynamically quantized, and in half precision.
#include <fmt/format.h>

#include <cmath>
#include <limits>
#include <utility>

#include "sw/data/accuracy.hpp"
#include "sw/experiment/networks.hpp"
#include "sw/experiment/present.hpp"
#include "sw/experiment/study.hpp"
#include "sw/model/evaluate_real.hpp"
#include "sw/quantize/dynamic.hpp"
#include "sw/quantize/half.hpp"
#include "sw/quantize/parameters.hpp"
#include "sw/reference/inference_time.hpp"

namespace rtl4ml {
namespace {

constexpr double kMargin = 0.005;  // half a point
constexpr int kRepeats = 200;      // inferences of which the median is taken
constexpr double kFloatBytes = 4.0, kHalfBytes = 2.0;

/// Figures of one form of the network.
struct Form {
  std::vector<double> scores;  // [count][classes]
  double bytes = 0.0;
  double time_us = std::numeric_limits<double>::quiet_NaN();  // NaN: LibTorch has no engine for it on this machine
};

/// Adds what LibTorch takes for the first vector.
Result<Form> timed(Form form, const Network& network, InferenceForm kind, const Dataset& test) {
  const std::span<const double> first = std::span(test.inputs).first(static_cast<std::size_t>(test.features));
  const Result<std::optional<Inference>> inference = time_inference(network, kind, first, kRepeats);
  if (!inference) return faults(inference.error());
  if (*inference) form.time_us = (*inference)->us;
  return form;
}

Result<Form> dynamic_form(const Network& network, const Dataset& test, int weight_width) {
  const Result<DynamicNetwork> made = quantize_dynamic(network, {weight_width, 8});
  if (!made) return faults(made.error());
  Form form;
  form.scores = evaluate_dynamic(*made, test.inputs, test.features);
  form.bytes = static_cast<double>(dynamic_bytes(*made));
  return timed(std::move(form), network, weight_width == 8 ? InferenceForm::kDynamicInt8 : InferenceForm::kWeightInt4,
               test);
}

Result<Form> half_form(const Network& network, const Dataset& test) {
  const Result<Network> half = to_half(network);
  if (!half) return faults(half.error());
  Form form;
  form.scores = evaluate_half(*half, test.inputs, test.features);
  form.bytes = kHalfBytes * static_cast<double>(parameter_count(*half));
  return timed(std::move(form), *half, InferenceForm::kHalf, test);
}

Result<Form> float_form(const Network& network, const Dataset& test) {
  Form form;
  form.scores = evaluate_real(network, test.inputs, test.features);
  form.bytes = kFloatBytes * static_cast<double>(parameter_count(network));
  return timed(std::move(form), network, InferenceForm::kFloat, test);
}

constexpr const char* kOriginal = "original";

Result<Form> form_of(const std::string& variant, const Network& network, const Dataset& test) {
  if (variant == kOriginal) return float_form(network, test);
  if (variant == "half") return half_form(network, test);
  return dynamic_form(network, test, variant == "dynamic_int8" ? 8 : 4);
}

Task storage_task(const Laboratory& laboratory, std::uint64_t seed, const std::string& variant) {
  return {variant, seed, [&laboratory, seed, variant]() -> Result<Record> {
            const Result<Network> network = laboratory.float_network(seed);
            if (!network) return faults(network.error());
            const Result<Form> form = form_of(variant, *network, laboratory.data.test);
            if (!form) return faults(form.error());
            const std::vector<std::int64_t>& labels = laboratory.data.test.labels;
            Record record;
            record.figures = {{"accuracy", accuracy<double>(form->scores, labels, Answer::kScores).value_or(0.0)},
                              {"bytes", form->bytes},
                              {"weight_bits", 8.0 * form->bytes},
                              {"time_us", form->time_us}};
            return record;
          }};
}

Page page_of(const Laboratory& laboratory, const StorageStudy& study, const std::vector<Record>& records) {
  Page page = start_page(
      laboratory.experiment,
      "The float network as it is; with weights of 8 or 4 bits, one scale an output, and data quantized vector "
      "by vector while it runs (dynamic); and with parameters and data in half precision. Time per inference is "
      "LibTorch's, one vector at a time on one thread, while other runs use the machine. It multiplies float32 and "
      "int8; weights of 4 bits and halves are widened to float32 before every product: they save storage, not time.");
  for (const std::string& variant : study.variants)
    page.findings.push_back(at_least_as_accurate(records, variant, kOriginal, kMargin));
  Plot loss, score;
  loss.title = "Training curves: loss";
  score.title = "Training curves: accuracy on the training part";
  loss.x_label = score.x_label = "epoch";
  loss.y_label = "mean loss, nats";
  score.y_label = "accuracy, %";
  for (const Record& record : records) {
    if (record.variant != kFloatVariant) continue;
    for (auto& [plot, name, factor] : {std::tuple<Plot&, const char*, double>{loss, "loss", 1.0},
                                       std::tuple<Plot&, const char*, double>{score, "train_accuracy", 100.0}}) {
      Series series;
      series.name = fmt::format("seed {}", record.seed);
      const auto curve = record.curves.find(name);
      if (curve == record.curves.end()) continue;
      for (const double value : curve->second) {
        series.x.push_back(static_cast<double>(series.x.size() + 1));
        series.y.push_back(factor * value);
      }
      plot.series.push_back(std::move(series));
    }
  }
  std::vector<std::string> variants = {kOriginal};
  variants.insert(variants.end(), study.variants.begin(), study.variants.end());
  page.plots = {std::move(loss), std::move(score),
                pareto(records, "Accuracy against storage", "bytes", "bytes of all parameters", {{"forms", variants}})};
  page.tables = {summary_table(
      "Forms of one network", records, variants,
      {{"accuracy, %", "accuracy", 100.0, 2}, {"bytes", "bytes", 1.0, 0}, {"µs an inference", "time_us", 1.0, 1}})};
  return page;
}

}  // namespace

PlannedStudy plan_storage(const Laboratory& laboratory, const StorageStudy& study) {
  PlannedStudy plan;
  for (const std::uint64_t seed : laboratory.experiment.seeds) {
    plan.tasks.push_back(storage_task(laboratory, seed, kOriginal));
    for (const std::string& variant : study.variants) plan.tasks.push_back(storage_task(laboratory, seed, variant));
  }
  plan.page = [&laboratory, study](const std::vector<Record>& records) { return page_of(laboratory, study, records); };
  return plan;
}

}  // namespace rtl4ml
