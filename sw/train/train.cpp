#include "sw/train/train.hpp"

#include <torch/torch.h>

#include <cmath>
#include <cstddef>
#include <cstring>
#include <exception>
#include <numbers>
#include <numeric>
#include <optional>

#include "sw/data/dataset.hpp"
#include "sw/data/random.hpp"
#include "sw/train/check_options.hpp"
#include "sw/train/single_thread.hpp"

namespace rtl4ml {
namespace {

constexpr double kBatchNormEpsilon = 1e-5;
constexpr double kBatchNormMomentum = 0.1;
constexpr std::int64_t kEvaluationBatch = 4096;

/// A trainable perceptron: plain tensors, so that names and order are ours.
class Mlp {
 public:
  Mlp(const TrainOptions& options, Random& random) : options_(options) {
    for (std::size_t i = 0; i + 1 < options.widths.size(); ++i) {
      const bool last = i + 2 == options.widths.size();
      layers_.push_back(make_layer(options.widths[i], options.widths[i + 1], options.batch_norm && !last, random));
    }
  }

  /// Shapes: x[n][in_features] -> scores[n][classes]
  torch::Tensor forward(torch::Tensor x, bool training) const {
    for (std::size_t i = 0; i < layers_.size(); ++i) {
      const LayerTensors& layer = layers_[i];
      x = torch::addmm(layer.bias, x, layer.weight.t());
      if (i + 1 == layers_.size()) break;
      if (layer.scale.defined()) {
        x = torch::batch_norm(x, layer.scale, layer.shift, layer.running_mean, layer.running_var, training,
                              kBatchNormMomentum, kBatchNormEpsilon, false);
      }
      x = options_.activation == Activation::kRelu ? torch::relu(x) : torch::leaky_relu(x, options_.negative_slope);
    }
    return x;
  }

  std::vector<torch::Tensor> trained() const {
    std::vector<torch::Tensor> all;
    for (const LayerTensors& layer : layers_) {
      all.push_back(layer.weight);
      all.push_back(layer.bias);
      if (!layer.scale.defined()) continue;
      all.push_back(layer.scale);
      all.push_back(layer.shift);
    }
    return all;
  }

  std::vector<Tensor> tensors() const {
    std::vector<Tensor> all;
    for (std::size_t i = 0; i < layers_.size(); ++i) {
      const LayerTensors& layer = layers_[i];
      const std::string number = std::to_string(i + 1);
      all.push_back(copied("fc" + number + ".weight", layer.weight));
      all.push_back(copied("fc" + number + ".bias", layer.bias));
      if (!layer.scale.defined()) continue;
      all.push_back(copied("bn" + number + ".weight", layer.scale));
      all.push_back(copied("bn" + number + ".bias", layer.shift));
      all.push_back(copied("bn" + number + ".running_mean", layer.running_mean));
      all.push_back(copied("bn" + number + ".running_var", layer.running_var));
    }
    return all;
  }

 private:
  struct LayerTensors {
    torch::Tensor weight, bias;
    torch::Tensor scale, shift, running_mean, running_var;  // of the BatchNorm1d, undefined without one
  };

  /// PyTorch's own choice for nn.Linear: uniform within +-1/sqrt(in_features), weight and bias.
  static torch::Tensor uniform(const std::vector<std::int64_t>& shape, double bound, Random& random) {
    torch::Tensor tensor = torch::empty(shape, torch::kFloat32);
    float* const values = tensor.data_ptr<float>();
    for (std::int64_t i = 0; i < tensor.numel(); ++i) values[i] = static_cast<float>(random.uniform(-bound, bound));
    return tensor.set_requires_grad(true);
  }

  static LayerTensors make_layer(int in, int out, bool batch_norm, Random& random) {
    const double bound = 1.0 / std::sqrt(static_cast<double>(in));
    LayerTensors layer;
    layer.weight = uniform({out, in}, bound, random);
    layer.bias = uniform({out}, bound, random);
    if (!batch_norm) return layer;
    layer.scale = torch::ones({out}).set_requires_grad(true);
    layer.shift = torch::zeros({out}).set_requires_grad(true);
    layer.running_mean = torch::zeros({out});
    layer.running_var = torch::ones({out});
    return layer;
  }

  static Tensor copied(const std::string& name, const torch::Tensor& source) {
    const torch::Tensor plain = source.detach().contiguous();
    Tensor copy{.name = name, .dtype = DType::kFloat32, .shape = plain.sizes().vec(), .data = {}};
    copy.data.resize(static_cast<std::size_t>(plain.numel()) * sizeof(float));
    std::memcpy(copy.data.data(), plain.data_ptr<float>(), copy.data.size());
    return copy;
  }

