// The readers of files that strangers write, each as one function that takes any bytes. A target ends the process
// (abort) where its reader breaks its word: a fault without code or message, a result that cannot be used, more memory
// than the file's size allows. tests/hostile/replay_test.cpp runs them over their corpus; libFuzzer makes new inputs.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

namespace rtl4ml::hostile {

using Bytes = std::span<const std::uint8_t>;

void compressed(Bytes bytes);   ///< a compressed network: packed codes, scales and codebooks in safetensors
void config(Bytes bytes);       ///< YAML: a hardware config, and a device file
void csv(Bytes bytes);          ///< a table of numbers: optdigits, jets, the user's own
void experiment(Bytes bytes);   ///< YAML: a study of the software model
void graph_chain(Bytes bytes);  ///< the calls of a TorchScript graph, as they come out of LibTorch
void idx(Bytes bytes);          ///< MNIST's files, plain or gzip
void npy(Bytes bytes);          ///< NumPy arrays: inputs and labels
void safetensors(Bytes bytes);
void signature(Bytes bytes);    ///< signature.json of a design folder
void state_dict(Bytes bytes);   ///< zip, pickle and storages of torch.save
void torchscript(Bytes bytes);  ///< what is checked of a TorchScript file before LibTorch sees it
void vcd(Bytes bytes);          ///< a waveform

}  // namespace rtl4ml::hostile
