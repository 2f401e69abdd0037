#include "sw/quantize/dynamic.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstddef>
#include <utility>

#include "sw/model/evaluate_real.hpp"
#include "sw/quantize/observer.hpp"
#include "sw/quantize/parameters.hpp"

namespace rtl4ml {
namespace {

void run_linear(const DynamicLinear& linear, std::span<const float> bias, int width, std::span<const double> data_in,
                std::span<double> data_out) {
  const auto [least, largest] = std::minmax_element(data_in.begin(), data_in.end());
  const AffineType type = affine_type_of_range(*least, *largest, {width, false, false, false}).value();
  std::vector<std::int32_t> codes;
  codes.reserve(data_in.size());
  for (const double value : data_in)
    codes.push_back(static_cast<std::int32_t>(quantize(value, type) - type.zero_point));
  for (std::size_t out = 0; out < data_out.size(); ++out) {
    std::int64_t sum = 0;
    for (std::size_t in = 0; in < codes.size(); ++in)
      sum += std::int64_t{linear.weight[out * codes.size() + in]} * codes[in];
    const double scale = static_cast<double>(linear.scale[out]) * type.scale;
    data_out[out] = static_cast<double>(sum) * scale + (bias.empty() ? 0.0 : static_cast<double>(bias[out]));
  }
}

}  // namespace

Result<DynamicNetwork> quantize_dynamic(Network network, const DynamicOptions& options) {
  constexpr int kMostWeight = 8, kMostData = 16;
  if (options.weight_width < 2 || options.weight_width > kMostWeight || options.data_width < 2 ||
      options.data_width > kMostData) {
    return fault("quantize.width", "",
                 fmt::format("weights of {} bits and data of {}", options.weight_width, options.data_width),
                 "weights have 2 to 8, data 2 to 16");
  }
  DynamicNetwork result{std::move(network), {}, options};
  result.linear.resize(result.network.layers.size());
  for (std::size_t i = 0; i < result.linear.size(); ++i) {
    auto* linear = std::get_if<LinearLayer>(&result.network.layers[i].kind);
    if (linear == nullptr) continue;
    Result<std::vector<AffineType>> types = observed_row_types(
        linear->weight, linear->out_features, ObserverKind::kMinMax, {options.weight_width, true, true, true});
    if (!types) {
      for (Error& error : types.error()) error.place = "layer " + result.network.layers[i].name + ", " + error.place;
      return faults(std::move(types.error()));
    }
    DynamicLinear codes;
    for (AffineType& type : *types) {
      codes.scale.push_back(static_cast<float>(type.scale));
      type.scale = static_cast<double>(codes.scale.back());  // the one that is stored
    }
    const auto columns = static_cast<std::size_t>(linear->in_features);
    for (std::size_t j = 0; j < linear->weight.size(); ++j)
      codes.weight.push_back(
          static_cast<std::int8_t>(quantize(static_cast<double>(linear->weight[j]), (*types)[j / columns])));
    linear->weight.clear();
    result.linear[i] = std::move(codes);
  }
  return result;
}

std::vector<double> evaluate_dynamic(const DynamicNetwork& network, std::span<const double> data_in, int in_features) {
  std::vector<double> data(data_in.begin(), data_in.end());
  for (std::size_t i = 0; i < network.linear.size(); ++i) {
    const LayerKind& kind = network.network.layers[i].kind;
    if (!network.linear[i]) {
      data = evaluate_real_batch(kind, data, in_features);
      continue;
    }
    const auto& linear = std::get<LinearLayer>(kind);
    const auto in = static_cast<std::size_t>(in_features);
    const auto out = static_cast<std::size_t>(linear.out_features);
    std::vector<double> result(data.size() / in * out);
#pragma omp parallel for schedule(static)
    for (std::size_t vector = 0; vector < data.size() / in; ++vector) {
      run_linear(*network.linear[i], linear.bias, network.options.data_width,
                 std::span<const double>(data).subspan(vector * in, in), std::span(result).subspan(vector * out, out));
    }
    data = std::move(result);
    in_features = linear.out_features;
  }
  return data;
}

std::int64_t dynamic_bytes(const DynamicNetwork& network) {
  constexpr std::int64_t kFloatBytes = 4;
  std::int64_t bytes = kFloatBytes * parameter_count(network.network);
  for (const std::optional<DynamicLinear>& linear : network.linear) {
    if (!linear) continue;
    bytes += linear_bytes(static_cast<std::int64_t>(linear->weight.size()), network.options.weight_width,
                          static_cast<std::int64_t>(linear->scale.size()));
  }
  return bytes;
}

}  // namespace rtl4ml
