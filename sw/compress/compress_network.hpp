// Compresses a network layer by layer: its tensors as they are stored, and the network that they stand for.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "sw/base/error.hpp"
#include "sw/compress/compressed_tensor.hpp"
#include "sw/model/network.hpp"

namespace rtl4ml {

enum class CompressionScheme {
  kFloat32,  ///< as it is
  kHalf,     ///< every parameter in half precision
  kLinear,   ///< weights of Linear layers as codes of 8 or 16 bits
  kCluster,  ///< as indices of 2, 4 or 8 bits into a codebook
  kGroup,    ///< in groups, of 8, 4, 3 or 2 bits
};

/// The YAML word: "float32", "half", "linear", "cluster", "group".
[[nodiscard]] std::string to_string(CompressionScheme scheme);
/// Errors: compress.scheme, with the words there are
[[nodiscard]] Result<CompressionScheme> parse_compression_scheme(std::string_view text, const std::string& place);

struct CompressionOptions {
  CompressionScheme scheme = CompressionScheme::kGroup;
  int bits = 8;                           ///< of linear, cluster and group
  std::map<std::string, int> layer_bits;  ///< of single layers: mixed precision
  GroupWiseOptions group;                 ///< of group; its bits do not matter
};

struct CompressedNetwork {
  std::vector<CompressedTensor> tensors;  ///< "fc1.weight", "fc1.bias", "bn1.running_mean", ... in the network's order
  Network network;                        ///< with the values that the tensors stand for
  std::int64_t weights = 0;               ///< of the Linear layers
  std::int64_t weight_bytes = 0;          ///< payload of these alone
  std::int64_t payload_bytes = 0;         ///< of all tensors
  double squared_error = 0.0;             ///< mean over the weights of the Linear layers
};

/// Parameters other than the Linear layers' weights stay in float32, but with kHalf.
/// Errors: compress.layer (bits for a Linear layer there is not), those of the schemes, with the tensor's name
[[nodiscard]] Result<CompressedNetwork> compress_network(const Network& network, const CompressionOptions& options);

}  // namespace rtl4ml
