#include "tests/hostile/targets/checkpoints.hpp"

#include <zlib.h>

#include "sw/checkpoint/check_network.hpp"
#include "sw/checkpoint/layer_requests.hpp"
#include "tests/hostile/targets/promises.hpp"

namespace rtl4ml::hostile {
namespace {

/// A layer for every tensor that ends in a parameter's name.
std::vector<LayerRequest> requests_for(const Checkpoint& checkpoint) {
  constexpr std::size_t kMost = 64;
  std::vector<LayerRequest> requests;
  for (const Tensor& tensor : checkpoint.tensors) {
    const std::size_t dot = tensor.name.rfind('.');
    if (requests.size() == kMost || dot == std::string::npos) continue;
    const bool norm = tensor.name.ends_with(".running_mean");
    const char* const op = norm ? "batch_norm1d" : tensor.shape.size() == 2 ? "linear" : "prelu";
    requests.push_back({op, tensor.name.substr(0, dot), {}, tensor.name});
  }
  return requests;
}

std::string little_endian(std::uint64_t value, int bytes) {
  std::string text;
  for (int i = 0; i < bytes; ++i) text += static_cast<char>(value >> (8 * i) & 255);
  return text;
}

}  // namespace

void promise_checkpoint(const Result<Checkpoint>& checkpoint) {
  if (!checkpoint) return promise_faults(checkpoint.error());
  for (const Tensor& tensor : checkpoint->tensors) {
    const auto numel = static_cast<std::size_t>(tensor.numel());
    promise(numel * byte_size(tensor.dtype) == tensor.data.size(), "a tensor has the bytes of its shape");
    promise(tensor.to_float().size() == numel, "a tensor has as many elements as its shape says");
  }
  const std::vector<LayerRequest> requests = requests_for(*checkpoint);
  const Result<Network> network = build_network(*checkpoint, requests);
  if (!network) return promise_faults(network.error());
  promise(network->layers.size() == requests.size(), "a layer for every one that was asked for");
  const Errors errors = check_network(*network, "fuzz");
  if (!errors.empty()) promise_faults(errors);
}

void ZipWriter::add(const std::string& name, const std::string& content) {
  const auto sum = crc32(0, reinterpret_cast<const Bytef*>(content.data()), static_cast<uInt>(content.size()));
  const std::string facts = little_endian(0, 8) + little_endian(sum, 4) + little_endian(content.size(), 4) +
                            little_endian(content.size(), 4) + little_endian(name.size(), 2) + little_endian(0, 2);
  directory_ += "PK\x01\x02" + little_endian(20, 2) + little_endian(20, 2) + facts + std::string(10, '\0') +
                little_endian(entries_.size(), 4) + name;
  entries_ += "PK\x03\x04" + little_endian(20, 2) + facts + name + content;
  ++count_;
}

std::string ZipWriter::finish() const {
  return entries_ + directory_ + "PK\x05\x06" + little_endian(0, 4) + little_endian(count_, 2) +
         little_endian(count_, 2) + little_endian(directory_.size(), 4) + little_endian(entries_.size(), 4) +
         little_endian(0, 2);
}

}  // namespace rtl4ml::hostile
