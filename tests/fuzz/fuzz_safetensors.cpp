// Any bytes as a safetensors file: it is read or refused, and what was read can be used.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <span>

#include "sw/checkpoint/safetensors.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto bytes = std::as_bytes(std::span(data, size));
  const rtl4ml::Result<rtl4ml::Checkpoint> checkpoint =
      rtl4ml::read_safetensors(rtl4ml::InputFile::from_bytes(bytes, "fuzz"));
  if (!checkpoint) {
    if (checkpoint.error().empty()) std::abort();
    return 0;
  }
  for (const rtl4ml::Tensor& tensor : checkpoint->tensors) {
    if (static_cast<std::size_t>(tensor.numel()) * byte_size(tensor.dtype) != tensor.data.size()) std::abort();
    if (tensor.to_float().size() != static_cast<std::size_t>(tensor.numel())) std::abort();
  }
  return 0;
}
