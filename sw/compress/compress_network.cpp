#include "sw/compress/compress_network.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

#include "sw/quantize/parameters.hpp"

namespace rtl4ml {
namespace {

constexpr std::array<std::pair<std::string_view, CompressionScheme>, 5> kWords = {
    {{"float32", CompressionScheme::kFloat32},
     {"half", CompressionScheme::kHalf},
     {"linear", CompressionScheme::kLinear},
     {"cluster", CompressionScheme::kCluster},
     {"group", CompressionScheme::kGroup}}};

/// A content of one kind as any content.
template <class Content>
Result<CompressedContent> any(Result<Content> content) {
  if (!content) return faults(std::move(content.error()));
  return CompressedContent(std::move(*content));
}

Result<CompressedContent> compressed(const std::vector<float>& values, bool is_weight, int bits,
                                     const CompressionOptions& options) {
  if (options.scheme == CompressionScheme::kHalf) return any(half_values(values));
  if (is_weight && options.scheme == CompressionScheme::kLinear) return any(linear_codes(values, bits));
  if (is_weight && options.scheme == CompressionScheme::kCluster) return any(cluster(values, bits));
  if (is_weight && options.scheme == CompressionScheme::kGroup) {
    GroupWiseOptions group = options.group;
    group.bits = bits;
    return any(quantize_groups(values, group));
  }
  return CompressedContent(values);
}

/// The names of a layer's parameters, as checkpoints have them.
std::string name_of(const LayerKind& kind, const std::vector<float>* values) {
  if (const auto* linear = std::get_if<LinearLayer>(&kind)) return values == &linear->weight ? "weight" : "bias";
  if (const auto* norm = std::get_if<BatchNorm1dLayer>(&kind)) {
    if (values == &norm->running_mean) return "running_mean";
    if (values == &norm->running_var) return "running_var";
    return values == &norm->weight ? "weight" : "bias";
  }
  return "weight";
}

std::vector<std::int64_t> shape_of(const LayerKind& kind, const std::vector<float>* values) {
  const auto* linear = std::get_if<LinearLayer>(&kind);
  if (linear != nullptr && values == &linear->weight) return {linear->out_features, linear->in_features};
  return {static_cast<std::int64_t>(values->size())};
}

}  // namespace

std::string to_string(CompressionScheme scheme) {
  for (const auto& [word, known] : kWords) {
    if (known == scheme) return std::string(word);
  }
  return "";
}

Result<CompressionScheme> parse_compression_scheme(std::string_view text, const std::string& place) {
  for (const auto& [word, scheme] : kWords) {
    if (word == text) return scheme;
  }
  return fault("compress.scheme", place, fmt::format("{} is no way to compress", text.substr(0, 40)),
               "use float32, half, linear, cluster or group");
}

Result<CompressedNetwork> compress_network(const Network& network, const CompressionOptions& options) {
  CompressedNetwork result;
  result.network = network;
  Errors errors;
  for (const auto& [name, bits] : options.layer_bits) {
    const bool known = std::any_of(network.layers.begin(), network.layers.end(), [&wanted = name](const Layer& layer) {
      return layer.name == wanted && std::holds_alternative<LinearLayer>(layer.kind);
    });
    if (!known) {
      errors.push_back(Error{"compress.layer", "layer " + name,
                             fmt::format("is to have {} bits, and the network has no such Linear layer", bits),
                             "check the name"});
    }
  }
  for (Layer& layer : result.network.layers) {
    const auto own = options.layer_bits.find(layer.name);
    const int bits = own != options.layer_bits.end() ? own->second : options.bits;
    for (std::vector<float>* values : parameters_of(layer.kind)) {
      const std::string name = layer.name + "." + name_of(layer.kind, values);
      const auto* linear = std::get_if<LinearLayer>(&layer.kind);
      const bool is_weight = linear != nullptr && values == &linear->weight;
      Result<CompressedContent> content = compressed(*values, is_weight, bits, options);
      if (!content) {
        for (Error& error : content.error()) {
          error.place = name;
          errors.push_back(std::move(error));
        }
        continue;
      }
      const std::vector<float> stored = values_of(*content);
      const std::int64_t bytes = payload_bytes(*content);
      result.payload_bytes += bytes;
      if (is_weight) {
        result.weights += static_cast<std::int64_t>(stored.size());
        result.weight_bytes += bytes;
        for (std::size_t i = 0; i < stored.size(); ++i)
          result.squared_error += std::pow(static_cast<double>(stored[i]) - static_cast<double>((*values)[i]), 2);
      }
      result.tensors.push_back({name, shape_of(layer.kind, values), std::move(*content)});
      *values = stored;
    }
  }
  if (!errors.empty()) return faults(std::move(errors));
  if (result.weights > 0) result.squared_error /= static_cast<double>(result.weights);
  return result;
}

}  // namespace rtl4ml
