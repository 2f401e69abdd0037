// A random network with everything that a run of it needs, in the vocabulary of a hardware config.
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "sim/simulate.hpp"
#include "sw/base/error.hpp"
#include "sw/number/fixed_type.hpp"

namespace rtl4ml {

/// One entry of the config's `model:` list with its tensors, types and lanes.
struct FuzzLayer {
  std::string op;  ///< as the YAML spells it: "linear", "relu6"
  std::string name;
  std::map<std::string, double> attributes;           ///< negative_slope, min_value, ...
  std::map<std::string, std::vector<float>> tensors;  ///< "weight" [out][in] of linear, "threshold"
                                                      ///< [features][levels]; all others [features] or [1]
  int in_features = 1, out_features = 1;
  FixedType data_in, weight, bias, data_out;
  Rounding rounding = Rounding::kHalfEven;
  Overflow overflow = Overflow::kSaturate;
  int parallelism_in = 1, parallelism_out = 1;  ///< the same for element-wise layers; argmax gives one
  bool reloadable = false;                      ///< of linear: other weights are written in the middle of the run

  friend bool operator==(const FuzzLayer&, const FuzzLayer&) = default;
};

/// A network and one run of it.
struct FuzzCase {
  std::string name;  ///< of the design and of its files
  int in_features = 1;
  std::vector<FuzzLayer> layers;
  std::vector<std::vector<std::int64_t>> first_vectors;  ///< codes of data_in; random vectors follow
  std::int64_t vectors = 1;                              ///< in all
  std::uint64_t seed = 1;                                ///< of the random vectors, the stalls and the resets
  Stall stall = Stall::kNone;
  int resets = 0;
  Engine engine = Engine::kIcarus;

  friend bool operator==(const FuzzCase&, const FuzzCase&) = default;
};

/// Whether the operator vanishes at compile time: it then has neither types nor lanes of its own.
[[nodiscard]] bool vanishes(const FuzzLayer& layer);

/// Whether a layer of it is reloadable: the run then is three laps, the second with other weights.
[[nodiscard]] bool reloads(const FuzzCase& fuzz_case);

/// Makes shapes, tensors, lanes and vectors agree again after sizes or layers have changed: tensors are cut, or filled
/// up with what they hold; lanes are at most the features.
void fit_shapes(FuzzCase& fuzz_case);

/// The arguments of `rtl4ml` that run the case: "sim", the config, "--count", ...
[[nodiscard]] std::vector<std::string> replay_arguments(const FuzzCase& fuzz_case, const std::filesystem::path& config);

/// Writes `<folder>/<name>.yaml`, with `comment` and the command that replays it at its head, and
/// `<folder>/<name>.safetensors`; where it reloads, the other weights (the same backwards) as
/// `<folder>/<name>.other.safetensors`. Result: the config's path. Errors: file.unwritable
[[nodiscard]] Result<std::filesystem::path> write_case(const FuzzCase& fuzz_case, const std::filesystem::path& folder,
                                                       const std::string& comment);

}  // namespace rtl4ml
