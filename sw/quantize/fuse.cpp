#include "sw/quantize/fuse.hpp"

#include <utility>

#include "sw/quantize/fold_batch_norm.hpp"
#include "sw/quantize/remove_identities.hpp"

namespace rtl4ml {

Result<FusedNetwork> fuse(Network network) {
  Result<Network> folded = fold_batch_norm(remove_identities(std::move(network)));
  if (!folded) return faults(std::move(folded.error()));
  FusedNetwork fused{std::move(*folded), {}};
  const std::vector<Layer>& layers = fused.network.layers;
  for (std::size_t i = 0; i + 1 < layers.size(); ++i) {
    if (std::holds_alternative<LinearLayer>(layers[i].kind) && std::holds_alternative<ReluLayer>(layers[i + 1].kind))
      fused.with_relu.push_back(i);
  }
  return fused;
}

}  // namespace rtl4ml
