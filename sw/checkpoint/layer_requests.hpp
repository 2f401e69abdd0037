// From a list of layers and a file of tensors to the layers themselves.
#pragma once

#include <vector>

#include "sw/base/error.hpp"
#include "sw/checkpoint/read_network.hpp"
#include "sw/checkpoint/tensor.hpp"
#include "sw/model/network.hpp"

namespace rtl4ml {

/// Takes each layer's tensors by its prefix. Where every tensor of the file shares a wrapper's prefix ("module." of
/// DataParallel, "_orig_mod." of torch.compile), names may leave it out.
/// Errors: checkpoint.no_model (no requests), checkpoint.operator, checkpoint.attribute, checkpoint.missing,
/// checkpoint.dtype, checkpoint.shape: all faults of all layers at once
[[nodiscard]] Result<Network> build_network(Checkpoint checkpoint, const std::vector<LayerRequest>& requests);

}  // namespace rtl4ml
