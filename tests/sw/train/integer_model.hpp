// A trained network and its formats as the integer model of sw/model: by sw/number and sw/ops alone.
#pragma once

#include <cstdint>
#include <stdexcept>
#include <vector>

#include "sw/data/dataset.hpp"
#include "sw/model/quantized_model.hpp"
#include "sw/train/train.hpp"

namespace rtl4ml::test {

/// Codes of parameters: half_even, saturated.
template <class Code>
std::vector<Code> codes_of(const std::vector<float>& values, const FixedType& type) {
  std::vector<Code> codes;
  for (const float value : values) {
    codes.push_back(
        static_cast<Code>(quantize(static_cast<double>(value), type, Rounding::kHalfEven, Overflow::kSaturate)));
  }
  return codes;
}

/// Of Linear, ReLU, leaky ReLU and clip; every format must have a type.
inline QuantizedModel integer_model(const Network& network, const NetworkFormats& formats) {
  QuantizedModel model;
  FixedType current = formats.at("").data_out->type.value();
  int features = network.in_features();
  for (const Layer& layer : network.layers) {
    const auto found = formats.find(layer.name);
    const LayerFormats own = found == formats.end() ? LayerFormats{} : found->second;
    const FixedType out = own.data_out ? own.data_out->type.value() : current;
    QuantizedLayer next{.name = layer.name, .in_features = features, .out_features = features, .op = {}};
    if (const auto* linear = std::get_if<LinearLayer>(&layer.kind)) {
      LinearOp op;
      op.in_features = linear->in_features;
      op.out_features = linear->out_features;
      op.data_in = current;
      op.weight_type = own.weight->type.value();
      op.bias_type = own.bias->type.value();
      op.data_out = out;
      op.weight = codes_of<std::int32_t>(linear->weight, op.weight_type);
      op.bias = codes_of<std::int64_t>(linear->bias, op.bias_type);
      features = next.out_features = linear->out_features;
      next.op = op;
    } else if (std::holds_alternative<ReluLayer>(layer.kind)) {
      next.op = ReluOp{current, out};
    } else if (const auto* leaky = std::get_if<LeakyReluLayer>(&layer.kind)) {
      LeakyReluOp op{};
      op.data_in = current;
      op.data_out = out;
      op.slope_type = own.weight->type.value();
      op.slope = quantize(static_cast<double>(static_cast<float>(leaky->negative_slope)), op.slope_type,
                          Rounding::kHalfEven, Overflow::kSaturate);
      next.op = op;
    } else if (const auto* clip = std::get_if<ClipLayer>(&layer.kind)) {
      ClipOp op{};
      op.data_in = current;
      op.data_out = out;
      op.min_code = quantize(clip->min_value, out, Rounding::kHalfEven, Overflow::kSaturate);
      op.max_code = quantize(clip->max_value, out, Rounding::kHalfEven, Overflow::kSaturate);
      next.op = op;
    } else {
      throw std::runtime_error("no integer operator for " + layer.name);
    }
    current = out;
    model.layers.push_back(next);
  }
  return model;
}

/// Output codes [count][classes] of the integer model.
inline std::vector<std::int64_t> integer_scores(const QuantizedModel& model, const Dataset& data) {
  std::vector<std::int64_t> scores(static_cast<std::size_t>(data.count) *
                                   static_cast<std::size_t>(model.out_features()));
  evaluate(model, quantize_inputs(model, data.inputs), scores);
  return scores;
}

}  // namespace rtl4ml::test
