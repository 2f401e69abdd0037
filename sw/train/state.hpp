// A stopped training on disk: everything that its next epoch depends on.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "sw/base/error.hpp"
#include "sw/train/train.hpp"

namespace rtl4ml {

/// After `history.size()` epochs.
struct RunState {
  std::uint64_t random = 0;  ///< the seed that the generator of the orders goes on from
  std::int64_t steps = 0;    ///< of the optimizer
  int best_epoch = 0;
  std::vector<EpochReport> history{};
  /// "value.<parameter>", "mean.", "square." of the optimizer, "best." where there is validation, "buffer.<name>"
  std::map<std::string, std::vector<float>> tensors{};
};

/// All that the result depends on but for the data: one "key value" a line. Networks and masks are given by a hash.
[[nodiscard]] std::string describe(const TrainTask& task);

/// A hash of the inputs and the labels, as 16 hexadecimal digits.
[[nodiscard]] std::string data_hash(const Dataset& data);

/// A safetensors file, complete or not there. Errors: those of write_safetensors
[[nodiscard]] Result<void> write_state(const std::string& path, const std::string& configuration,
                                       const RunState& state);

/// Nothing where there is no such file. `expected`: its tensors must have the names and sizes of what it holds.
/// Errors: train.state (another configuration, with the first line that differs; not a state), those of read_checkpoint
[[nodiscard]] Result<std::optional<RunState>> read_state(const std::string& path, const std::string& configuration,
                                                         const RunState& expected);

}  // namespace rtl4ml
