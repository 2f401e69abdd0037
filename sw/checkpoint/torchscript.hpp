// TorchScript through LibTorch: the one file that calls it is torchscript.cpp.
#pragma once

#include <string>
#include <vector>

#include "sw/base/error.hpp"
#include "sw/checkpoint/input_file.hpp"
#include "sw/checkpoint/tensor.hpp"
#include "sw/checkpoint/zip_archive.hpp"
#include "sw/model/network.hpp"

namespace rtl4ml {

struct TorchScript {
  std::vector<Tensor> tensors;      ///< parameters and buffers, where asked for
  Network network;                  ///< the chain that the graph of forward() describes, where asked for
  std::vector<std::string> unused;  ///< parameters and buffers that the chain does not take, in the module's order
  Errors graph_errors;  ///< why it is no chain of supported layers: checkpoint.unsupported, checkpoint.topology
};

enum class TorchScriptParts { kTensors, kNetwork, kBoth };

/// Loads a file that is_torchscript() and check_torchscript() accepted. The graph is read, not run: values that do not
/// depend on the data are worked out, calls are followed, dropout and batch normalisation count as in evaluation.
/// LibTorch compiles the file's code: only for files the user trusts.
/// Errors: checkpoint.torchscript (LibTorch refuses the file, with its reason)
[[nodiscard]] Result<TorchScript> load_torchscript(const InputFile& file, const ZipArchive& archive,
                                                   TorchScriptParts parts);

}  // namespace rtl4ml
