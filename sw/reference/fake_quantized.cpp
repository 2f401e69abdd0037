#include "sw/reference/fake_quantized.hpp"

#include <torch/torch.h>

#include <algorithm>
#include <cmath>
#include <exception>
#include <functional>
#include <utility>

#include "sw/base/interrupt.hpp"
#include "sw/base/overloaded.hpp"
#include "sw/reference/exactness.hpp"
#include "sw/reference/float_layers.hpp"

namespace rtl4ml {
namespace {

using torch::Tensor;

/// Vectors at a time, so that memory does not grow with the data set.
constexpr std::int64_t kChunk = 4096;

/// Rounds to integers with torch's own operations; torch::round takes ties to even.
Tensor round_to_integer(const Tensor& x, Rounding rounding) {
  switch (rounding) {
    case Rounding::kHalfEven:
      return torch::round(x);
    case Rounding::kHalfUp:
      return torch::floor(x) + (x - torch::floor(x) >= 0.5).to(x.dtype());
    case Rounding::kHalfAway: {
      const Tensor size = torch::abs(x);
      const Tensor whole = torch::floor(size);
      return torch::sign(x) * (whole + (size - whole >= 0.5).to(x.dtype()));
    }
    case Rounding::kFloor:
      return torch::floor(x);
    case Rounding::kTowardZero:
      return torch::trunc(x);
  }
  return x;
}

/// The real values that x has in the type.
Tensor fake_quantize(const Tensor& x, const FixedType& type, Rounding rounding, Overflow overflow) {
  const double unit = std::ldexp(1.0, -type.frac_width);
  const double range = std::ldexp(1.0, type.width);
  const double least = type.is_signed ? -range / 2 : 0.0;
  const double most = least + range - 1.0;
  const Tensor integer = round_to_integer(x / unit, rounding);
  if (overflow == Overflow::kSaturate) return torch::clamp(integer, least, most) * unit;
  const Tensor bits = torch::remainder(integer, range);  // exact, 0 to range
  return torch::where(bits > most, bits - range, bits) * unit;
}

/// Weights, biases and slopes: rounded as the layer rounds, and always saturated.
Tensor fake_parameter(const Tensor& values, const FixedType& type, Rounding rounding) {
  return fake_quantize(values.to(torch::kFloat64), type, rounding, Overflow::kSaturate);
}

Tensor fake_linear(const LinearOp& op, const LinearLayer& layer, const Tensor& x) {
  const Tensor weight = fake_parameter(tensor_of(layer.weight), op.weight_type, op.rounding);
  Tensor sum = torch::matmul(x, weight.view({layer.out_features, layer.in_features}).t());
  if (!layer.bias.empty()) sum = sum + fake_parameter(tensor_of(layer.bias), op.bias_type, op.rounding);
  return fake_quantize(sum, op.data_out, op.rounding, op.overflow);
}

Tensor fake_affine(const AffineOp& op, const AffineLayer& layer, const Tensor& x) {
  const Tensor product = x * fake_parameter(tensor_of(layer.weight), op.weight_type, op.rounding);
  const Tensor bias = fake_parameter(tensor_of(layer.bias), op.bias_type, op.rounding);
  return fake_quantize(product + bias, op.data_out, op.rounding, op.overflow);
}

/// Leaky ReLU and PReLU; slope is one number or one per feature.
template <class Op>
Tensor fake_slope(const Op& op, const Tensor& slope, const Tensor& x) {
  const Tensor steep = x * fake_parameter(slope, op.slope_type, op.rounding);
  return fake_quantize(torch::where(x >= 0.0, x, steep), op.data_out, op.rounding, op.overflow);
}

Tensor fake_clip(const ClipOp& op, const ClipLayer& layer, const Tensor& x) {
  const Tensor bounds = torch::tensor({layer.min_value, layer.max_value}, torch::kFloat64);
  const Tensor rounded = fake_parameter(bounds, op.data_out, op.rounding);
  const Tensor code = fake_quantize(x, op.data_out, op.rounding, op.overflow);
  return torch::clamp(code, rounded[0].item<double>(), rounded[1].item<double>());
}

Tensor slope_tensor(const LayerKind& kind) {
  if (const auto* leaky = std::get_if<LeakyReluLayer>(&kind))
    return torch::tensor({leaky->negative_slope}, torch::kFloat64);
  return tensor_of(std::get<PReluLayer>(kind).weight);
}

/// One layer of the model on real values; std::get throws where the layer of the network is of another kind.
Tensor fake_layer(const QuantizedOp& op, const LayerKind& kind, const Tensor& x) {
  return std::visit(
      Overloaded{
          [&](const LinearOp& any) { return fake_linear(any, std::get<LinearLayer>(kind), x); },
          [&](const ReluOp& any) { return fake_quantize(torch::relu(x), any.data_out, any.rounding, any.overflow); },
          [&](const LeakyReluOp& any) { return fake_slope(any, slope_tensor(kind), x); },
          [&](const PReluOp& any) { return fake_slope(any, slope_tensor(kind), x); },
          [&](const ClipOp& any) { return fake_clip(any, std::get<ClipLayer>(kind), x); },
          [&](const TableOp& any) {
            const Tensor y = table_forward(std::get<TableLayer>(kind), x);
            return fake_quantize(y, any.data_out, any.rounding, any.overflow);
          },
          [&](const ThresholdOp&) { return threshold_forward(std::get<ThresholdLayer>(kind), x); },
          [&](const AffineOp& any) { return fake_affine(any, std::get<AffineLayer>(kind), x); },
          [&](const ArgmaxOp&) { return argmax_forward(x).to(torch::kFloat64); },
          [&](const CastOp& any) { return fake_quantize(x, any.data_out, any.rounding, any.overflow); }},
      op);
}

/// A layer of the model and the kind of its layer in the network; a cast has none.
struct Pair {
  const QuantizedLayer* quantized = nullptr;
  const LayerKind* kind = nullptr;
};

tl::unexpected<Errors> misaligned(const std::string& layer, const std::string& why) {
  return fault("reference.layers", "layer " + layer, why, "compile the model from this network");
}

Result<std::vector<Pair>> align(const QuantizedModel& model, const Network& network) {
  static const LayerKind kNothing = IdentityLayer{"identity"};
  std::vector<Pair> pairs;
  auto next = network.layers.begin();
  const auto skip_identities = [&] {
    while (next != network.layers.end() && std::holds_alternative<IdentityLayer>(next->kind)) ++next;
  };
  for (const QuantizedLayer& layer : model.layers) {
    if (std::holds_alternative<CastOp>(layer.op)) {
      pairs.push_back({&layer, &kNothing});
      continue;
    }
    skip_identities();
    if (next == network.layers.end()) return misaligned(layer.name, "the model has it, the network does not");
    if (next->name != layer.name)
      return misaligned(layer.name, "the network has layer " + next->name + " in its place");
    pairs.push_back({&layer, &next->kind});
    ++next;
  }
  skip_identities();
  if (next != network.layers.end()) return misaligned(next->name, "the network has it, the model does not");
  return pairs;
}

/// Runs the fake-quantized network chunk by chunk; `take` gets the outputs of each, contiguous, with the first vector's
/// number.
Result<void> run_chunks(const QuantizedModel& model, const std::vector<Pair>& pairs, std::span<const double> inputs,
                        const std::function<void(std::int64_t, std::span<const double>)>& take) {
  const torch::InferenceMode inference;
  const std::int64_t features = model.in_features();
  const std::int64_t count = static_cast<std::int64_t>(inputs.size()) / features;
  for (std::int64_t first = 0; first < count; first += kChunk) {
    if (interrupted()) return fault("process.interrupted", "reference", "interrupted");
    const std::int64_t rows = std::min(kChunk, count - first);
    const std::span<const double> chunk =
        inputs.subspan(static_cast<std::size_t>(first * features), static_cast<std::size_t>(rows * features));
    // from_blob wants a mutable pointer; the clone is what is worked on.
    Tensor x = torch::from_blob(const_cast<double*>(chunk.data()), {rows, features}, torch::kFloat64).clone();
    x = fake_quantize(x, model.data_in(), Rounding::kHalfEven, Overflow::kSaturate);
    for (const Pair& pair : pairs) x = fake_layer(pair.quantized->op, *pair.kind, x);
    x = x.contiguous();
    take(first, std::span(x.data_ptr<double>(), static_cast<std::size_t>(x.numel())));
  }
  return {};
}

/// Codes of a table whose entry is another by torch's function, at every input there is.
std::int64_t differing_entries(const TableOp& op, const TableLayer& layer) {
  const torch::InferenceMode inference;
  const Tensor codes = torch::arange(op.data_in.min_code(), op.data_in.max_code() + 1, torch::kInt64);
  const Tensor x = codes.to(torch::kFloat64) * std::ldexp(1.0, -op.data_in.frac_width);
  const Tensor y = fake_quantize(table_forward(layer, x), op.data_out, op.rounding, op.overflow);
  const double unit = std::ldexp(1.0, -op.data_out.frac_width);
  const Tensor theirs = (y / unit).to(torch::kInt64);
  const std::int64_t size = static_cast<std::int64_t>(op.entries.size());
  const Tensor entries = torch::from_blob(const_cast<std::int64_t*>(op.entries.data()), {size}, torch::kInt64);
  const Tensor ours = entries.index({torch::bitwise_and(codes, size - 1)});
  return (ours != theirs).sum().item<std::int64_t>();
}

void look_at_tables(const std::vector<Pair>& pairs, ReferenceComparison& result) {
  for (const Pair& pair : pairs) {
    const auto* op = std::get_if<TableOp>(&pair.quantized->op);
    if (op == nullptr) continue;
    result.table_entries += static_cast<std::int64_t>(op->entries.size());
    result.table_entries_differing += differing_entries(*op, std::get<TableLayer>(*pair.kind));
  }
}

void append_note(std::string& note, const std::string& text) { note += (note.empty() ? "" : "; ") + text; }

/// Counts the elements of a chunk that differ and notes the first of all.
void compare_chunk(const QuantizedModel& model, std::int64_t first, std::span<const double> values,
                   std::span<const std::int64_t> codes, ReferenceComparison& result) {
  const auto features = static_cast<std::size_t>(model.out_features());
  const double unit = std::ldexp(1.0, -model.data_out().frac_width);
  const std::size_t offset = static_cast<std::size_t>(first) * features;
  for (std::size_t i = 0; i < values.size(); ++i) {
    const double expected = static_cast<double>(codes[offset + i]) * unit;
    if (values[i] == expected) continue;
    if (result.differences++ > 0) continue;
    append_note(result.note, "first difference: vector " + std::to_string((offset + i) / features) + ", element " +
                                 std::to_string(i % features) + ": torch " + std::to_string(values[i]) + ", integers " +
                                 std::to_string(expected));
  }
  result.elements += static_cast<std::int64_t>(values.size());
}

/// Torch reports by exceptions; they end here.
template <class Work>
auto guarded(const Work& work) -> decltype(work()) {
  try {
    return work();
  } catch (const c10::Error& error) {
    return fault("reference.torch", "torch", error.what_without_backtrace());
  } catch (const std::exception& error) {
    return fault("reference.torch", "torch", error.what());
  }
}

}  // namespace

Result<std::vector<double>> fake_quantized(const QuantizedModel& model, const Network& network,
                                           std::span<const double> inputs) {
  const Result<std::vector<Pair>> pairs = align(model, network);
  if (!pairs) return faults(pairs.error());
  return guarded([&]() -> Result<std::vector<double>> {
    std::vector<double> outputs;
    const Result<void> done = run_chunks(model, *pairs, inputs, [&](std::int64_t, std::span<const double> values) {
      outputs.insert(outputs.end(), values.begin(), values.end());
    });
    if (!done) return faults(done.error());
    return outputs;
  });
}

Result<ReferenceComparison> compare_with_torch(const QuantizedModel& model, const Network& network,
                                               std::span<const double> inputs, std::span<const std::int64_t> codes) {
  const Result<std::vector<Pair>> pairs = align(model, network);
  if (!pairs) return faults(pairs.error());
  return guarded([&]() -> Result<ReferenceComparison> {
    ReferenceComparison result;
    const std::string inexact = inexact_in_double(model);
    if (!inexact.empty()) append_note(result.note, "not exact in double: " + inexact);
    look_at_tables(*pairs, result);
    if (result.table_entries_differing > 0) {
      append_note(result.note,
                  std::to_string(result.table_entries_differing) + " of " + std::to_string(result.table_entries) +
                      " table entries differ: torch's function and the C library's round to either side of a tie");
    }
    result.exact_in_double = inexact.empty() && result.table_entries_differing == 0;
    const Result<void> done =
        run_chunks(model, *pairs, inputs, [&](std::int64_t first, std::span<const double> values) {
          compare_chunk(model, first, values, codes, result);
        });
    if (!done) return faults(done.error());
    return result;
  });
}

std::vector<float> float_forward(const Network& network, std::span<const double> inputs, int in_features) {
  const torch::InferenceMode inference;
  const std::int64_t features = in_features > 0 ? in_features : network.in_features();
  const std::int64_t count = features > 0 ? static_cast<std::int64_t>(inputs.size()) / features : 0;
  std::vector<float> outputs;
  for (std::int64_t first = 0; first < count && !interrupted(); first += kChunk) {
    const std::int64_t rows = std::min(kChunk, count - first);
    const double* const chunk = inputs.data() + first * features;
    Tensor x = torch::from_blob(const_cast<double*>(chunk), {rows, features}, torch::kFloat64).to(torch::kFloat32);
    for (const Layer& layer : network.layers) x = float_layer(layer.kind, x);
    x = x.contiguous();
    outputs.insert(outputs.end(), x.data_ptr<float>(), x.data_ptr<float>() + x.numel());
  }
  return outputs;
}

}  // namespace rtl4ml
