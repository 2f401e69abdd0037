#include "gen/passes/infer_shapes.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "gen/ops/operators.hpp"

namespace rtl4ml {
namespace {

/// The product of the config's input shape, capped; 0 where it says nothing.
std::int64_t features_of(const std::vector<int>& shape) {
  if (shape.empty()) return 0;
  std::int64_t product = 1;
  for (const int size : shape)
    product = std::min<std::int64_t>(product * std::max(size, 0), std::int64_t{kMaxFeatures} + 1);
  return product;
}

void check_linear(const Layer& layer, Errors& errors) {
  const auto* linear = std::get_if<LinearLayer>(&layer.kind);
  if (linear == nullptr) return;
  const auto size = [](std::size_t count) { return static_cast<std::int64_t>(count); };
  if (linear->in_features < 1 || linear->out_features < 1 || linear->in_features > kMaxFeatures ||
      linear->out_features > kMaxFeatures) {
    errors.push_back(Error{"network.shape", "layer " + layer.name,
                           fmt::format("has {} inputs and {} outputs; 1 to {} are supported", linear->in_features,
                                       linear->out_features, kMaxFeatures),
                           "check the checkpoint"});
  } else if (size(linear->weight.size()) != std::int64_t{linear->in_features} * linear->out_features ||
             (!linear->bias.empty() && size(linear->bias.size()) != linear->out_features)) {
    errors.push_back(
        Error{"network.shape", "layer " + layer.name,
              fmt::format("has {} weights and {} biases for {} inputs and {} outputs", linear->weight.size(),
                          linear->bias.size(), linear->in_features, linear->out_features),
              "check the checkpoint"});
  }
}

/// A class is no number to compute with.
void check_argmax(const Network& network, Errors& errors) {
  for (std::size_t index = 0; index + 1 < network.layers.size(); ++index) {
    if (!std::holds_alternative<ArgmaxLayer>(network.layers[index].kind)) continue;
    errors.push_back(Error{"network.argmax", "layer " + network.layers[index].name,
                           fmt::format("gives the class, and layer {} follows", network.layers[index + 1].name),
                           "an argmax is the last layer"});
  }
}

}  // namespace

Result<std::vector<int>> infer_shapes(const HardwareConfig& config, const Network& network) {
  if (network.layers.empty()) {
    return fault("network.empty", config.path, "the network has no layer that computes anything",
                 "name a checkpoint with at least one Linear or activation layer");
  }
  Errors errors;
  for (const Layer& layer : network.layers) check_linear(layer, errors);
  check_argmax(network, errors);
  const std::int64_t said = features_of(config.input_shape);
  const int known = network.in_features();
  const std::string place = config.input_place.empty() ? config.path : config.input_place;
  if (said == 0 && known == 0) {
    errors.push_back(Error{"network.shape", place,
                           "neither the network nor the config says how many features the input has",
                           "give input: {shape: [...]} in the config"});
  } else if (said != 0 && known != 0 && said != known) {
    errors.push_back(Error{"network.shape", place,
                           fmt::format("the input shape has {} features, the network takes {}", said, known),
                           fmt::format("give a shape of {} elements, or none", known)});
  } else if (known == 0 && said > kMaxFeatures) {
    errors.push_back(Error{"network.shape", place, fmt::format("the input has more than {} features", kMaxFeatures),
                           "give a smaller input shape"});
  }
  if (!errors.empty()) return faults(std::move(errors));
  std::vector<int> features = {known != 0 ? known : static_cast<int>(said)};
  for (const Layer& layer : network.layers) {
    const Operator* const operation = operator_of(layer.kind);
    if (operation == nullptr) {
      errors.push_back(Error{"network.operator", "layer " + layer.name,
                             fmt::format("the operator {} has no hardware", operator_name(layer.kind)),
                             "use one of the operators of gen/ops/operators.def"});
      features.push_back(features.back());
      continue;
    }
    Result<int> out = operation->out_features(layer, features.back());
    if (!out) {
      errors.insert(errors.end(), out.error().begin(), out.error().end());
      // Go on with what the layer itself believes, so that later layers are judged on their own.
      const auto* linear = std::get_if<LinearLayer>(&layer.kind);
      features.push_back(linear != nullptr ? linear->out_features : features.back());
      continue;
    }
    features.push_back(*out);
  }
  if (!errors.empty()) return faults(std::move(errors));
  return features;
}

}  // namespace rtl4ml
