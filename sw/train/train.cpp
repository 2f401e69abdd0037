#include "sw/train/train.hpp"

#include <exception>
#include <utility>

#include "sw/checkpoint/network_tensors.hpp"
#include "sw/train/check_options.hpp"
#include "sw/train/check_trainable.hpp"
#include "sw/train/evaluate.hpp"
#include "sw/train/single_thread.hpp"
#include "sw/train/trainer.hpp"

namespace rtl4ml {
namespace {

const QuantizationSpec* quantization_of(const TrainTask& task) {
  return task.quantization ? &*task.quantization : nullptr;
}

/// The network to start from. Errors: those that the options and the network have
Result<Network> start_of(const TrainTask& task, Random& random) {
  if (auto sound = check_options(task); !sound) return faults(sound.error());
  const auto* given = std::get_if<Network>(&task.start);
  Network network = given != nullptr ? *given : initial_network(std::get<ModelSpec>(task.start), random);
  if (auto sound = check_network_for_training(network, quantization_of(task)); !sound) return faults(sound.error());
  if (auto sound = check_companions(task, network); !sound) return faults(sound.error());
  return network;
}

Result<void> check_data(const TrainTask& task, const Network& network, const Dataset& training, const Dataset* test) {
  const NetworkShape shape = shape_of(network);
  for (const Dataset* data : {&training, test}) {
    if (data == nullptr) continue;
    if (auto fits = check_features(*data, shape.in_features, task.data_name); !fits) return fits;
    if (auto fits = check_labels(*data, shape.out_features, task.data_name); !fits) return fits;
  }
  if (shape.has_norm && training.count * (1.0 - task.training.validation_share) < 2.0) {
    return fault("train.data", task.data_name, "has one training vector; batch_norm needs two",
                 "add vectors, or train without batch_norm");
  }
  return check_classes(training, shape.out_features, task.data_name);
}

void put_network(Network network, TrainResult& result) {
  result.network = std::move(network);
  for (const Tensor& tensor : network_tensors(result.network)) result.parameters += tensor.numel();
}

/// May throw what LibTorch throws.
Result<TrainResult> train_unguarded(const TrainTask& task, const Dataset& training, const Dataset* test,
                                    const TrainProgress& progress) {
  std::optional<SingleThread> single_thread;
  if (!task.training.all_cores) single_thread.emplace();
  Random random(task.training.seed);
  const Result<Network> network = start_of(task, random);
  if (!network) return faults(network.error());
  if (auto fits = check_data(task, *network, training, test); !fits) return faults(fits.error());
  const QuantizationSpec* const spec = quantization_of(task);
  const bool noisy = task.training.augmentation.noise > 0.0;  // it comes before the rounding
  const FloatData data = float_data(training, noisy ? nullptr : spec);
  std::string configuration;
  if (!task.state_path.empty()) configuration = describe(task) + "data " + data_hash(training) + "\n";
  Trainer trainer(task, *network, random, data);
  if (auto done = trainer.run(configuration, progress); !done) return faults(done.error());

  TrainResult result;
  result.history = trainer.history();
  result.best_epoch = trainer.best_epoch();
  if (!result.history.empty()) result.loss = result.history.back().loss;
  result.train_vectors = training.count;
  result.train_accuracy = evaluate(trainer.model(), noisy ? float_data(training, spec) : data, {}).accuracy;
  if (test != nullptr) {
    result.test_vectors = test->count;
    result.test_accuracy = evaluate(trainer.model(), float_data(*test, spec), {}).accuracy;
  }
  result.formats = trainer.model().formats();
  put_network(trainer.model().network(true), result);
  return result;
}

}  // namespace

Result<TrainResult> train(const TrainTask& task, const Dataset& training, const Dataset* test,
                          const TrainProgress& progress) {
  try {
    return train_unguarded(task, training, test, progress);
  } catch (const std::exception& failure) {
    return fault("train.failed", task.data_name, std::string("LibTorch: ") + failure.what());
  }
}

Result<TrainResult> initialise(const TrainTask& task) {
  Random random(task.training.seed);
  Result<Network> network = start_of(task, random);
  if (!network) return faults(network.error());
  TrainResult result;
  put_network(std::move(*network), result);
  return result;
}

}  // namespace rtl4ml
