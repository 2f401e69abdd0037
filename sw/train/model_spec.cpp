#include "sw/train/model_spec.hpp"

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>

namespace rtl4ml {
namespace {

constexpr int kMaxWidthOfLayer = 1 << 16;
constexpr std::size_t kMaxLayers = 64;
constexpr std::int64_t kMaxParameters = std::int64_t{1} << 28;

void require(Errors& errors, bool sound, const std::string& option, const std::string& message) {
  if (!sound) errors.push_back(Error{"train.options", option, message, "choose a value in that range"});
}

std::vector<float> uniform(std::size_t count, double bound, Random& random) {
  std::vector<float> values(count);
  for (float& value : values) value = static_cast<float>(random.uniform(-bound, bound));
  return values;
}

LayerKind activation_layer(const ModelSpec& spec) {
  switch (spec.activation) {
    case Activation::kRelu:
      return ReluLayer{};
    case Activation::kLeakyRelu:
      return LeakyReluLayer{spec.negative_slope};
    case Activation::kHardtanh:
      return ClipLayer{-1.0, 1.0};
    case Activation::kRelu6:
      return ClipLayer{0.0, 6.0};
    case Activation::kSigmoid:
      return TableLayer{.function = TableFunction::kSigmoid};
    case Activation::kTanh:
      return TableLayer{.function = TableFunction::kTanh};
  }
  return ReluLayer{};
}

}  // namespace

Result<void> check_model(const ModelSpec& spec) {
  Errors errors;
  require(errors, spec.widths.size() >= 2 && spec.widths.size() <= kMaxLayers + 1, "widths",
          std::to_string(spec.widths.size()) + " widths; 2 to " + std::to_string(kMaxLayers + 1) + " are supported");
  std::int64_t parameters = 0;
  for (std::size_t i = 0; i < spec.widths.size(); ++i) {
    const int width = spec.widths[i];
    require(errors, width >= 1 && width <= kMaxWidthOfLayer, "widths",
            "a width of " + std::to_string(width) + "; 1 to " + std::to_string(kMaxWidthOfLayer) + " are supported");
    if (i > 0) parameters += std::int64_t{width} * spec.widths[i - 1];
  }
  require(errors, parameters <= kMaxParameters, "widths",
          std::to_string(parameters) + " weights; " + std::to_string(kMaxParameters) + " are the most");
  require(errors, std::isfinite(spec.negative_slope), "negative_slope", "must be a finite number");
  if (!errors.empty()) return faults(std::move(errors));
  return {};
}

Network initial_network(const ModelSpec& spec, Random& random) {
  Network network;
  for (std::size_t i = 1; i < spec.widths.size(); ++i) {
    const std::string number = std::to_string(i);
    const auto in = static_cast<std::size_t>(spec.widths[i - 1]);
    const auto out = static_cast<std::size_t>(spec.widths[i]);
    const double bound = 1.0 / std::sqrt(static_cast<double>(in));
    LinearLayer linear{.in_features = spec.widths[i - 1], .out_features = spec.widths[i], .weight = {}, .bias = {}};
    linear.weight = uniform(in * out, bound, random);
    linear.bias = uniform(out, bound, random);
    network.layers.push_back({"fc" + number, std::move(linear)});
    if (i + 1 == spec.widths.size()) break;
    if (spec.batch_norm) {
      const std::vector<float> zeros(out, 0.0F);
      const std::vector<float> ones(out, 1.0F);
      network.layers.push_back({"bn" + number, BatchNorm1dLayer{ones, zeros, zeros, ones}});
    }
    const LayerKind activation = activation_layer(spec);
    network.layers.push_back({operator_name(activation) + number, activation});
  }
  return network;
}

}  // namespace rtl4ml
