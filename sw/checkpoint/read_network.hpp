// From a checkpoint to a Network: by the TorchScript graph, or by a list of layers where the file holds tensors only.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "sw/base/error.hpp"
#include "sw/checkpoint/tensor.hpp"
#include "sw/model/network.hpp"

namespace rtl4ml {

/// One layer of the list that accompanies a state_dict.
struct LayerRequest {
  std::string
      op;  ///< as operator_name() spells it, and torch's other names: "relu6", "hardtanh", "dropout", "identity"
  std::string name;                          ///< prefix of its tensors: "fc1" for fc1.weight and fc1.bias
  std::map<std::string, double> attributes;  ///< negative_slope, min_value, max_value, alpha, beta, threshold, eps
  std::string place;                         ///< for messages
};

/// Reads the file and builds the network. TorchScript files need no requests (they are checked against the graph if
/// given). Errors: every missing tensor and every shape that disagrees, all at once; non-finite weights, by tensor and
/// index. `warnings`, where given, takes one "place: warning[checkpoint.unused]: ..." that names the tensors of the
/// file that no layer takes.
[[nodiscard]] Result<Network> read_network(const std::string& path, const std::string& key,
                                           const std::vector<LayerRequest>& requests,
                                           std::vector<std::string>* warnings = nullptr);

}  // namespace rtl4ml
