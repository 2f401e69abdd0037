// The networks of an experiment: trained, trained further, trained quantized, and quantized after training.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "sw/base/error.hpp"
#include "sw/experiment/engine.hpp"
#include "sw/experiment/experiment.hpp"
#include "sw/experiment/hardware_yaml.hpp"
#include "sw/experiment/laboratory.hpp"
#include "sw/model/network.hpp"
#include "sw/train/quantization_spec.hpp"

namespace rtl4ml {

struct TrainedNetwork {
  Network network;
  DesignFormats formats;                              ///< of quantized ones: what the hardware config says
  std::map<std::string, std::vector<double>> curves;  ///< by epoch
  std::string note;
};

/// Which run a network is trained for: its seed, and the name under which an interrupted training is kept.
struct RunName {
  std::string variant;
  std::uint64_t seed = 0;
};

/// From the seed's initial parameters, by the experiment's `training`. Errors: those of the trainer
[[nodiscard]] Result<TrainedNetwork> train_network(const Laboratory& laboratory, const RunName& run);

/// The 0s of pruned weights, by the layer's name: they stay 0. Shapes: as the layer's weight
using WeightMasks = std::map<std::string, std::vector<std::uint8_t>>;

/// Further, in float, by `finetuning`: the control of equal budget; or what is left after pruning.
[[nodiscard]] Result<TrainedNetwork> finetune(const Laboratory& laboratory, const RunName& run, const Network& start,
                                              const WeightMasks& masks = {});

/// Further, quantized, by `finetuning` and the plan's method; batch normalisations are folded.
[[nodiscard]] Result<TrainedNetwork> train_quantized(const Laboratory& laboratory, const RunName& run,
                                                     const Network& start, const QuantizationPlan& plan,
                                                     const WeightMasks& masks = {});

/// Further, by any quantization; formats that have RTL come back. Errors: those of the trainer
[[nodiscard]] Result<TrainedNetwork> train_by_spec(const Laboratory& laboratory, const RunName& run,
                                                   const Network& start, QuantizationSpec spec,
                                                   const WeightMasks& masks = {});

/// Not trained further: by the plan's observer and corrections, calibrated with the first training samples.
[[nodiscard]] Result<TrainedNetwork> quantize_after_training(const Laboratory& laboratory, const Network& start,
                                                             const QuantizationPlan& plan);

/// A record of a float network, which is kept: "accuracy", "bytes" of its parameters, "weight_bits", "macs", and the
/// curves of its training. Errors: file.unwritable, those of the forward pass
[[nodiscard]] Result<Record> float_record(const Laboratory& laboratory, const std::string& variant, std::uint64_t seed,
                                          const TrainedNetwork& trained);

/// A record of a quantized one: its checkpoint and hardware config are written, and the hardware model is asked.
/// Errors: file.unwritable, those of the hardware model
[[nodiscard]] Result<Record> design_record(const Laboratory& laboratory, const std::string& variant, std::uint64_t seed,
                                           const TrainedNetwork& trained);

/// The first run of every seed: the float network, trained or read from the experiment's checkpoint, and kept.
[[nodiscard]] Task float_task(const Laboratory& laboratory, std::uint64_t seed);

}  // namespace rtl4ml
