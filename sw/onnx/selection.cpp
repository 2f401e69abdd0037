#include "sw/onnx/selection.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numeric>

namespace rtl4ml {
namespace {

/// A tensor as vectors along one axis (or several that end it): element i of vector v is at start(v) + i * stride.
struct Vectors {
  std::int64_t count, length, stride;
  [[nodiscard]] std::size_t at(std::int64_t vector, std::int64_t i) const {
    return static_cast<std::size_t>(vector / stride * stride * length + vector % stride + i * stride);
  }
};

Result<Vectors> along(const OnnxCall& call, std::int64_t axis, bool to_the_end) {
  const OnnxShape& shape = call.in(0).shape;
  const std::int64_t front = front_axis(axis, call.in(0).rank());
  if (front < 0 || call.in(0).numel() == 0) {
    return call.fault("onnx.shape", fmt::format("has the axis {} of a tensor of shape {}", axis, shape_text(shape)),
                      "export the model again");
  }
  const OnnxShape before(shape.begin(), shape.begin() + front);
  const OnnxShape after(shape.begin() + front + 1, shape.end());
  const std::int64_t behind = *onnx_numel(after);
  const std::int64_t size = shape[static_cast<std::size_t>(front)];
  if (to_the_end) return Vectors{*onnx_numel(before), size * behind, 1};
  return Vectors{*onnx_numel(before) * behind, size, behind};
}

/// A strict order of all doubles: what is no number is larger than all that are, as in NumPy.
bool larger(double a, double b) {
  if (std::isnan(b)) return false;
  return std::isnan(a) || a > b;
}

/// Softmax, or its logarithm.
Result<std::vector<OnnxTensor>> softmax(const OnnxCall& call, bool logarithm) {
  constexpr std::int64_t kOneAxisSince = 13;
  const bool one_axis = call.opset >= kOneAxisSince;
  if (!is_floating_point(call.in(0).dtype)) {
    return call.fault("onnx.type", fmt::format("takes {}", to_string(call.in(0).dtype)), "use float32");
  }
  const Result<Vectors> vectors = along(call, call.integer("axis", one_axis ? -1 : 1), !one_axis);
  if (!vectors) return faults(vectors.error());
  Result<OnnxTensor> result = call.blank(call.in(0).dtype, call.in(0).shape);
  if (!result) return faults(result.error());
  const std::vector<double>& x = call.in(0).values;
  for (std::int64_t v = 0; v < vectors->count; ++v) {
    double largest = x[vectors->at(v, 0)];
    for (std::int64_t i = 1; i < vectors->length; ++i) largest = std::max(largest, x[vectors->at(v, i)]);
    double sum = 0.0;
    for (std::int64_t i = 0; i < vectors->length; ++i) sum += std::exp(x[vectors->at(v, i)] - largest);
    for (std::int64_t i = 0; i < vectors->length; ++i) {
      const std::size_t at = vectors->at(v, i);
      result->values[at] = logarithm ? x[at] - largest - std::log(sum) : std::exp(x[at] - largest) / sum;
    }
  }
  return only(std::move(result));
}

}  // namespace

Result<std::vector<OnnxTensor>> onnx_softmax(const OnnxCall& call) { return softmax(call, false); }

Result<std::vector<OnnxTensor>> onnx_log_softmax(const OnnxCall& call) { return softmax(call, true); }

Result<std::vector<OnnxTensor>> onnx_argmax(const OnnxCall& call) {
  const std::int64_t axis = call.integer("axis", 0);
  const Result<Vectors> vectors = along(call, axis, false);
  if (!vectors) return faults(vectors.error());
  OnnxShape shape = call.in(0).shape;
  const auto at = shape.begin() + front_axis(axis, call.in(0).rank());
  *at = 1;
  if (call.integer("keepdims", 1) == 0) shape.erase(at);
  Result<OnnxTensor> result = call.blank(DType::kInt64, shape);
  if (!result) return faults(result.error());
  const bool last = call.integer("select_last_index", 0) != 0;
  const std::vector<double>& x = call.in(0).values;
  for (std::int64_t v = 0; v < vectors->count; ++v) {
    std::int64_t best = 0;
    for (std::int64_t i = 1; i < vectors->length; ++i) {
      const double now = x[vectors->at(v, i)];
      const double before = x[vectors->at(v, best)];
      if (larger(now, before) || (last && !larger(before, now))) best = i;
    }
    result->values[static_cast<std::size_t>(v)] = static_cast<double>(best);
  }
  return only(std::move(result));
}

Result<std::vector<OnnxTensor>> onnx_topk(const OnnxCall& call) {
  const std::int64_t axis = call.integer("axis", -1);
  const Result<Vectors> vectors = along(call, axis, false);
  if (!vectors) return faults(vectors.error());
  std::vector<std::int64_t> counts = {call.integer("k", 0)};
  if (const OnnxTensor* const given = call.optional(1); given != nullptr && !whole_numbers(*given, counts)) counts = {};
  if (counts.size() != 1 || counts[0] < 1 || counts[0] > vectors->length) {
    return call.fault("onnx.value",
                      fmt::format("takes the largest few of {} without a number from 1 to that", vectors->length),
                      "give it k as one int64");
  }
  OnnxShape shape = call.in(0).shape;
  shape[static_cast<std::size_t>(front_axis(axis, call.in(0).rank()))] = counts[0];
  Result<OnnxTensor> values = call.blank(call.in(0).dtype, shape);
  if (!values) return faults(values.error());
  Result<OnnxTensor> places = call.blank(DType::kInt64, shape);
  if (!places) return faults(places.error());
  const bool largest = call.integer("largest", 1) != 0;
  const std::vector<double>& x = call.in(0).values;
  const Vectors chosen{vectors->count, counts[0], vectors->stride};
  std::vector<std::int64_t> order(static_cast<std::size_t>(vectors->length));
  for (std::int64_t v = 0; v < vectors->count; ++v) {
    std::iota(order.begin(), order.end(), 0);
    std::stable_sort(order.begin(), order.end(), [&](std::int64_t a, std::int64_t b) {
      const double one = x[vectors->at(v, a)];
      const double other = x[vectors->at(v, b)];
      return largest ? larger(one, other) : larger(other, one);
    });
    for (std::int64_t i = 0; i < counts[0]; ++i) {
      const std::int64_t place = order[static_cast<std::size_t>(i)];
      values->values[chosen.at(v, i)] = x[vectors->at(v, place)];
      places->values[chosen.at(v, i)] = static_cast<double>(place);
    }
  }
  std::vector<OnnxTensor> outputs;
  outputs.push_back(std::move(*values));
  outputs.push_back(std::move(*places));
  return outputs;
}

}  // namespace rtl4ml
