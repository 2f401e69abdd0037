#include "sw/experiment/networks.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <system_error>

#include "sw/base/interrupt.hpp"
#include "sw/checkpoint/read_network.hpp"
#include "sw/experiment/train_task.hpp"
#include "sw/quantize/ptq.hpp"
#include "sw/train/evaluate.hpp"
#include "sw/train/train.hpp"

namespace rtl4ml {
namespace {

constexpr std::int64_t kCalibrationVectors = 1000;
constexpr double kFloatBits = 32.0;

/// Runs the trainer on the experiment's data. A training that is interrupted is kept under the run's name, and goes on
/// from there the next time.
Result<TrainedNetwork> trained(const Laboratory& laboratory, TrainTask task, const RunName& run) {
  task.data_name = laboratory.experiment.data.train;
  const std::filesystem::path state =
      laboratory.store.folder() / "runs" / fmt::format("{}-s{}.state", slug(run.variant), run.seed);
  task.state_path = state.string();
  const bool quantized = task.quantization.has_value();
  const Result<TrainResult> result =
      train(task, laboratory.data.train, nullptr, [](const EpochReport&) { return !interrupted(); });
  if (!result) return faults(result.error());
  std::error_code ignored;
  std::filesystem::remove(state, ignored);  // the run's record takes its place
  TrainedNetwork made;
  made.network = result->network;
  if (quantized) made.formats = design_formats(result->formats, result->network);
  for (const EpochReport& epoch : result->history) {
    made.curves["loss"].push_back(epoch.loss);
    made.curves["train_accuracy"].push_back(epoch.train_accuracy);
    if (epoch.validation_accuracy) made.curves["validation_accuracy"].push_back(*epoch.validation_accuracy);
  }
  if (result->best_epoch < static_cast<int>(result->history.size()))
    made.note = fmt::format("the weights of epoch {} of {}", result->best_epoch, result->history.size());
  return made;
}

/// The first training vectors: what `rtl4ml sim` calibrates with too.
std::span<const double> calibration_of(const Laboratory& laboratory) {
  const Dataset& train = laboratory.data.train;
  return std::span(train.inputs)
      .first(static_cast<std::size_t>(std::min(train.count, kCalibrationVectors) * train.features));
}

/// Types as a hardware config says them; the same input type stands at the first layer.
DesignFormats formats_of(const QuantizedNetwork& quantized) {
  DesignFormats formats;
  const auto one = [](const std::vector<AffineType>& types) {
    return types.empty() ? std::nullopt : fixed_type_of(types.front());
  };
  for (const LayerAffineTypes& layer : quantized.layers) {
    DesignLayerFormats& own = formats.layers[layer.layer];
    own.weight = one(layer.weight);
    own.bias = one(layer.bias);
    own.data_out = fixed_type_of(layer.data_out);
  }
  if (!quantized.layers.empty())
    formats.layers[quantized.layers.front().layer].data_in = fixed_type_of(quantized.data_in);
  return formats;
}

}  // namespace

Result<TrainedNetwork> train_network(const Laboratory& laboratory, const RunName& run) {
  const Experiment& experiment = laboratory.experiment;
  if (!experiment.checkpoint.empty()) {
    Result<Network> network = read_network(experiment.checkpoint, "", layer_requests(experiment.model));
    if (!network) return faults(std::move(network.error()));
    TrainedNetwork made;
    made.network = std::move(*network);
    return made;
  }
  TrainTask task;
  task.start = model_spec(experiment.model, laboratory.data);
  task.training = training_spec(experiment.training, experiment, run.seed);
  return trained(laboratory, std::move(task), run);
}

Result<TrainedNetwork> finetune(const Laboratory& laboratory, const RunName& run, const Network& start,
                                const WeightMasks& masks) {
  TrainTask task;
  task.start = start;
  task.training = training_spec(laboratory.experiment.finetuning, laboratory.experiment, run.seed);
  task.masks = masks;
  return trained(laboratory, std::move(task), run);
}

Result<TrainedNetwork> train_by_spec(const Laboratory& laboratory, const RunName& run, const Network& start,
                                     QuantizationSpec spec, const WeightMasks& masks) {
  TrainTask task;
  task.start = start;
  task.training = training_spec(laboratory.experiment.finetuning, laboratory.experiment, run.seed);
  task.quantization = std::move(spec);
  task.masks = masks;
  return trained(laboratory, std::move(task), run);
}

Result<TrainedNetwork> train_quantized(const Laboratory& laboratory, const RunName& run, const Network& start,
                                       const QuantizationPlan& plan, const WeightMasks& masks) {
  return train_by_spec(laboratory, run, start, quantization_spec(plan, start, laboratory.data), masks);
}

Result<TrainedNetwork> quantize_after_training(const Laboratory& laboratory, const Network& start,
                                               const QuantizationPlan& plan) {
  const Result<PtqOptions> options = ptq_options(plan, start, laboratory.experiment.quantization_place);
  if (!options) return faults(options.error());
  Result<PtqResult> result = ptq(start, calibration_of(laboratory), *options);
  if (!result) return faults(std::move(result.error()));
  TrainedNetwork made;
  made.formats = formats_of(result->quantized);
  made.network = std::move(result->quantized.network);
  made.note = fmt::format("{}", fmt::join(result->warnings, "\n"));
  return made;
}

Result<Record> float_record(const Laboratory& laboratory, const std::string& variant, std::uint64_t seed,
                            const TrainedNetwork& trained) {
  if (auto kept = laboratory.keep(trained.network, variant, seed); !kept) return faults(kept.error());
  const Result<Evaluation> evaluation = evaluate_network(trained.network, nullptr, laboratory.data.test);
  if (!evaluation) return faults(evaluation.error());
  double parameters = 0.0, macs = 0.0;
  for (const Layer& layer : trained.network.layers) {
    if (const auto* linear = std::get_if<LinearLayer>(&layer.kind)) {
      parameters += static_cast<double>(linear->weight.size() + linear->bias.size());
      macs += static_cast<double>(linear->weight.size());
    }
  }
  Record record;
  record.figures = {{"accuracy", evaluation->accuracy},
                    {"loss", evaluation->loss},
                    {"macs", macs},
                    {"weight_bits", kFloatBits * parameters}};
  record.curves = trained.curves;
  record.note = trained.note;
  return record;
}

Result<Record> design_record(const Laboratory& laboratory, const std::string& variant, std::uint64_t seed,
                             const TrainedNetwork& trained) {
  Result<Record> record = measure_design(laboratory, variant, seed, trained.network, trained.formats);
  if (!record) return record;
  record->curves = trained.curves;
  record->note = trained.note;
  return record;
}

Task float_task(const Laboratory& laboratory, std::uint64_t seed) {
  return {kFloatVariant, seed, [&laboratory, seed]() -> Result<Record> {
            const Result<TrainedNetwork> trained = train_network(laboratory, {kFloatVariant, seed});
            if (!trained) return faults(trained.error());
            return float_record(laboratory, kFloatVariant, seed, *trained);
          }};
}

}  // namespace rtl4ml
