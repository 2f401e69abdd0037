#include "sw/model/quantized_model.hpp"

#include <cassert>

#include "sw/model/prepared_model.hpp"
#include "sw/model/run_op.hpp"

namespace rtl4ml {

const FixedType& QuantizedLayer::data_in() const {
  return std::visit([](const auto& any) -> const FixedType& { return any.data_in; }, op);
}

const FixedType& QuantizedLayer::data_out() const {
  return std::visit([](const auto& any) -> const FixedType& { return any.data_out; }, op);
}

bool evaluate(const QuantizedModel& model, std::span<const std::int64_t> data_in, std::span<std::int64_t> data_out,
              const EvaluationProgress& progress) {
  return PreparedModel(model).evaluate(data_in, data_out, progress);
}

std::vector<std::vector<std::int64_t>> evaluate_layers(const QuantizedModel& model,
                                                       std::span<const std::int64_t> data_in) {
  assert(data_in.size() % static_cast<std::size_t>(model.in_features()) == 0);
  const std::size_t count = data_in.size() / static_cast<std::size_t>(model.in_features());
  std::vector<std::vector<std::int64_t>> outputs;
  outputs.reserve(model.layers.size());
  std::span<const std::int64_t> codes = data_in;
  for (const QuantizedLayer& layer : model.layers) {
    std::vector<std::int64_t>& out = outputs.emplace_back(count * static_cast<std::size_t>(layer.out_features));
    run_op(layer.op, codes, out);
    codes = out;
  }
  return outputs;
}

std::vector<std::int64_t> quantize_inputs(const QuantizedModel& model, std::span<const double> values) {
  const FixedType& type = model.data_in();
  std::vector<std::int64_t> codes(values.size());
#pragma omp parallel for schedule(static) if (values.size() > 100'000)
  for (std::size_t i = 0; i < values.size(); ++i) {
    codes[i] = quantize(values[i], type, Rounding::kHalfEven, Overflow::kSaturate);
  }
  return codes;
}

}  // namespace rtl4ml
