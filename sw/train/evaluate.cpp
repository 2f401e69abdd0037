#include "sw/train/evaluate.hpp"

#include <ATen/core/grad_mode.h>

#include <algorithm>
#include <exception>
#include <functional>
#include <string>

#include "sw/number/convert.hpp"
#include "sw/train/check_options.hpp"
#include "sw/train/check_trainable.hpp"
#include "sw/train/losses.hpp"
#include "sw/train/mlp.hpp"
#include "sw/train/tensors.hpp"

namespace rtl4ml {
namespace {

constexpr std::int64_t kBatch = 4096;
constexpr std::int64_t kSample = 1024;

/// Calls take(first, scores) for every batch.
void for_batches(Mlp& model, const Matrix& inputs, const std::function<void(std::int64_t, const at::Tensor&)>& take) {
  const at::NoGradGuard no_gradients;
  const at::Tensor all = view_of(inputs);
  for (std::int64_t start = 0; start < inputs.rows; start += kBatch) {
    const std::int64_t rows = std::min(kBatch, inputs.rows - start);
    take(start, model.forward(all.narrow(0, start, rows), false, 0.0, nullptr));
  }
}

/// A model whose formats are chosen, handed to `use`. LibTorch's exceptions end here.
template <class Use>
auto with_model(const Network& network, const QuantizationSpec* spec, const Dataset& data, const Use& use)
    -> decltype(use(std::declval<Mlp&>(), std::declval<const FloatData&>())) {
  if (auto sound = check_network_for_training(network, spec); !sound) return faults(sound.error());
  try {
    if (auto fits = check_features(data, network.in_features(), "evaluation"); !fits) return faults(fits.error());
    Mlp model(network, spec);
    const FloatData floats = float_data(data, spec);
    model.start_quantizers(view_of(floats.inputs).narrow(0, 0, std::min(kSample, floats.inputs.rows)), false);
    return use(model, floats);
  } catch (const std::exception& failure) {
    return fault("train.failed", "evaluation", std::string("LibTorch: ") + failure.what());
  }
}

}  // namespace

FloatData float_data(const Dataset& data, const QuantizationSpec* spec) {
  FloatData result;
  result.labels = data.labels;
  result.inputs.resize(data.count, data.features);
  const bool is_fixed = spec != nullptr && spec->data_in && !spec->data_in->quantizer &&
                        spec->data_in->learning == Learning::kNone && !spec->data_in->auto_frac_width;
  for (std::size_t i = 0; i < data.inputs.size(); ++i) {
    double value = data.inputs[i];
    if (is_fixed && value == value) {
      const FixedType& type = spec->data_in->type;
      value = dequantize(quantize(value, type, Rounding::kHalfEven, Overflow::kSaturate), type);
    }
    result.inputs.values[i] = static_cast<float>(value);
  }
  return result;
}

Evaluation evaluate(Mlp& model, const FloatData& data, const LossSpec& loss) {
  Evaluation result;
  result.vectors = data.inputs.rows;
  LossSpec of_labels = loss;
  of_labels.distillation.reset();
  const at::Tensor all_labels = view_of(data.labels);
  std::int64_t right = 0;
  for_batches(model, data.inputs, [&](std::int64_t first, const at::Tensor& scores) {
    const std::int64_t rows = scores.size(0);
    const std::int64_t classes = scores.size(1);
    const at::Tensor labels = all_labels.narrow(0, first, rows);
    result.loss += batch_loss(of_labels, scores, labels, {}).item<double>() * static_cast<double>(rows);
    const std::vector<std::int64_t> predicted = predicted_classes(scores);
    result.confusion.resize(static_cast<std::size_t>(classes * classes));
    for (std::int64_t n = 0; n < rows; ++n) {
      const std::int64_t label = data.labels[static_cast<std::size_t>(first + n)];
      const std::int64_t own = predicted[static_cast<std::size_t>(n)];
      right += label == own ? 1 : 0;
      ++result.confusion[static_cast<std::size_t>(label * classes + own)];
    }
  });
  if (result.vectors == 0) return result;
  result.accuracy = static_cast<double>(right) / static_cast<double>(result.vectors);
  result.loss /= static_cast<double>(result.vectors);
  return result;
}

Result<std::vector<float>> network_scores(const Network& network, const QuantizationSpec* spec, const Dataset& data) {
  return with_model(network, spec, data, [](Mlp& model, const FloatData& floats) -> Result<std::vector<float>> {
    std::vector<float> all;
    for_batches(model, floats.inputs, [&](std::int64_t, const at::Tensor& scores) {
      const std::span<const float> values = span_of(scores);
      all.insert(all.end(), values.begin(), values.end());
    });
    return all;
  });
}

Result<Evaluation> evaluate_network(const Network& network, const QuantizationSpec* spec, const Dataset& data) {
  return with_model(network, spec, data, [&](Mlp& model, const FloatData& floats) -> Result<Evaluation> {
    if (auto sound = check_labels(data, shape_of(network).out_features, "evaluation"); !sound)
      return faults(sound.error());
    return evaluate(model, floats, {});
  });
}

QuantizationSpec with_formats(QuantizationSpec spec, const NetworkFormats& formats) {
  const auto settle = [](std::optional<TensorQuantization>& tensor, const std::optional<LearnedFormat>& format) {
    if (!tensor || !format || tensor->quantizer) return;
    if (format->type) {
      tensor->type = *format->type;
      tensor->learning = Learning::kNone;
      tensor->auto_frac_width = false;
    } else {
      tensor->start_scale = format->scale;
    }
  };
  if (const auto input = formats.find(""); input != formats.end()) settle(spec.data_in, input->second.data_out);
  for (auto& [name, layer] : spec.layers) {
    const auto own = formats.find(name);
    if (own == formats.end()) continue;
    settle(layer.weight, own->second.weight);
    settle(layer.bias, own->second.bias);
    settle(layer.data_out, own->second.data_out);
  }
  return spec;
}

}  // namespace rtl4ml
