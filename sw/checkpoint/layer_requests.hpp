// From a list of layers and a file of tensors to the layers themselves.
#pragma once

#include <string>
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
/// `unused`, where given, takes the names of the tensors that no layer took, in the file's order; the counter of
/// trained batches that PyTorch keeps beside a batch normalisation is none of them.
[[nodiscard]] Result<Network> build_network(Checkpoint checkpoint, const std::vector<LayerRequest>& requests,
                                            std::vector<std::string>* unused = nullptr);

}  // namespace rtl4ml
