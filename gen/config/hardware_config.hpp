// The YAML hardware config as the compiler sees it: checked against hw/schema/config.schema.json, still without a
// network.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "gen/config/targets.hpp"
#include "sw/number/fixed_type.hpp"
#include "sw/number/input_scale.hpp"

namespace rtl4ml {

/// What the config says of one type; what it does not say comes from the default, then from the compiler.
struct TypeSpec {
  std::optional<int> width;
  std::optional<int> frac_width;  ///< empty and !frac_width_auto: not said
  bool frac_width_auto = false;
  std::optional<bool> is_signed;
  std::string place;  ///< file:line:column of the mapping, for messages; empty where nothing was said
};

struct PrecisionSpec {
  TypeSpec data_in, weight, bias, data_out;  ///< weight is the slope of leaky_relu and prelu
  std::optional<Rounding> rounding;
  std::optional<Overflow> overflow;
  std::string place;
};

/// Elements per beat.
struct ParallelismSpec {
  std::optional<int> in, out;
  std::string place;
};

/// What the compiler chooses the parallelism for, where the config leaves it to it.
struct FoldingGoal {
  std::optional<std::int64_t> interval_cycles;  ///< at most, with the least hardware; empty: the least that fits
  int usable_per_cent = 100;                    ///< of the part's LUT and FF, where the design has to fit
  std::string place;
};

/// Folded: multipliers shared over time. Unrolled: constants in the fabric, one vector a cycle (not built yet).
enum class Strategy { kFolded, kUnrolled };

/// Where a layer's weights are kept. Auto: the compiler chooses by the target.
enum class MemoryKind { kAuto, kBlock, kLut };

/// Whether two narrow products of a shared factor take one DSP block. Auto: where the target is short of blocks.
enum class Packing { kAuto, kPacked, kSeparate };

/// Constant: part of the hardware. Reloadable: in memories that are written again while the hardware stays as it is.
enum class Weights { kConstant, kReloadable };

struct WeightsSpec {
  Weights weights = Weights::kConstant;
  std::string place;
};

/// One entry of the `model:` list, for checkpoints that hold tensors only.
struct ModelEntry {
  std::string op;    ///< "linear", "batch_norm1d", "relu", "leaky_relu", ...
  std::string name;  ///< prefix of its tensors ("fc1" of "fc1.weight"), or a name of its own; unique
  std::map<std::string, double>
      attributes;  ///< negative_slope, min_value, max_value, alpha, beta, threshold, eps, low, step
  std::string place;
};

/// A vector of the list `first_vectors:`.
struct FirstVector {
  std::vector<std::int64_t> codes;
  std::string place;
};

/// Where input vectors and labels come from: a file (.npy, .csv) or a data set by name, see sw/data.
struct DataSpec {
  std::string inputs;      ///< file path (resolved against the config's folder) or data-set name
  std::string labels;      ///< .npy of labels, or empty: the data set's own
  std::int64_t count = 0;  ///< 0: all
  std::string place;
};

struct HardwareConfig {
  std::string path;        ///< of the YAML file, as given
  std::string name;        ///< design name, a legal file name
  std::string checkpoint;  ///< resolved against the config's folder
  std::string checkpoint_place;
  std::string checkpoint_key;  ///< nested under this key of the checkpoint ("model"); empty: found by the reader
  std::vector<ModelEntry> model;
  std::vector<int> input_shape;  ///< without the batch; the product is the number of features
  std::string input_place;
  InputScale input_scale;  ///< what the host makes of data before they are rounded to data_in

  PrecisionSpec precision;                               ///< default
  std::map<std::string, PrecisionSpec> layer_precision;  ///< by layer name; names are checked against the network later
  ParallelismSpec parallelism;
  std::map<std::string, ParallelismSpec> layer_parallelism;
  std::optional<FoldingGoal> folding;  ///< parallelism is chosen; layer_parallelism is kept
  std::optional<Strategy> strategy;
  std::map<std::string, Strategy> layer_strategy;
  MemoryKind memory = MemoryKind::kAuto;
  std::map<std::string, MemoryKind> layer_memory;  ///< by layer name; names are checked against the network later
  Packing multipliers = Packing::kAuto;
  std::map<std::string, Packing> layer_multipliers;
  WeightsSpec weights;
  std::map<std::string, WeightsSpec> layer_weights;

  double clock_mhz = 100.0;
  Target target;                           ///< of hw/targets; without a name where none is said
  DataSpec data;                           ///< what `sim` feeds; empty inputs: random vectors
  DataSpec calibration;                    ///< what frac_width: auto looks at
  std::vector<FirstVector> first_vectors;  ///< integer codes fed before the data, for the waveform
};

/// What the config says of a layer, else what it says of all.
template <class Setting>
[[nodiscard]] const Setting& of_layer(const std::string& layer, const std::map<std::string, Setting>& own,
                                      const Setting& others) {
  const auto found = own.find(layer);
  return found != own.end() ? found->second : others;
}

/// "folded", "unrolled".
[[nodiscard]] std::string to_string(Strategy strategy);

/// "constant", "reloadable".
[[nodiscard]] std::string to_string(Weights weights);

}  // namespace rtl4ml
