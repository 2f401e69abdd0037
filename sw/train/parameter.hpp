// What is trained: values, their gradients, and what the optimizer has to respect.
#pragma once

#include <string>
#include <vector>

namespace rtl4ml {

struct Parameter {
  std::string name{};  ///< "fc1.weight", "fc1.data_out.scale"
  std::vector<float> value{};
  std::vector<float> gradient{};
  std::vector<float> mask{};  ///< 0 where the value stays zero, else 1; empty: none
  bool decays = true;         ///< whether weight decay applies; not to learned scales
};

}  // namespace rtl4ml
