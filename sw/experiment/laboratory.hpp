// What all runs of an experiment share: data, folder, the networks they start from, and how hardware is asked.
#pragma once

#include <filesystem>
#include <functional>
#include <map>
#include <string>

#include "sw/base/error.hpp"
#include "sw/checkpoint/read_network.hpp"
#include "sw/experiment/experiment.hpp"
#include "sw/experiment/hardware_yaml.hpp"
#include "sw/experiment/learning_data.hpp"
#include "sw/experiment/record.hpp"
#include "sw/experiment/run_store.hpp"
#include "sw/model/network.hpp"

namespace rtl4ml {

/// What the compiler says of a design, by its config: "accuracy" (of the integers, which the RTL equals, on the test
/// part), "weight_bits" (biases included), "macs", "bit_operations", "lut", "ff", "dsp", "bram", "interval_cycles",
/// "latency_cycles". Called from several threads.
using HardwareModel =
    std::function<Result<std::map<std::string, double>>(const std::filesystem::path& config, const Dataset& test)>;

struct Laboratory {
  const Experiment& experiment;
  const RunStore& store;
  const LearningData& data;
  HardwareModel hardware;

  /// The float network of a seed, which a run before has trained. Errors: those of read_checkpoint()
  [[nodiscard]] Result<Network> float_network(std::uint64_t seed) const;
  /// Writes <folder>/checkpoints/<variant>-s<seed>.safetensors. Errors: file.unwritable
  [[nodiscard]] Result<void> keep(const Network& network, const std::string& variant, std::uint64_t seed) const;
};

/// The layers of the plan's perceptron, as the trainer calls them: fc1, bn1, relu1, fc2, ...
[[nodiscard]] std::vector<LayerRequest> layer_requests(const ModelPlan& model);

/// Writes the network's checkpoint and its hardware config, and asks the hardware model. Result: a record with its
/// figures and the config. Errors: those of the hardware model, file.unwritable
[[nodiscard]] Result<Record> measure_design(const Laboratory& laboratory, const std::string& variant,
                                            std::uint64_t seed, const Network& network, const DesignFormats& formats);

/// The variant name of the float network.
inline constexpr const char* kFloatVariant = "float32";

}  // namespace rtl4ml
