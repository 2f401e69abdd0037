#include "sw/reference/inference_time.hpp"

#include <ATen/core/dispatch/Dispatcher.h>
#include <ATen/native/quantized/PackedParams.h>

#include <algorithm>
#include <exception>
#include <functional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "sw/base/stopwatch.hpp"
#include "sw/reference/float_layers.hpp"

namespace rtl4ml {
namespace {

using torch::Tensor;

Tensor row_of(std::span<const double> data_in) {
  const auto features = static_cast<std::int64_t>(data_in.size());
  return torch::from_blob(const_cast<double*>(data_in.data()), {1, features}, torch::kFloat64).to(torch::kFloat32);
}

/// QNNPACK itself does not look.
Result<void> check_features(const Network& network, std::span<const double> data_in) {
  if (network.in_features() == static_cast<int>(data_in.size())) return {};
  return fault("reference.features", "",
               "a vector of " + std::to_string(data_in.size()) + " features for a network that takes " +
                   std::to_string(network.in_features()));
}

/// A Linear that is ready to run: data_in[1][in_features] -> [1][out_features].
using ReadyLinear = std::function<Tensor(const Tensor&)>;

Tensor weight_of(const LinearLayer& layer) {
  return tensor_of(layer.weight).view({layer.out_features, layer.in_features});
}

Tensor bias_of(const LinearLayer& layer) { return layer.bias.empty() ? Tensor() : tensor_of(layer.bias); }

ReadyLinear ready_float(const LinearLayer& layer) {
  return [weight = weight_of(layer), bias = bias_of(layer)](const Tensor& x) { return torch::linear(x, weight, bias); };
}

/// The weights as int8, packed by the engine. The schemas are LibTorch's; it throws where it has none.
ReadyLinear ready_dynamic_int8(const LinearLayer& layer) {
  using Packed = c10::intrusive_ptr<LinearPackedParamsBase>;
  const Tensor weight = weight_of(layer);
  const double largest = weight.abs().max().item<double>();
  const Tensor codes = at::quantize_per_tensor(weight, largest > 0.0 ? largest / 127.0 : 1.0, 0, torch::kQInt8);
  using Prepack = Packed(Tensor, c10::optional<Tensor>);
  static const auto kPrepack =
      c10::Dispatcher::singleton().findSchemaOrThrow("quantized::linear_prepack", "").typed<Prepack>();
  using Dynamic = Tensor(Tensor, const Packed&, bool);
  static const auto kDynamic =
      c10::Dispatcher::singleton().findSchemaOrThrow("quantized::linear_dynamic", "").typed<Dynamic>();
  return [packed = kPrepack.call(codes, layer.bias.empty() ? c10::optional<Tensor>() : tensor_of(layer.bias))](
             const Tensor& x) { return kDynamic.call(x, packed, false); };
}

/// Codes from -7 to 7, kept as 1 to 15: the first half of a row in the low four bits of its bytes.
ReadyLinear ready_weight_int4(const LinearLayer& layer) {
  constexpr int kLargest = 7, kOffset = 8, kLowBits = 15, kShift = 4;
  const Tensor weight = weight_of(layer);
  const Tensor largest = weight.abs().amax(1, true);
  const Tensor scale = torch::where(largest > 0.0, largest / kLargest, torch::ones_like(largest));
  Tensor codes = (torch::round(weight / scale) + kOffset).to(torch::kUInt8);
  if (codes.size(1) % 2 != 0) codes = torch::constant_pad_nd(codes, {0, 1}, kOffset);
  const std::vector<Tensor> halves = codes.chunk(2, 1);
  return [bytes = torch::bitwise_or(halves[0], torch::bitwise_left_shift(halves[1], kShift)), scale,
          bias = bias_of(layer), columns = layer.in_features](const Tensor& x) {
    const Tensor unpacked =
        torch::cat({torch::bitwise_and(bytes, kLowBits), torch::bitwise_right_shift(bytes, kShift)}, 1);
    return torch::linear(x, (unpacked.narrow(1, 0, columns).to(torch::kFloat32) - kOffset) * scale, bias);
  };
}

ReadyLinear ready_half(const LinearLayer& layer) {
  return [weight = weight_of(layer).to(torch::kHalf), bias = bias_of(layer)](const Tensor& x) {
    const Tensor wide_bias = bias.defined() ? bias.to(torch::kHalf).to(torch::kFloat32) : bias;
    return torch::linear(x, weight.to(torch::kFloat32), wide_bias);
  };
}

ReadyLinear ready(const LinearLayer& layer, InferenceForm form) {
  switch (form) {
    case InferenceForm::kDynamicInt8:
      return ready_dynamic_int8(layer);
    case InferenceForm::kWeightInt4:
      return ready_weight_int4(layer);
    case InferenceForm::kHalf:
      return ready_half(layer);
    default:
      return ready_float(layer);
  }
}

/// Microseconds of one call, the median of `repeats`.
double median_us(const std::function<void()>& call, int repeats) {
  constexpr double kMicro = 1e6;
  call();  // the first one allocates
  std::vector<double> times;
  Stopwatch watch;
  for (int i = 0; i < repeats; ++i) {
    watch.lap();
    call();
    times.push_back(kMicro * watch.lap());
  }
  std::nth_element(times.begin(), times.begin() + repeats / 2, times.end());
  return times[static_cast<std::size_t>(repeats / 2)];
}

bool has_engine(InferenceForm form) {
  if (form != InferenceForm::kDynamicInt8) return true;
  const std::vector<at::QEngine>& engines = at::globalContext().supportedQEngines();
  if (std::find(engines.begin(), engines.end(), at::QEngine::QNNPACK) == engines.end()) return false;
  at::globalContext().setQEngine(at::QEngine::QNNPACK);
  return true;
}

}  // namespace

Result<std::optional<Inference>> time_inference(const Network& network, InferenceForm form,
                                                std::span<const double> data_in, int repeats) {
  if (!has_engine(form)) return std::optional<Inference>();
  if (auto fits = check_features(network, data_in); !fits) return faults(fits.error());
  try {
    const torch::InferenceMode inference;
    std::vector<ReadyLinear> linear;  // tensors are made once, not for every vector
    for (const Layer& layer : network.layers) {
      if (const auto* of = std::get_if<LinearLayer>(&layer.kind)) linear.push_back(ready(*of, form));
    }
    const auto rounded = [form](const Tensor& x) {
      return form == InferenceForm::kHalf ? x.to(torch::kHalf).to(torch::kFloat32) : x;
    };
    const Tensor input = row_of(data_in);
    Tensor output;
    const double us = median_us(
        [&] {
          output = rounded(input);
          std::size_t next = 0;
          for (const Layer& layer : network.layers) {
            const bool is_linear = std::holds_alternative<LinearLayer>(layer.kind);
            output = rounded(is_linear ? linear[next++](output) : float_layer(layer.kind, output));
          }
        },
        repeats);
    const Tensor row = output.to(torch::kFloat64).contiguous();
    return std::optional<Inference>({us, {row.data_ptr<double>(), row.data_ptr<double>() + row.numel()}});
  } catch (const std::exception& error) {
    return fault("reference.torch", "torch", error.what());
  }
}

}  // namespace rtl4ml
