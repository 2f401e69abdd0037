#include "sw/model/evaluate_real.hpp"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <cstddef>
#include <cstdint>

#include "sw/base/overloaded.hpp"
#include "sw/ops/table.hpp"

namespace rtl4ml {
namespace {

using In = std::span<const double>;
using Out = std::span<double>;

void linear_real(const LinearLayer& linear, In data_in, Out data_out) {
  constexpr std::size_t kLanes = 4;  // sums that do not wait for each other
  for (std::size_t out = 0; out < data_out.size(); ++out) {
    const float* const row = linear.weight.data() + out * data_in.size();
    double sum[kLanes] = {};
    std::size_t in = 0;
    for (; in + kLanes <= data_in.size(); in += kLanes) {
      for (std::size_t lane = 0; lane < kLanes; ++lane)
        sum[lane] += static_cast<double>(row[in + lane]) * data_in[in + lane];
    }
    for (; in < data_in.size(); ++in) sum[0] += static_cast<double>(row[in]) * data_in[in];
    data_out[out] =
        sum[0] + sum[1] + sum[2] + sum[3] + (linear.bias.empty() ? 0.0 : static_cast<double>(linear.bias[out]));
  }
}

void batch_norm_real(const BatchNorm1dLayer& norm, In data_in, Out data_out) {
  for (std::size_t i = 0; i < data_in.size(); ++i) {
    const double weight = norm.weight.empty() ? 1.0 : norm.weight[i];
    const double bias = norm.bias.empty() ? 0.0 : norm.bias[i];
    const double deviation = std::sqrt(static_cast<double>(norm.running_var[i]) + norm.epsilon);
    data_out[i] = (data_in[i] - static_cast<double>(norm.running_mean[i])) / deviation * weight + bias;
  }
}

void threshold_real(const ThresholdLayer& layer, In data_in, Out data_out) {
  for (std::size_t i = 0; i < data_in.size(); ++i) {
    const auto first = layer.threshold.begin() + static_cast<std::ptrdiff_t>(i) * layer.levels;
    const auto reached = static_cast<double>(std::upper_bound(first, first + layer.levels, data_in[i]) - first);
    const bool falls = !layer.falling.empty() && layer.falling[i] != 0;
    data_out[i] = layer.low + layer.step * (falls ? layer.levels - reached : reached);
  }
}

template <class Function>
void each(In data_in, Out data_out, const Function& function) {
  for (std::size_t i = 0; i < data_in.size(); ++i) data_out[i] = function(data_in[i], i);
}

}  // namespace

int out_features(const LayerKind& kind, int in_features) {
  if (const auto* linear = std::get_if<LinearLayer>(&kind)) return linear->out_features;
  return std::holds_alternative<ArgmaxLayer>(kind) ? 1 : in_features;
}

void evaluate_real(const LayerKind& kind, In data_in, Out data_out) {
  assert(data_out.size() == static_cast<std::size_t>(out_features(kind, static_cast<int>(data_in.size()))));
  std::visit(
      Overloaded{
          [&](const LinearLayer& linear) { linear_real(linear, data_in, data_out); },
          [&](const BatchNorm1dLayer& norm) { batch_norm_real(norm, data_in, data_out); },
          [&](const ReluLayer&) { each(data_in, data_out, [](double x, std::size_t) { return std::max(x, 0.0); }); },
          [&](const LeakyReluLayer& leaky) {
            each(data_in, data_out, [&](double x, std::size_t) { return x >= 0.0 ? x : x * leaky.negative_slope; });
          },
          [&](const PReluLayer& prelu) {
            const bool single = prelu.weight.size() == 1;
            each(data_in, data_out, [&](double x, std::size_t i) {
              return x >= 0.0 ? x : x * static_cast<double>(prelu.weight[single ? 0 : i]);
            });
          },
          [&](const ClipLayer& clip) {
            each(data_in, data_out,
                 [&](double x, std::size_t) { return std::min(std::max(x, clip.min_value), clip.max_value); });
          },
          [&](const TableLayer& layer) {
            each(data_in, data_out, [&](double x, std::size_t) { return table_function(layer, x); });
          },
          [&](const ThresholdLayer& layer) { threshold_real(layer, data_in, data_out); },
          [&](const AffineLayer& affine) {
            each(data_in, data_out, [&](double x, std::size_t i) { return x * affine.weight[i] + affine.bias[i]; });
          },
          [&](const ArgmaxLayer&) {
            data_out[0] = static_cast<double>(std::max_element(data_in.begin(), data_in.end()) - data_in.begin());
          },
          [&](const IdentityLayer&) { std::copy(data_in.begin(), data_in.end(), data_out.begin()); }},
      kind);
}

std::vector<double> evaluate_real_batch(const LayerKind& kind, In data_in, int in_features) {
  assert(in_features > 0 && data_in.size() % static_cast<std::size_t>(in_features) == 0);
  const auto in = static_cast<std::size_t>(in_features);
  const auto out = static_cast<std::size_t>(out_features(kind, in_features));
  const std::size_t count = data_in.size() / in;
  std::vector<double> data_out(count * out);
#pragma omp parallel for schedule(static)
  for (std::size_t vector = 0; vector < count; ++vector) {
    evaluate_real(kind, data_in.subspan(vector * in, in), Out(data_out).subspan(vector * out, out));
  }
  return data_out;
}

std::vector<double> evaluate_real(const Network& network, In data_in, int in_features) {
  std::vector<double> data(data_in.begin(), data_in.end());
  for (const Layer& layer : network.layers) {
    data = evaluate_real_batch(layer.kind, data, in_features);
    in_features = out_features(layer.kind, in_features);
  }
  return data;
}

}  // namespace rtl4ml
