// Trains multi-layer perceptrons with LibTorch; the shipped checkpoints come from here.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "sw/base/error.hpp"
#include "sw/checkpoint/tensor.hpp"

namespace rtl4ml {

enum class Activation { kRelu, kLeakyRelu };

/// What progress is told after every epoch.
struct EpochReport {
  int epoch = 0;  ///< 1 .. epochs
  int epochs = 0;
  double loss = 0.0;  ///< mean cross-entropy over the epoch's batches, in nats
};

/// Called after every epoch; returns false to stop (Ctrl-C), which is the fault train.interrupted.
using TrainProgress = std::function<bool(const EpochReport&)>;

/// A perceptron: Linear "fc1", BatchNorm1d "bn1" where asked for, activation, Linear "fc2", ...; the last Linear gives
/// the class scores.
struct TrainOptions {
  std::vector<int> widths;  ///< of the input, of every hidden layer, of the output: {64, 32, 10}
  Activation activation = Activation::kRelu;
  double negative_slope = 0.01;  ///< of kLeakyRelu
  bool batch_norm = false;       ///< after every Linear but the last
  std::string data_set{};  ///< as load_data takes it; empty: nothing is trained, the parameters stay as initialised
  int epochs = 20;
  int batch_size = 64;
  double learning_rate = 2e-3;  ///< of AdamW at the start; falls to zero along a cosine
  double weight_decay = 1e-2;
  std::uint64_t seed = 1;
};

struct TrainResult {
  /// fc<i>.weight[out][in], fc<i>.bias[out], and bn<i>.weight, .bias, .running_mean, .running_var, all float32
  std::vector<Tensor> tensors;
  std::int64_t parameters = 0;  ///< elements of all tensors
  std::int64_t train_vectors = 0, test_vectors = 0;
  double loss = 0.0;  ///< of the last epoch
  double train_accuracy = 0.0,
         test_accuracy = 0.0;  ///< of the float model in evaluation mode, 0 to 1; 0 without a data set
};

/// Trains on the data set's train split and measures on both. One thread, and random numbers of the project's own: the
/// same options give the same bytes on the same machine and LibTorch (other processors may sum in another order), and
/// without a data set on any. Errors: train.options (all at once), train.data (the data set does not fit the widths),
/// train.failed (the loss is no number, or LibTorch's message), train.interrupted, and those of load_data
[[nodiscard]] Result<TrainResult> train(const TrainOptions& options, const TrainProgress& progress = {});

}  // namespace rtl4ml
