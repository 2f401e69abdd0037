#include "sw/quantize/remove_identities.hpp"

#include <algorithm>

namespace rtl4ml {

Network remove_identities(Network network) {
  std::erase_if(network.layers, [](const Layer& layer) { return std::holds_alternative<IdentityLayer>(layer.kind); });
  return network;
}

}  // namespace rtl4ml
