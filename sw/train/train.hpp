// Trains multi-layer perceptrons with LibTorch: the shipped checkpoints, finetuning, and quantization-aware training.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "sw/base/error.hpp"
#include "sw/data/dataset.hpp"
#include "sw/model/network.hpp"
#include "sw/train/model_spec.hpp"
#include "sw/train/quantization_spec.hpp"
#include "sw/train/training_spec.hpp"

namespace rtl4ml {

/// One epoch of the history, and what progress is told of it.
struct EpochReport {
  int epoch = 0;  ///< 1 .. epochs
  int epochs = 0;
  double loss = 0.0;            ///< mean over the epoch's batches; of cross-entropy in nats
  double train_accuracy = 0.0;  ///< of the same batches, as they were trained
  double learning_rate = 0.0;
  std::optional<double> validation_loss{}, validation_accuracy{};
};

/// Called after every epoch; returns false to stop (Ctrl-C), which is the fault train.interrupted.
using TrainProgress = std::function<bool(const EpochReport&)>;

/// Everything that decides what comes out, but for the data.
struct TrainTask {
  std::variant<ModelSpec, Network> start;  ///< initialised by the seed, or trained further
  TrainingSpec training{};
  std::optional<QuantizationSpec> quantization{};  ///< empty: float
  /// By the name of a Linear: 0 where the weight stays zero, else 1. Shapes: [out_features * in_features]
  std::map<std::string, std::vector<std::uint8_t>> masks{};
  std::string data_name{};  ///< what messages call the data
  std::string
      state_path{};  ///< where a stopped run is kept; it goes on from there if the file is there; empty: nowhere
};

struct TrainResult {
  /// Evaluation mode. Where quantized: folded, and unrounded; the formats turn it into codes by half_even and saturate.
  Network network;
  NetworkFormats formats;            ///< what QuantizationSpec became
  std::vector<EpochReport> history;  ///< of every epoch that was run
  int best_epoch = 0;                ///< whose weights these are; without validation the last one
  std::int64_t parameters = 0;       ///< values of network_tensors(network)
  std::int64_t train_vectors = 0, test_vectors = 0;
  double loss = 0.0;  ///< of the last epoch
  double train_accuracy = 0.0,
         test_accuracy = 0.0;  ///< of the result, as it is quantized, in evaluation mode, 0 to 1; 0 without data
};

/// Trains on `training` and measures on both. Random numbers are the project's own: on one thread the same task gives
/// the same bytes on the same machine and LibTorch (other processors may sum in another order), whether it was stopped
/// on the way or not. A last batch of one vector is left out where there is batch normalisation.
/// `test`: may be null. Errors: train.options, train.network, train.quantization, train.masks (all of a kind at once),
/// train.data, train.empty_class (a class without a training vector), train.state (the state file is of another
/// configuration or no state), train.failed (the loss is no number, or LibTorch's message), train.interrupted, and
/// those of files
[[nodiscard]] Result<TrainResult> train(const TrainTask& task, const Dataset& training, const Dataset* test,
                                        const TrainProgress& progress = {});

/// The start alone: no data, nothing trained; the same parameters on any machine. Errors: as train
[[nodiscard]] Result<TrainResult> initialise(const TrainTask& task);

}  // namespace rtl4ml
