#include "sw/train/evaluate.hpp"

#include <algorithm>
#include <exception>
#include <functional>
#include <string>

#include "sw/number/convert.hpp"
#include "sw/train/check_options.hpp"
#include "sw/train/losses.hpp"

namespace rtl4ml {
namespace {

constexpr std::int64_t kBatch = 4096;
constexpr std::int64_t kSample = 1024;

/// Calls take(first, scores) for every batch.
void for_batches(Mlp& model, const Matrix& inputs, const std::function<void(std::int64_t, const Matrix&)>& take) {
  Matrix batch;
  for (std::int64_t start = 0; start < inputs.rows; start += kBatch) {
    const std::int64_t rows = std::min(kBatch, inputs.rows - start);
    batch.resize(rows, inputs.columns);
    std::copy_n(inputs.values.begin() + start * inputs.columns, rows * inputs.columns, batch.values.begin());
    take(start, model.forward(batch, false, 0.0, nullptr));
  }
}

/// A model whose formats are chosen, handed to `use`. LibTorch's exceptions end here.
template <class Use>
auto with_model(const Network& network, const QuantizationSpec* spec, const Dataset& data, const Use& use)
    -> decltype(use(std::declval<Mlp&>(), std::declval<const FloatData&>())) {
  if (auto sound = check_network_for_training(network, spec); !sound) return faults(sound.error());
  try {
    Mlp model(network, spec);
    if (auto fits = check_features(data, model.in_features(), "evaluation"); !fits) return faults(fits.error());
    const FloatData floats = float_data(data, spec);
    Matrix sample;
    sample.resize(std::min(kSample, floats.inputs.rows), floats.inputs.columns);
    std::copy_n(floats.inputs.values.begin(), sample.values.size(), sample.values.begin());
    model.start_quantizers(sample);
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
  const std::int64_t classes = model.out_features();
  result.vectors = data.inputs.rows;
  result.confusion.assign(static_cast<std::size_t>(classes * classes), 0);
  LossSpec of_labels = loss;
  of_labels.distillation.reset();
  std::int64_t right = 0;
  Matrix unused;
  for_batches(model, data.inputs, [&](std::int64_t first, const Matrix& scores) {
    const auto labels =
        std::span(data.labels).subspan(static_cast<std::size_t>(first), static_cast<std::size_t>(scores.rows));
    result.loss += loss_and_gradient(of_labels, scores, labels, nullptr, unused) * static_cast<double>(scores.rows);
    for (std::int64_t n = 0; n < scores.rows; ++n) {
      const std::int64_t label = labels[static_cast<std::size_t>(n)];
      const std::int64_t predicted = predicted_class(scores.row(n));
      right += label == predicted ? 1 : 0;
      ++result.confusion[static_cast<std::size_t>(label * classes + predicted)];
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
    for_batches(model, floats.inputs, [&](std::int64_t, const Matrix& scores) {
      all.insert(all.end(), scores.values.begin(), scores.values.end());
    });
    return all;
  });
}

Result<Evaluation> evaluate_network(const Network& network, const QuantizationSpec* spec, const Dataset& data) {
  return with_model(network, spec, data, [&](Mlp& model, const FloatData& floats) -> Result<Evaluation> {
    if (auto sound = check_labels(data, model.out_features(), "evaluation"); !sound) return faults(sound.error());
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
