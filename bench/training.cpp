// A step of quantization-aware training against the same model in plain LibTorch without quantization: 784-256-128-10,
// batch 128, AdamW, one thread. The best of interleaved rounds.
#include <torch/torch.h>

#include <algorithm>
#include <string>
#include <vector>

#include "bench/row.hpp"
#include "sw/base/stopwatch.hpp"
#include "sw/train/losses.hpp"
#include "sw/train/mlp.hpp"
#include "sw/train/model_spec.hpp"
#include "sw/train/optimizers.hpp"
#include "sw/train/single_thread.hpp"
#include "sw/train/tensors.hpp"

namespace rtl4ml {
namespace {

constexpr std::int64_t kBatch = 128;
constexpr int kRounds = 60;
constexpr int kSteps = 5;  // of one round
constexpr double kBound = 1.5;
constexpr double kRate = 1e-4;

TensorQuantization learned(int width, bool is_signed) {
  return {.type = {width, 0, is_signed}, .learning = Learning::kLsq};
}
TensorQuantization fixed(int width, int frac_width, bool is_signed) { return {.type = {width, frac_width, is_signed}}; }

/// Weights, biases and activations of every layer, and the input.
QuantizationSpec everything(bool learns) {
  QuantizationSpec spec{.data_in = fixed(4, 4, false)};
  for (const std::string name : {"fc1", "fc2", "fc3"}) {
    const bool last = name == "fc3";
    spec.layers[name] = {.weight = learns ? learned(4, true) : fixed(4, 5, true),
                         .bias = fixed(8, 5, true),
                         .data_out = learns ? learned(last ? 8 : 4, last) : fixed(last ? 8 : 4, 2, last)};
  }
  return spec;
}

class OurModel {
 public:
  OurModel(const Network& network, const QuantizationSpec& spec, const torch::Tensor& x)
      : spec_(spec), model_(network, &spec_), optimizer_({}, model_.parameters()) {
    model_.start_quantizers(x, false);
  }
  void step(const torch::Tensor& x, const torch::Tensor& labels) {
    optimizer_.clear_gradients();
    const torch::Tensor loss = batch_loss({}, model_.forward(x, true, 0.0, nullptr), labels, {});
    loss.backward();
    optimizer_.step(kRate);
    model_.after_step();
    (void)loss.item<double>();
  }

 private:
  QuantizationSpec spec_;
  Mlp model_;
  Optimizer optimizer_;
};

class PlainModel {
 public:
  PlainModel() : optimizer_(network_->parameters(), torch::optim::AdamWOptions(kRate)) {}
  void step(const torch::Tensor& x, const torch::Tensor& labels) {
    optimizer_.zero_grad();
    torch::Tensor loss = torch::cross_entropy_loss(network_->forward(x), labels);
    loss.backward();
    optimizer_.step();
    (void)loss.item<double>();
  }

 private:
  torch::nn::Sequential network_{torch::nn::Linear(784, 256), torch::nn::ReLU(), torch::nn::Linear(256, 128),
                                 torch::nn::ReLU(), torch::nn::Linear(128, 10)};
  torch::optim::AdamW optimizer_;
};

template <class Step>
double seconds_of(const Step& step) {
  const Stopwatch watch;
  for (int i = 0; i < kSteps; ++i) step();
  return watch.seconds() / kSteps;
}

int run() {
  const SingleThread single_thread;
  torch::manual_seed(1);
  Random random(1);
  ModelSpec shape;
  shape.widths = {784, 256, 128, 10};
  const Network network = initial_network(shape, random);
  Matrix x;
  x.resize(kBatch, 784);
  for (float& value : x.values) value = static_cast<float>(random.uniform());
  std::vector<std::int64_t> labels(kBatch);
  for (std::int64_t& label : labels) label = static_cast<std::int64_t>(random.below(10));
  const torch::Tensor inputs = view_of(x);
  const torch::Tensor targets = view_of(labels);
  OurModel straight(network, everything(false), inputs);
  OurModel lsq(network, everything(true), inputs);
  PlainModel plain;
  double best[3] = {1e9, 1e9, 1e9};
  for (int round = 0; round < kRounds; ++round) {
    best[0] = std::min(best[0], seconds_of([&] { plain.step(inputs, targets); }));
    best[1] = std::min(best[1], seconds_of([&] { straight.step(inputs, targets); }));
    best[2] = std::min(best[2], seconds_of([&] { lsq.step(inputs, targets); }));
  }
  bool all = true;
  const std::vector<std::string> names = {"", "straight-through, FixedType", "LSQ, power of two"};
  for (std::size_t i = 1; i < 3; ++i) {
    const double ratio = best[i] / best[0];
    all &= bench::print_row("step of 784-256-128-10, batch 128: " + names[i] + " / LibTorch float",
                            fmt::format("{:.2f} ({:.2f} / {:.2f} ms)", ratio, best[i] * 1e3, best[0] * 1e3),
                            fmt::format("<= {}", kBound), ratio <= kBound);
  }
  return all ? 0 : 1;
}

}  // namespace
}  // namespace rtl4ml

int main() { return rtl4ml::run(); }
