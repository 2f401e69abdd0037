#include "sw/onnx/layout.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <numeric>
#include <optional>
#include <set>

namespace rtl4ml {
namespace {

constexpr const char* kAgain = "export the model again";

tl::unexpected<Errors> bad_axis(const OnnxCall& call, std::int64_t axis, std::int64_t rank) {
  return call.fault("onnx.shape", fmt::format("has the axis {} of {} dimensions", axis, rank), kAgain);
}

/// The elements in their order, under another shape with as many.
Result<std::vector<OnnxTensor>> reshaped(const OnnxCall& call, const OnnxShape& shape) {
  if (onnx_numel(shape) != call.in(0).numel()) {
    return call.fault("onnx.shape",
                      fmt::format("makes shape {} of {}", shape_text(shape), shape_text(call.in(0).shape)), kAgain);
  }
  Result<OnnxTensor> result = call.blank(call.in(0).dtype, shape);
  if (result) result->values = call.in(0).values;
  return only(std::move(result));
}

/// A list given as an attribute or as an input; nothing where there is neither.
Result<std::optional<std::vector<std::int64_t>>> list(const OnnxCall& call, const char* attribute, std::size_t input) {
  if (call.has(attribute)) return std::optional(call.integers(attribute));
  const OnnxTensor* const given = call.optional(input);
  if (given == nullptr) return std::optional<std::vector<std::int64_t>>();
  std::vector<std::int64_t> numbers;
  if (!whole_numbers(*given, numbers) || given->rank() > 1) {
    return call.fault(
        "onnx.type",
        fmt::format("has {} of {} and shape {}", attribute, to_string(given->dtype), shape_text(given->shape)),
        "give it a list of int64");
  }
  return std::optional(std::move(numbers));
}

/// The axes as a set of those counted from the front; a fault where one is none, or comes twice.
Result<std::set<std::int64_t>> axes_of(const OnnxCall& call, const std::vector<std::int64_t>& axes, std::int64_t rank) {
  std::set<std::int64_t> front;
  for (const std::int64_t axis : axes) {
    const std::int64_t at = front_axis(axis, rank);
    if (at < 0 || !front.insert(at).second) return bad_axis(call, axis, rank);
  }
  return front;
}

}  // namespace

Result<std::vector<OnnxTensor>> onnx_transpose(const OnnxCall& call) {
  const OnnxTensor& x = call.in(0);
  std::vector<std::int64_t> order = call.integers("perm");
  if (!call.has("perm")) {
    order.resize(x.shape.size());
    std::iota(order.rbegin(), order.rend(), 0);
  }
  const Result<std::set<std::int64_t>> axes = axes_of(call, order, x.rank());
  if (!axes) return faults(axes.error());
  if (order.size() != x.shape.size()) return bad_axis(call, static_cast<std::int64_t>(order.size()), x.rank());
  const OnnxShape plain = row_major_strides(x.shape);
  OnnxShape shape;
  OnnxShape strides;
  for (const std::int64_t axis : order) {
    const auto from = static_cast<std::size_t>(front_axis(axis, x.rank()));
    shape.push_back(x.shape[from]);
    strides.push_back(plain[from]);
  }
  Result<OnnxTensor> result = call.blank(x.dtype, shape);
  if (!result) return faults(result.error());
  const std::vector<std::int64_t> source = source_offsets(shape, strides);
  for (std::size_t i = 0; i < source.size(); ++i) result->values[i] = x.values[static_cast<std::size_t>(source[i])];
  return only(std::move(result));
}

Result<std::vector<OnnxTensor>> onnx_reshape(const OnnxCall& call) {
  const OnnxTensor& x = call.in(0);
  const auto wanted = list(call, "shape", 1);
  if (!wanted) return faults(wanted.error());
  OnnxShape shape = wanted->value_or(OnnxShape{});
  std::int64_t* open = nullptr;
  for (std::size_t d = 0; d < shape.size(); ++d) {
    if (shape[d] == 0 && call.integer("allowzero", 0) == 0 && d < x.shape.size()) shape[d] = x.shape[d];
    if (shape[d] >= 0) continue;
    if (shape[d] != -1 || open != nullptr) {
      return call.fault("onnx.shape", fmt::format("makes the shape {}", shape_text(*(*wanted))), kAgain);
    }
    open = &shape[d];
  }
  if (open != nullptr) {
    *open = 1;
    const std::int64_t others = onnx_numel(shape).value_or(0);
    *open = others == 0 ? 0 : x.numel() / others;
  }
  return reshaped(call, shape);
}

Result<std::vector<OnnxTensor>> onnx_flatten(const OnnxCall& call) {
  const OnnxShape& shape = call.in(0).shape;
  const std::int64_t rank = call.in(0).rank();
  const std::int64_t axis = call.integer("axis", 1);
  const std::int64_t front = axis < 0 ? axis + rank : axis;
  if (front < 0 || front > rank) return bad_axis(call, axis, rank);
  const OnnxShape rows(shape.begin(), shape.begin() + front);
  const OnnxShape columns(shape.begin() + front, shape.end());
  return reshaped(call, {onnx_numel(rows).value_or(0), onnx_numel(columns).value_or(0)});
}

Result<std::vector<OnnxTensor>> onnx_squeeze(const OnnxCall& call) {
  const OnnxTensor& x = call.in(0);
  const auto listed = list(call, "axes", 1);
  if (!listed) return faults(listed.error());
  std::set<std::int64_t> gone;
  if (*listed) {
    const Result<std::set<std::int64_t>> axes = axes_of(call, **listed, x.rank());
    if (!axes) return faults(axes.error());
    gone = *axes;
  }
  OnnxShape shape;
  for (std::size_t d = 0; d < x.shape.size(); ++d) {
    const bool drop = *listed ? gone.contains(static_cast<std::int64_t>(d)) : x.shape[d] == 1;
    if (!drop) shape.push_back(x.shape[d]);
  }
  return reshaped(call, shape);
}

Result<std::vector<OnnxTensor>> onnx_unsqueeze(const OnnxCall& call) {
  const OnnxTensor& x = call.in(0);
  const auto listed = list(call, "axes", 1);
  if (!listed) return faults(listed.error());
  const std::vector<std::int64_t> numbers = listed->value_or(std::vector<std::int64_t>{});
  const std::size_t rank = x.shape.size() + numbers.size();
  if (rank > kMostOnnxDimensions) return bad_axis(call, static_cast<std::int64_t>(rank), x.rank());
  const Result<std::set<std::int64_t>> axes = axes_of(call, numbers, static_cast<std::int64_t>(rank));
  if (!axes) return faults(axes.error());
  OnnxShape shape;
  for (std::size_t d = 0, from = 0; d < rank; ++d) {
    shape.push_back(axes->contains(static_cast<std::int64_t>(d)) ? 1 : x.shape[from++]);
  }
  return reshaped(call, shape);
}

Result<std::vector<OnnxTensor>> onnx_shape(const OnnxCall& call) {
  const OnnxShape& shape = call.in(0).shape;
  const std::int64_t rank = call.in(0).rank();
  const auto bounded = [rank](std::int64_t at) { return std::clamp<std::int64_t>(at < 0 ? at + rank : at, 0, rank); };
  const std::int64_t start = bounded(call.integer("start", 0));
  const std::int64_t end = std::max(start, bounded(call.integer("end", rank)));
  Result<OnnxTensor> result = call.blank(DType::kInt64, {end - start});
  if (result) std::copy(shape.begin() + start, shape.begin() + end, result->values.begin());
  return only(std::move(result));
}

Result<std::vector<OnnxTensor>> onnx_gather(const OnnxCall& call) {
  const OnnxTensor& x = call.in(0);
  std::vector<std::int64_t> indices;
  const std::int64_t axis = front_axis(call.integer("axis", 0), x.rank());
  if (axis < 0) return bad_axis(call, call.integer("axis", 0), x.rank());
  if (!whole_numbers(call.in(1), indices)) {
    return call.fault("onnx.type", fmt::format("has indices of {}", to_string(call.in(1).dtype)), "use int64");
  }
  const auto at = x.shape.begin() + axis;
  for (std::int64_t& index : indices) {
    const std::int64_t front = front_axis(index, *at);
    if (front < 0) {
      return call.fault("onnx.value", fmt::format("takes element {} of {} along its axis", index, *at), kAgain);
    }
    index = front;
  }
  const OnnxShape before(x.shape.begin(), at);
  const OnnxShape after(at + 1, x.shape.end());
  OnnxShape shape = before;
  shape.insert(shape.end(), call.in(1).shape.begin(), call.in(1).shape.end());
  shape.insert(shape.end(), after.begin(), after.end());
  Result<OnnxTensor> result = call.blank(x.dtype, shape);
  if (!result || result->numel() == 0) return only(std::move(result));
  const std::int64_t block = *onnx_numel(after);
  auto into = result->values.begin();
  for (std::int64_t row = 0; row < *onnx_numel(before); ++row) {
    for (const std::int64_t index : indices) {
      const auto from = x.values.begin() + (row * *at + index) * block;
      into = std::copy(from, from + block, into);
    }
  }
  return only(std::move(result));
}

Result<std::vector<OnnxTensor>> onnx_concat(const OnnxCall& call) {
  OnnxShape shape = call.in(0).shape;
  const std::int64_t rank = call.in(0).rank();
  const std::int64_t axis = front_axis(call.integer("axis", 0), rank);
  if (axis < 0) return bad_axis(call, call.integer("axis", 0), rank);
  std::int64_t& along = shape[static_cast<std::size_t>(axis)];
  along = 0;
  for (const OnnxTensor* const part : call.inputs) {
    OnnxShape others = part->shape;
    if (part->rank() == rank) others[static_cast<std::size_t>(axis)] = along;
    if (others != shape || part->dtype != call.in(0).dtype) {
      return call.fault("onnx.shape",
                        fmt::format("joins a tensor of shape {} and one of shape {}, along axis {}",
                                    shape_text(call.in(0).shape), shape_text(part->shape), axis),
                        kAgain);
    }
    along += part->shape[static_cast<std::size_t>(axis)];
  }
  Result<OnnxTensor> result = call.blank(call.in(0).dtype, shape);
  if (!result || result->numel() == 0) return only(std::move(result));
  const std::int64_t rows = *onnx_numel(OnnxShape(shape.begin(), shape.begin() + axis));
  auto into = result->values.begin();
  for (std::int64_t row = 0; row < rows; ++row) {
    for (const OnnxTensor* const part : call.inputs) {
      const std::int64_t block = part->numel() / rows;
      into = std::copy_n(part->values.begin() + row * block, block, into);
    }
  }
  return only(std::move(result));
}

Result<std::vector<OnnxTensor>> onnx_slice(const OnnxCall& call) {
  const OnnxTensor& x = call.in(0);
  std::vector<std::vector<std::int64_t>> lists;
  const char* const names[] = {"starts", "ends", "axes", "steps"};
  for (std::size_t i = 0; i < 4; ++i) {
    const auto given = list(call, names[i], i + 1);
    if (!given) return faults(given.error());
    lists.push_back(given->value_or(std::vector<std::int64_t>{}));
    if (*given || i < 2) continue;
    lists.back().assign(lists[0].size(), 1);  // all axes from the first on, in steps of 1
    if (i == 2) std::iota(lists.back().begin(), lists.back().end(), 0);
  }
  const Result<std::set<std::int64_t>> axes = axes_of(call, lists[2], x.rank());
  if (!axes) return faults(axes.error());
  if (lists[1].size() != lists[0].size() || lists[2].size() != lists[0].size() || lists[3].size() != lists[0].size() ||
      std::find(lists[3].begin(), lists[3].end(), 0) != lists[3].end()) {
    return call.fault("onnx.value", "has starts, ends, axes and steps that do not go together", kAgain);
  }
  OnnxShape shape = x.shape;
  OnnxShape strides = row_major_strides(x.shape);
  std::int64_t first = 0;
  for (std::size_t i = 0; i < lists[0].size(); ++i) {
    const auto d = static_cast<std::size_t>(front_axis(lists[2][i], x.rank()));
    const std::int64_t size = x.shape[d];
    constexpr std::int64_t kFar = std::int64_t{1} << 53;
    const std::int64_t step = std::clamp(lists[3][i], -kFar, kFar);
    const std::int64_t low = step > 0 ? 0 : -1;
    const auto bounded = [&](std::int64_t at) { return std::clamp(at < 0 ? at + size : at, low, size + low); };
    // A start before the front is the front, also for steps back.
    const std::int64_t start =
        std::max<std::int64_t>(bounded(lists[0][i]), step > 0 ? 0 : std::min<std::int64_t>(0, size - 1));
    const std::int64_t end = bounded(lists[1][i]);
    const std::int64_t distance = step > 0 ? end - start : start - end;
    const std::int64_t stride = step > 0 ? step : -step;
    shape[d] = distance <= 0 ? 0 : (distance + stride - 1) / stride;
    if (shape[d] > 0) first += start * strides[d];
    strides[d] = shape[d] > 1 ? strides[d] * step : 0;
  }
  Result<OnnxTensor> result = call.blank(x.dtype, shape);
  if (!result) return faults(result.error());
  const std::vector<std::int64_t> source = source_offsets(shape, strides, first);
  for (std::size_t i = 0; i < source.size(); ++i) result->values[i] = x.values[static_cast<std::size_t>(source[i])];
  return only(std::move(result));
}

}  // namespace rtl4ml
