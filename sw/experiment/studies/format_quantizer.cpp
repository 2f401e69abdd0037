#include "sw/experiment/studies/format_quantizer.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <variant>
#include <vector>

#include "sw/experiment/train_task.hpp"
#include "sw/quantize/fit_frac_width.hpp"
#include "sw/train/evaluate.hpp"

namespace rtl4ml {
namespace {

constexpr int kDataWidth = 8;  // bits of data where the format is of weights alone

bool of_weights_alone(const NumberFormat& format) {
  return std::holds_alternative<BinaryType>(format) || std::holds_alternative<TernaryType>(format);
}

/// The power of two that brings the largest magnitude just inside `highest`.
float scale_of(std::span<const float> values, double highest) {
  float largest = 0.0F;
  for (const float value : values) {
    if (std::isfinite(value)) largest = std::max(largest, std::abs(value));
  }
  if (largest == 0.0F) return 1.0F;
  return static_cast<float>(std::exp2(std::ceil(std::log2(static_cast<double>(largest) / highest))));
}

void quantize_block(const NumberFormat& format, double highest, std::span<const float> values, std::int64_t columns,
                    std::span<float> result) {
  const float scale = scale_of(values, highest);
  for (std::size_t i = 0; i < values.size(); ++i) result[i] = values[i] / scale;  // exact: a power of two
  quantize_values(format, result, columns, result);
  for (float& value : result) value *= scale;
}

TensorQuantization tensor_in(const NumberFormat& format, bool is_data) {
  TensorQuantization tensor;
  tensor.format = to_string(format);
  tensor.quantizer = [format, is_data](std::span<const float> values, std::int64_t columns, std::span<float> result) {
    quantize_scaled(format, values, columns, is_data, result);
  };
  return tensor;
}

TensorQuantization fixed_data() {
  TensorQuantization tensor;
  tensor.type = {kDataWidth, 0, false};
  tensor.auto_frac_width = true;
  return tensor;
}

}  // namespace

void quantize_scaled(const NumberFormat& format, std::span<const float> values, std::int64_t columns, bool by_row,
                     std::span<float> result) {
  const double highest = value_range(format).highest;
  if (!std::isfinite(highest)) return quantize_values(format, values, columns, result);
  const std::size_t step = by_row ? static_cast<std::size_t>(columns) : values.size();
  for (std::size_t start = 0; start < values.size(); start += step)
    quantize_block(format, highest, values.subspan(start, step), columns, result.subspan(start, step));
}

QuantizationSpec format_spec(const NumberFormat& format, const Network& network) {
  QuantizationSpec spec;
  spec.fit_frac_width = [](std::span<const float> values, int width, bool is_signed, bool is_data) {
    return fit_frac_width(values, width, is_signed, is_data ? Ties::kFinest : Ties::kSmallest);
  };
  std::string last;
  for (const Layer& layer : network.layers) {
    if (!std::holds_alternative<LinearLayer>(layer.kind)) continue;
    spec.layers[layer.name].weight = tensor_in(format, false);
    last = layer.name;
  }
  for (const Layer& layer : network.layers) {
    const bool is_activation =
        std::holds_alternative<ReluLayer>(layer.kind) || std::holds_alternative<LeakyReluLayer>(layer.kind);
    if (is_activation)
      spec.layers[layer.name].data_out = of_weights_alone(format) ? fixed_data() : tensor_in(format, true);
  }
  return spec;
}

Result<TrainedNetwork> train_in_format(const Laboratory& laboratory, const RunName& run, const Network& start,
                                       const NumberFormat& format) {
  return train_by_spec(laboratory, run, start, format_spec(format, start));
}

Result<Record> format_record(const Laboratory& laboratory, const std::string& variant, std::uint64_t seed,
                             const TrainedNetwork& trained, const NumberFormat& format) {
  Result<Record> record = float_record(laboratory, variant, seed, trained);
  if (!record) return record;
  const QuantizationSpec spec = format_spec(format, trained.network);
  const Result<Evaluation> evaluation = evaluate_network(trained.network, &spec, laboratory.data.test);
  if (!evaluation) return faults(evaluation.error());
  constexpr double kFloatBits = 32.0;  // of a bias, and of a binary or ternary matrix's scale
  double bits = 0.0;
  for (const Layer& layer : trained.network.layers) {
    const auto* linear = std::get_if<LinearLayer>(&layer.kind);
    if (linear == nullptr) continue;
    bits += bits_per_value(format) * static_cast<double>(linear->weight.size()) +
            kFloatBits * static_cast<double>(linear->bias.size()) + kFloatBits;
  }
  record->figures["accuracy"] = evaluation->accuracy;
  record->figures["loss"] = evaluation->loss;
  record->figures["weight_bits"] = bits;
  return record;
}

}  // namespace rtl4ml