  const TrainOptions& options_;
  std::vector<LayerTensors> layers_;
};

struct TorchData {
  torch::Tensor inputs;  // float32 [count][features]
  torch::Tensor labels;  // int64 [count]
};

/// Errors: train.data
Result<TorchData> torch_data(const TrainOptions& options, Split split) {
  const Result<Dataset> data = load_data(options.data_set, "", split, 0);
  if (!data) return faults(data.error());
  if (auto fits = check_data(options, *data); !fits) return faults(fits.error());
  const auto doubles = torch::TensorOptions().dtype(torch::kFloat64);
  const auto longs = torch::TensorOptions().dtype(torch::kInt64);
  // from_blob takes a mutable pointer, but to() and clone() only read.
  return TorchData{torch::from_blob(const_cast<double*>(data->inputs.data()), {data->count, data->features}, doubles)
                       .to(torch::kFloat32),
                   torch::from_blob(const_cast<std::int64_t*>(data->labels.data()), {data->count}, longs).clone()};
}

/// Share of the largest scores that are the label's.
double accuracy_of(const Mlp& model, const TorchData& data) {
  const torch::NoGradGuard no_gradients;
  std::int64_t right = 0;
  const std::int64_t count = data.labels.size(0);
  for (std::int64_t start = 0; start < count; start += kEvaluationBatch) {
    const std::int64_t end = std::min(start + kEvaluationBatch, count);
    const torch::Tensor scores = model.forward(data.inputs.slice(0, start, end), false);
    right += scores.argmax(1).eq(data.labels.slice(0, start, end)).sum().item<std::int64_t>();
  }
  return static_cast<double>(right) / static_cast<double>(count);
}

/// 0 .. count-1 in random order (Fisher, Yates).
torch::Tensor shuffled(std::int64_t count, Random& random) {
  torch::Tensor order = torch::empty({count}, torch::kInt64);
  std::int64_t* const values = order.data_ptr<std::int64_t>();
  std::iota(values, values + count, std::int64_t{0});
  for (std::int64_t i = count - 1; i > 0; --i) {
    std::swap(values[i], values[random.below(static_cast<std::uint64_t>(i) + 1)]);
  }
  return order;
}

/// One pass over the data. Result: the mean loss. Batch normalisation has no variance of one sample, so a last batch of
/// one is left out.
double run_epoch(const Mlp& model, const TorchData& data, const TrainOptions& options, torch::optim::AdamW& optimizer,
                 Random& random) {
  const std::int64_t count = data.labels.size(0);
  const torch::Tensor order = shuffled(count, random);
  double loss_sum = 0.0;
  std::int64_t batches = 0;
  for (std::int64_t start = 0; start < count; start += options.batch_size) {
    const torch::Tensor batch = order.slice(0, start, std::min<std::int64_t>(start + options.batch_size, count));
    if (batch.size(0) == 1 && count > 1 && options.batch_norm) break;
    optimizer.zero_grad();
    const torch::Tensor scores = model.forward(data.inputs.index_select(0, batch), true);
    torch::Tensor loss = torch::cross_entropy_loss(scores, data.labels.index_select(0, batch));
    loss.backward();
    optimizer.step();
    loss_sum += loss.item<double>();
    ++batches;
  }
  return loss_sum / static_cast<double>(batches);
}

/// Falls from the full rate to zero over the epochs, along half a cosine.
void set_learning_rate(torch::optim::AdamW& optimizer, const TrainOptions& options, int epoch) {
  const double done = static_cast<double>(epoch - 1) / options.epochs;
  const double rate = options.learning_rate * 0.5 * (1.0 + std::cos(std::numbers::pi * done));
  for (auto& group : optimizer.param_groups()) static_cast<torch::optim::AdamWOptions&>(group.options()).lr(rate);
}

Result<void> fit(const Mlp& model, const TorchData& data, const TrainOptions& options, const TrainProgress& progress,
                 Random& random, TrainResult& result) {
  torch::optim::AdamW optimizer(model.trained(),
                                torch::optim::AdamWOptions(options.learning_rate).weight_decay(options.weight_decay));
  for (int epoch = 1; epoch <= options.epochs; ++epoch) {
    set_learning_rate(optimizer, options, epoch);
    result.loss = run_epoch(model, data, options, optimizer, random);
    if (!std::isfinite(result.loss)) {
      return fault("train.failed", options.data_set,
                   "the loss is no longer a number after epoch " + std::to_string(epoch),
                   "lower learning_rate; it is " + std::to_string(options.learning_rate));
    }
    if (progress && !progress({epoch, options.epochs, result.loss})) {
      return fault("train.interrupted", options.data_set,
                   "stopped after epoch " + std::to_string(epoch) + ", nothing is written");
    }
  }
  return {};
}

/// May throw what LibTorch throws.
Result<TrainResult> train_unguarded(const TrainOptions& options, const TrainProgress& progress) {
  const SingleThread single_thread;
  Random random(options.seed);
  TrainResult result;
  const Mlp model(options, random);
  if (!options.data_set.empty()) {
    const Result<TorchData> training = torch_data(options, Split::kTrain);
    if (!training) return faults(training.error());
    const Result<TorchData> test = torch_data(options, Split::kTest);
    if (!test) return faults(test.error());
    if (auto done = fit(model, *training, options, progress, random, result); !done) return faults(done.error());
    result.train_vectors = training->labels.size(0);
    result.test_vectors = test->labels.size(0);
    result.train_accuracy = accuracy_of(model, *training);
    result.test_accuracy = accuracy_of(model, *test);
  }
  result.tensors = model.tensors();
  for (const Tensor& tensor : result.tensors) result.parameters += tensor.numel();
  return result;
}

}  // namespace

Result<TrainResult> train(const TrainOptions& options, const TrainProgress& progress) {
  if (auto sound = check_options(options); !sound) return faults(sound.error());
  try {
    return train_unguarded(options, progress);
  } catch (const std::exception& failure) {
    return fault("train.failed", options.data_set, std::string("LibTorch: ") + failure.what());
  }
}

}  // namespace rtl4ml
