#include "sw/train/check_trainable.hpp"

#include <algorithm>
#include <set>
#include <string>
#include <utility>

namespace rtl4ml {
namespace {

bool is_activation(const LayerKind& kind) {
  const auto* table = std::get_if<TableLayer>(&kind);
  return std::holds_alternative<ReluLayer>(kind) || std::holds_alternative<LeakyReluLayer>(kind) ||
         std::holds_alternative<ClipLayer>(kind) ||
         (table != nullptr && (table->function == TableFunction::kSigmoid || table->function == TableFunction::kTanh));
}

bool is_identity(const Layer& layer) { return std::holds_alternative<IdentityLayer>(layer.kind); }

void add_network_fault(Errors& errors, const std::string& layer, const std::string& message) {
  errors.push_back(Error{"train.network", "layer " + layer, message,
                         "train chains of linear, batch_norm1d, and relu, leaky_relu, clip, sigmoid or tanh"});
}

void check_linear(const Layer& layer, const LinearLayer& linear, int before, Errors& errors) {
  const auto in = static_cast<std::size_t>(std::max(linear.in_features, 0));
  const auto out = static_cast<std::size_t>(std::max(linear.out_features, 0));
  if (in == 0 || out == 0 || linear.weight.size() != in * out || (!linear.bias.empty() && linear.bias.size() != out)) {
    add_network_fault(errors, layer.name, "weight and bias do not have the sizes of the layer");
  }
  if (before > 0 && before != linear.in_features) {
    add_network_fault(errors, layer.name,
                      "takes " + std::to_string(linear.in_features) + " features; " + std::to_string(before) + " come");
  }
}

/// Where in Linear, BatchNorm1d, activation the chain is.
enum class Place { kStart, kLinear, kNorm, kActivation };

Place check_layer(const Layer& layer, Place place, int& features, Errors& errors) {
  if (const auto* linear = std::get_if<LinearLayer>(&layer.kind)) {
    check_linear(layer, *linear, features, errors);
    features = linear->out_features;
    return Place::kLinear;
  }
  if (const auto* norm = std::get_if<BatchNorm1dLayer>(&layer.kind)) {
    if (place != Place::kLinear) add_network_fault(errors, layer.name, "does not stand after a linear layer");
    const auto size = static_cast<std::size_t>(std::max(features, 0));
    if (norm->weight.size() != size || norm->bias.size() != size || norm->running_mean.size() != size ||
        norm->running_var.size() != size) {
      add_network_fault(errors, layer.name, "its parameters do not have the size of the layer before it");
    }
    return Place::kNorm;
  }
  if (!is_activation(layer.kind)) {
    add_network_fault(errors, layer.name, "a " + operator_name(layer.kind) + " cannot be trained");
  } else if (place != Place::kLinear && place != Place::kNorm) {
    add_network_fault(errors, layer.name, "an activation without a linear layer before it");
  }
  return Place::kActivation;
}

void check_tensor(const std::optional<TensorQuantization>& tensor, const std::string& place,
                  const QuantizationSpec& spec, Errors& errors) {
  const auto add = [&](const std::string& message, const std::string& fix) {
    errors.push_back(Error{"train.quantization", place, message, fix});
  };
  if (!tensor || tensor->quantizer) return;
  const FixedType& type = tensor->type;
  if (type.width < 1 || type.width > kMaxWidth || type.frac_width < -64 || type.frac_width > 64) {
    add("the format " + to_string(type) + " does not exist", "choose a width of 1 to 32, a frac_width of -64 to 64");
    return;
  }
  if (tensor->auto_frac_width && !spec.fit_frac_width) add("frac_width is to be chosen, but by nothing", "give fit");
  if (tensor->learning == Learning::kNone) return;
  if (type.max_code() < 1 || type.width > 16) {
    add("a scale of " + to_string(type) + " cannot be learned", "choose a width of 2 (unsigned 1) to 16 bits");
  }
  if (tensor->learning == Learning::kPact && type.is_signed) {
    add("PACT clips at zero, " + to_string(type) + " is signed", "take an unsigned format, or lsq");
  }
  if (tensor->start_scale && !(*tensor->start_scale > 0.0)) add("the scale at the start is not positive", "");
}

void check_quantization(const Network& network, const QuantizationSpec& spec, Errors& errors) {
  std::set<std::string> names;
  bool last_is_fixed = false;
  for (const Layer& layer : network.layers) {
    if (is_identity(layer) || std::holds_alternative<BatchNorm1dLayer>(layer.kind)) continue;
    names.insert(layer.name);
    const auto own = spec.layers.find(layer.name);
    const bool has_format = own != spec.layers.end() && own->second.data_out;
    if (std::holds_alternative<LinearLayer>(layer.kind)) {
      last_is_fixed = has_format;
      continue;
    }
    const bool leaves_codes =
        std::holds_alternative<ReluLayer>(layer.kind) || std::holds_alternative<ClipLayer>(layer.kind);
    if (last_is_fixed && !has_format && !leaves_codes) {
      errors.push_back(Error{"train.quantization", "layer " + layer.name,
                             "what it gives are no codes of the layer before it", "give it a data_out"});
    }
    if (own != spec.layers.end() && own->second.weight && !std::holds_alternative<LeakyReluLayer>(layer.kind)) {
      errors.push_back(Error{"train.quantization", "layer " + layer.name, "has no weight to quantize", ""});
    }
  }
  check_tensor(spec.data_in, "data_in", spec, errors);
  for (const auto& [name, layer] : spec.layers) {
    if (!names.contains(name)) {
      errors.push_back(Error{"train.quantization", "layer " + name,
                             "the network has no such linear layer or activation", "name layers as the network does"});
    }
    check_tensor(layer.weight, name + ".weight", spec, errors);
    check_tensor(layer.bias, name + ".bias", spec, errors);
    check_tensor(layer.data_out, name + ".data_out", spec, errors);
    if (layer.weight && layer.weight->learning == Learning::kPact) {
      errors.push_back(Error{"train.quantization", name + ".weight", "PACT is for data_out", "take lsq"});
    }
  }
}

}  // namespace

Result<void> check_network_for_training(const Network& network, const QuantizationSpec* spec) {
  Errors errors;
  int features = 0;
  Place place = Place::kStart;
  for (const Layer& layer : network.layers) {
    if (!is_identity(layer)) place = check_layer(layer, place, features, errors);
  }
  if (features == 0 && errors.empty()) add_network_fault(errors, "(none)", "there is no linear layer");
  if (spec != nullptr && errors.empty()) check_quantization(network, *spec, errors);
  if (!errors.empty()) return faults(std::move(errors));
  return {};
}

NetworkShape shape_of(const Network& network) {
  NetworkShape shape{.in_features = network.in_features()};
  for (const Layer& layer : network.layers) {
    if (const auto* linear = std::get_if<LinearLayer>(&layer.kind)) shape.out_features = linear->out_features;
    shape.has_norm |= std::holds_alternative<BatchNorm1dLayer>(layer.kind);
  }
  return shape;
}

}  // namespace rtl4ml
