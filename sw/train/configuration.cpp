// describe() and data_hash() of state.hpp.
#include <fmt/format.h>

#include <cstring>
#include <span>

#include "sw/base/split_mix.hpp"
#include "sw/checkpoint/network_tensors.hpp"
#include "sw/train/state.hpp"

namespace rtl4ml {
namespace {

/// Mixes 64 bits at a time.
class Hash {
 public:
  void add(std::uint64_t bits) { state_ = SplitMix64(state_ ^ bits).next(); }
  void add(std::span<const std::byte> bytes) {
    add(bytes.size());
    std::size_t i = 0;
    for (std::uint64_t word = 0; i + sizeof(word) <= bytes.size(); i += sizeof(word)) {
      std::memcpy(&word, bytes.data() + i, sizeof(word));
      add(word);
    }
    for (; i < bytes.size(); ++i) add(static_cast<std::uint64_t>(bytes[i]));
  }
  [[nodiscard]] std::string text() const { return fmt::format("{:016x}", state_); }

 private:
  std::uint64_t state_ = 0;
};

std::string describe(const TensorQuantization& tensor) {
  if (tensor.quantizer) return fmt::format("{} {} {}", tensor.format, tensor.lowest, tensor.highest);
  std::string text = to_string(tensor.type);
  if (tensor.auto_frac_width) text += " auto";
  if (tensor.learning != Learning::kNone) {
    text += fmt::format(" {}{}", tensor.learning == Learning::kLsq ? "lsq" : "pact",
                        tensor.power_of_two ? " power_of_two" : "");
  }
  if (tensor.start_scale) text += fmt::format(" from {}", *tensor.start_scale);
  return text;
}

void add_network(std::string& text, const std::string& key, const Network& network) {
  Hash hash;
  std::string layers;
  for (const Layer& layer : network.layers) {
    layers += " " + operator_name(layer.kind) + ":" + layer.name;
    if (const auto* norm = std::get_if<BatchNorm1dLayer>(&layer.kind)) layers += fmt::format("({})", norm->epsilon);
    if (const auto* leaky = std::get_if<LeakyReluLayer>(&layer.kind))
      layers += fmt::format("({})", leaky->negative_slope);
    if (const auto* clip = std::get_if<ClipLayer>(&layer.kind))
      layers += fmt::format("({} {})", clip->min_value, clip->max_value);
  }
  for (const Tensor& tensor : network_tensors(network)) hash.add(tensor.data);
  text += fmt::format("{} {}{}\n", key, hash.text(), layers);
}

void add_start(std::string& text, const TrainTask& task) {
  if (const auto* network = std::get_if<Network>(&task.start)) {
    add_network(text, "network", *network);
    return;
  }
  const ModelSpec& spec = std::get<ModelSpec>(task.start);
  text += "widths";
  for (const int width : spec.widths) text += fmt::format(" {}", width);
  text += fmt::format("\nactivation {} {}\nbatch_norm {}\n", static_cast<int>(spec.activation), spec.negative_slope,
                      spec.batch_norm);
}

void add_quantization(std::string& text, const QuantizationSpec& spec) {
  text += fmt::format("pact_decay {}\n", spec.pact_decay);
  const auto add = [&](const std::string& name, const std::optional<TensorQuantization>& tensor) {
    if (tensor) text += fmt::format("quantization {} {}\n", name, describe(*tensor));
  };
  add("data_in", spec.data_in);
  for (const auto& [name, layer] : spec.layers) {
    add(name + ".weight", layer.weight);
    add(name + ".bias", layer.bias);
    add(name + ".data_out", layer.data_out);
  }
}

}  // namespace

std::string describe(const TrainTask& task) {
  std::string text;
  add_start(text, task);
  const TrainingSpec& training = task.training;
  text += fmt::format("loss {} {}\n", static_cast<int>(training.loss.kind), training.loss.label_smoothing);
  if (const auto& distillation = training.loss.distillation) {
    add_network(text, "teacher", distillation->teacher);
    text += fmt::format("distillation {} {}\n", distillation->temperature, distillation->share);
  }
  const OptimizerSpec& optimizer = training.optimizer;
  text +=
      fmt::format("optimizer {}\nlearning_rate {}\nweight_decay {}\nmomentum {} {}\nbetas {} {} {}\nclip_norm {}\n",
                  static_cast<int>(optimizer.kind), optimizer.learning_rate, optimizer.weight_decay, optimizer.momentum,
                  optimizer.nesterov, optimizer.beta1, optimizer.beta2, optimizer.epsilon, optimizer.clip_norm);
  const ScheduleSpec& schedule = training.schedule;
  text += fmt::format("schedule {} {} {} {}\n", static_cast<int>(schedule.kind), schedule.warm_up, schedule.step_epochs,
                      schedule.step_factor);
  const AugmentationSpec& augmentation = training.augmentation;
  text += fmt::format("augmentation {} {} {} {}\n", augmentation.noise, augmentation.shift, augmentation.rows,
                      augmentation.columns);
  text += fmt::format("epochs {}\nbatch_size {}\ndropout {}\nvalidation {} {}\nseed {}\nall_cores {}\n",
                      training.epochs, training.batch_size, training.dropout, training.validation_share,
                      training.patience, training.seed, training.all_cores);
  if (task.quantization) add_quantization(text, *task.quantization);
  for (const auto& [name, mask] : task.masks) {
    Hash hash;
    hash.add(std::as_bytes(std::span(mask)));
    text += fmt::format("mask {} {}\n", name, hash.text());
  }
  return text;
}

std::string data_hash(const Dataset& data) {
  Hash hash;
  hash.add(static_cast<std::uint64_t>(data.features));
  hash.add(std::as_bytes(std::span(data.inputs)));
  hash.add(std::as_bytes(std::span(data.labels)));
  return hash.text();
}

}  // namespace rtl4ml
