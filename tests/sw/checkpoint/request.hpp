// Entries of a config's model list.
#pragma once

#include <map>
#include <string>

#include "sw/checkpoint/layer_requests.hpp"

namespace rtl4ml {

inline LayerRequest request(const std::string& op, const std::string& name = "",
                            const std::map<std::string, double>& attributes = {}) {
  return {op, name, attributes, "net.yaml:3:5"};
}

}  // namespace rtl4ml
