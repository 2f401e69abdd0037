#include "sim/fuzz/estimate.hpp"

#include <algorithm>
#include <cmath>

#include "sw/number/convert.hpp"
#include "sw/ops/table.hpp"

namespace rtl4ml {
namespace {

double as_held(double value, const FixedType& type, Rounding rounding, Overflow overflow) {
  return dequantize(quantize(value, type, rounding, overflow), type);
}

double parameter(const FuzzLayer& layer, const std::string& tensor, std::size_t index, const FixedType& type) {
  return as_held(static_cast<double>(layer.tensors.at(tensor).at(index)), type, layer.rounding, Overflow::kSaturate);
}

double attribute(const FuzzLayer& layer, const std::string& name, double otherwise) {
  const auto found = layer.attributes.find(name);
  return found == layer.attributes.end() ? otherwise : found->second;
}

std::vector<double> linear(const FuzzLayer& layer, const std::vector<double>& values) {
  std::vector<double> result;
  for (std::size_t out = 0; out < static_cast<std::size_t>(layer.out_features); ++out) {
    double sum = layer.tensors.contains("bias") ? parameter(layer, "bias", out, layer.bias) : 0.0;
    for (std::size_t in = 0; in < values.size(); ++in) {
      sum += parameter(layer, "weight", out * values.size() + in, layer.weight) * values[in];
    }
    result.push_back(sum);
  }
  return result;
}

std::vector<double> batch_norm(const FuzzLayer& layer, std::vector<double> values) {
  constexpr double kEpsilon = 1e-5;
  const auto tensor = [&](const char* name, std::size_t i) {
    return static_cast<double>(layer.tensors.at(name).at(i));
  };
  for (std::size_t i = 0; i < values.size(); ++i) {
    const double scale = tensor("weight", i) / std::sqrt(tensor("running_var", i) + kEpsilon);
    values[i] = (values[i] - tensor("running_mean", i)) * scale + tensor("bias", i);
  }
  return values;
}

/// A table's function by the config's word.
TableLayer table_of(const FuzzLayer& layer) {
  TableLayer table;
  for (const TableFunction function :
       {TableFunction::kSigmoid, TableFunction::kTanh, TableFunction::kGelu, TableFunction::kGeluTanh,
        TableFunction::kSilu, TableFunction::kElu, TableFunction::kSoftplus, TableFunction::kHardSigmoid,
        TableFunction::kHardSwish}) {
    if (to_string(function) == layer.op) table.function = function;
  }
  table.alpha = attribute(layer, layer.op == "softplus" ? "beta" : "alpha", 1.0);
  table.threshold = attribute(layer, "threshold", 20.0);
  return table;
}

double threshold(const FuzzLayer& layer, double value, std::size_t feature) {
  const std::vector<float>& thresholds = layer.tensors.at("threshold");
  const std::size_t levels = thresholds.size() / static_cast<std::size_t>(layer.in_features);
  double count = 0.0;
  for (std::size_t level = 0; level < levels; ++level)
    count += value >= static_cast<double>(thresholds[feature * levels + level]) ? 1.0 : 0.0;
  const auto falling = layer.tensors.find("falling");
  if (falling != layer.tensors.end() && falling->second.at(feature) != 0.0F)
    count = static_cast<double>(levels) - count;
  return attribute(layer, "low", 0.0) + attribute(layer, "step", 1.0) * count;
}

double element_wise(const FuzzLayer& layer, double value, std::size_t feature) {
  const std::string& op = layer.op;
  if (op == "relu") return std::max(value, 0.0);
  if (op == "relu6") return std::clamp(value, 0.0, 6.0);
  if (op == "clip") return std::clamp(value, attribute(layer, "min_value", 0.0), attribute(layer, "max_value", 6.0));
  if (op == "hardtanh") {
    return std::clamp(value, attribute(layer, "min_value", -1.0), attribute(layer, "max_value", 1.0));
  }
  if (op == "leaky_relu") return value >= 0.0 ? value : value * attribute(layer, "negative_slope", 0.01);
  if (op == "prelu") {
    const std::size_t slopes = layer.tensors.at("weight").size();
    return value >= 0.0 ? value : value * parameter(layer, "weight", feature % slopes, layer.weight);
  }
  if (op == "threshold") return threshold(layer, value, feature);
  if (op == "affine") {
    return value * parameter(layer, "weight", feature, layer.weight) + parameter(layer, "bias", feature, layer.bias);
  }
  return table_function(table_of(layer), value);
}

}  // namespace

std::vector<double> estimate_layer(const FuzzLayer& layer, const std::vector<double>& values) {
  if (layer.op == "linear") return linear(layer, values);
  if (layer.op == "batch_norm1d") return batch_norm(layer, values);
  if (vanishes(layer)) return values;
  if (layer.op == "argmax")
    return {static_cast<double>(std::max_element(values.begin(), values.end()) - values.begin())};
  std::vector<double> result;
  for (std::size_t i = 0; i < values.size(); ++i) result.push_back(element_wise(layer, values[i], i));
  return result;
}

std::vector<double> estimate_conversion(std::vector<double> values, const FixedType& type, Rounding rounding,
                                        Overflow overflow) {
  for (double& value : values) value = as_held(value, type, rounding, overflow);
  return values;
}

}  // namespace rtl4ml
