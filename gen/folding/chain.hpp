// The network as a chain of steps, and the parallelism that each of them may have.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "gen/config/hardware_config.hpp"
#include "gen/ops/operator.hpp"
#include "gen/passes/resolve_parallelism.hpp"
#include "sw/model/network.hpp"
#include "sw/model/quantized_model.hpp"

namespace rtl4ml {

/// One layer of the network with the casts around it, which take the layer's parallelism.
struct Step {
  std::string name;
  std::size_t layer = 0;           ///< of the quantized model
  std::vector<std::size_t> casts;  ///< of the quantized model: behind the layer; of the first step, ahead of it too
  bool both_ends = false;          ///< in and out are chosen each for itself; false: they are the same, or out is 1
  bool given = false;              ///< the config says all of it
  int in_features = 0, out_features = 0;
  std::vector<int> in, out;  ///< what it may have, ascending
};

/// Every parallelism that is the least for its number of beats: 1, 2, 3, 4, 6, 11 of 11 features. A larger one would
/// compute the same in the same time with more hardware. Of very wide streams at most kMostChoices.
inline constexpr std::size_t kMostChoices = 256;
[[nodiscard]] std::vector<int> parallelism_choices(int features);

/// `given`: the config's own of single layers, as resolve_parallelism() has it. Shapes: -> [network layer]
[[nodiscard]] std::vector<Step> chain_of(const HardwareConfig& config, const Network& network,
                                         const QuantizedModel& model);

/// A layer alone between its two streams, as the operators' rules see it.
class LayerView {
 public:
  LayerView(const QuantizedModel& model, std::size_t layer, LayerParallelism parallelism);
  [[nodiscard]] NodeView view() const { return {node_, data_in_, data_out_, layer_}; }
  [[nodiscard]] Node& node() { return node_; }

 private:
  const QuantizedLayer* layer_;
  Stream data_in_, data_out_;
  Node node_;
};

/// Clock cycles from one vector to the next.
[[nodiscard]] std::int64_t interval_of(const QuantizedModel& model, const Step& step, LayerParallelism parallelism);

}  // namespace rtl4ml
