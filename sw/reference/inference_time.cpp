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
using Packed = c10::intrusive_ptr<LinearPackedParamsBase>;

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

/// The layer's weights as int8, packed by the engine. The schemas are LibTorch's; it throws where it has none.
Packed packed_int8(const LinearLayer& layer) {
  const Tensor weight = tensor_of(layer.weight).view({layer.out_features, layer.in_features});
  const double largest = weight.abs().max().item<double>();
  const Tensor codes = at::quantize_per_tensor(weight, largest > 0.0 ? largest / 127.0 : 1.0, 0, torch::kQInt8);
  using Prepack = Packed(Tensor, c10::optional<Tensor>);
  static const auto kPrepack =
      c10::Dispatcher::singleton().findSchemaOrThrow("quantized::linear_prepack", "").typed<Prepack>();
  return kPrepack.call(codes, layer.bias.empty() ? c10::optional<Tensor>() : tensor_of(layer.bias));
}

Tensor dynamic_int8(const Packed& weight, const Tensor& x) {
  using Dynamic = Tensor(Tensor, const Packed&, bool);
  static const auto kDynamic =
      c10::Dispatcher::singleton().findSchemaOrThrow("quantized::linear_dynamic", "").typed<Dynamic>();
  return kDynamic.call(x, weight, false);
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

}  // namespace

Result<double> float_inference_us(const Network& network, std::span<const double> data_in, int repeats) {
  if (auto fits = check_features(network, data_in); !fits) return faults(fits.error());
  try {
    const torch::InferenceMode inference;
    std::vector<std::pair<Tensor, Tensor>> linear;  // tensors are made once, not for every vector
    for (const Layer& layer : network.layers) {
      const auto* of = std::get_if<LinearLayer>(&layer.kind);
      if (of == nullptr) continue;
      linear.emplace_back(tensor_of(of->weight).view({of->out_features, of->in_features}),
                          of->bias.empty() ? Tensor() : tensor_of(of->bias));
    }
    const Tensor input = row_of(data_in);
    return median_us(
        [&] {
          Tensor x = input;
          std::size_t next = 0;
          for (const Layer& layer : network.layers) {
            if (!std::holds_alternative<LinearLayer>(layer.kind)) {
              x = float_layer(layer.kind, x);
              continue;
            }
            x = torch::linear(x, linear[next].first, linear[next].second);
            ++next;
          }
        },
        repeats);
  } catch (const std::exception& error) {
    return fault("reference.torch", "torch", error.what());
  }
}

Result<std::optional<double>> dynamic_int8_inference_us(const Network& network, std::span<const double> data_in,
                                                        int repeats) {
  const std::vector<at::QEngine>& engines = at::globalContext().supportedQEngines();
  if (std::find(engines.begin(), engines.end(), at::QEngine::QNNPACK) == engines.end()) return std::optional<double>();
  if (auto fits = check_features(network, data_in); !fits) return faults(fits.error());
  try {
    at::globalContext().setQEngine(at::QEngine::QNNPACK);
    const torch::InferenceMode inference;
    std::vector<Packed> packed;
    for (const Layer& layer : network.layers) {
      if (const auto* of = std::get_if<LinearLayer>(&layer.kind)) packed.push_back(packed_int8(*of));
    }
    const Tensor input = row_of(data_in);
    return std::optional<double>(median_us(
        [&] {
          Tensor x = input;
          std::size_t next = 0;
          for (const Layer& layer : network.layers) {
            x = std::holds_alternative<LinearLayer>(layer.kind) ? dynamic_int8(packed[next++], x)
                                                                : float_layer(layer.kind, x);
          }
        },
        repeats));
  } catch (const std::exception& error) {
    return fault("reference.torch", "torch", error.what());
  }
}

}  // namespace rtl4ml
