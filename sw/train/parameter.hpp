// What is trained: values with their gradients, and what the optimizer has to respect.
#pragma once

#include <string>

#include "sw/train/tensor.hpp"

namespace rtl4ml {

struct Parameter {
  std::string name{};   ///< "fc1.weight", "fc1.data_out.scale"
  at::Tensor value{};   ///< float, a leaf that requires its gradient; undefined where a layer has none
  at::Tensor pruned{};  ///< true where the value stays zero, of the same shape; undefined: nowhere
  bool decays = true;   ///< whether weight decay applies; not to learned scales
};

}  // namespace rtl4ml
