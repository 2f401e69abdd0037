#include "sw/onnx/matrix.hpp"

#include <fmt/format.h>

#include <cmath>

namespace rtl4ml {
namespace {

constexpr const char* kAgain = "export the model again";

/// A matrix as it lies in memory.
struct View {
  const double* data;
  std::int64_t row_stride, column_stride;
};

/// into[m][n] += a[m][k] b[k][n]; each sum runs over k from 0.
void multiply(const View& a, const View& b, std::int64_t m, std::int64_t k, std::int64_t n, double* into) {
  if (b.column_stride == 1) {
    for (std::int64_t r = 0; r < m; ++r) {
      double* const sums = into + r * n;
      for (std::int64_t i = 0; i < k; ++i) {
        const double factor = a.data[r * a.row_stride + i * a.column_stride];
        const double* const row = b.data + i * b.row_stride;
        for (std::int64_t c = 0; c < n; ++c) sums[c] += factor * row[c];
      }
    }
    return;
  }
  for (std::int64_t r = 0; r < m; ++r) {
    for (std::int64_t c = 0; c < n; ++c) {
      double sum = into[r * n + c];
      for (std::int64_t i = 0; i < k; ++i) {
        sum += a.data[r * a.row_stride + i * a.column_stride] * b.data[i * b.row_stride + c * b.column_stride];
      }
      into[r * n + c] = sum;
    }
  }
}

/// Takes batch * m * k * n multiplications off the budget; false where it has not that many.
bool afford(OnnxBudget& budget, const OnnxShape& factors) {
  const std::optional<std::int64_t> cost = checked_numel(factors);
  if (!cost || *cost > budget.multiplications) return false;
  budget.multiplications -= *cost;
  return true;
}

tl::unexpected<Errors> too_many(const OnnxCall& call, const OnnxShape& factors) {
  return call.fault(
      "onnx.too_large",
      fmt::format("takes {} multiplications, more than are left of what a run may make", shape_text(factors)),
      "export the model with its real shapes, or run fewer vectors at a time");
}

bool are_floats(const OnnxCall& call) {
  for (const OnnxTensor* const input : call.inputs) {
    if (input != nullptr && !is_floating_point(input->dtype)) return false;
  }
  return true;
}

tl::unexpected<Errors> no_floats(const OnnxCall& call) {
  return call.fault("onnx.type", "takes a tensor that is no float", "use float32");
}

tl::unexpected<Errors> do_not_fit(const OnnxCall& call) {
  std::string shapes;
  for (const OnnxTensor* const input : call.inputs) {
    if (input != nullptr) shapes += (shapes.empty() ? "" : ", ") + shape_text(input->shape);
  }
  return call.fault("onnx.shape", fmt::format("takes shapes that do not fit each other: {}", shapes), kAgain);
}

}  // namespace

Result<std::vector<OnnxTensor>> onnx_matmul(const OnnxCall& call) {
  if (!are_floats(call)) return no_floats(call);
  OnnxShape a = call.in(0).shape;
  OnnxShape b = call.in(1).shape;
  if (a.empty() || b.empty()) return do_not_fit(call);
  const bool row = a.size() == 1;
  const bool column = b.size() == 1;
  if (row) a.insert(a.begin(), 1);
  if (column) b.push_back(1);
  const std::int64_t m = a[a.size() - 2];
  const std::int64_t k = a.back();
  const std::int64_t n = b.back();
  const OnnxShape batch_a(a.begin(), a.end() - 2);
  const OnnxShape batch_b(b.begin(), b.end() - 2);
  OnnxShape batch;
  if (b[b.size() - 2] != k || !broadcast_shapes(batch_a, batch_b, batch)) return do_not_fit(call);
  OnnxShape shape = batch;
  if (!row) shape.push_back(m);
  if (!column) shape.push_back(n);
  Result<OnnxTensor> result = call.blank(call.in(0).dtype, shape);
  if (!result) return faults(result.error());
  OnnxShape factors = batch;
  factors.insert(factors.end(), {m, k, n});
  if (!afford(call.budget, factors)) return too_many(call, factors);
  const std::vector<std::int64_t> of_a = source_offsets(batch, broadcast_strides(batch_a, batch));
  const std::vector<std::int64_t> of_b = source_offsets(batch, broadcast_strides(batch_b, batch));
  for (std::size_t i = 0; i < of_a.size(); ++i) {
    multiply({call.in(0).values.data() + of_a[i] * m * k, k, 1}, {call.in(1).values.data() + of_b[i] * k * n, n, 1}, m,
             k, n, result->values.data() + static_cast<std::int64_t>(i) * m * n);
  }
  return only(std::move(result));
}

Result<std::vector<OnnxTensor>> onnx_gemm(const OnnxCall& call) {
  if (!are_floats(call)) return no_floats(call);
  const OnnxTensor& a = call.in(0);
  const OnnxTensor& b = call.in(1);
  const OnnxTensor* const c = call.optional(2);
  if (a.rank() != 2 || b.rank() != 2) return do_not_fit(call);
  const bool flip_a = call.integer("transA", 0) != 0;
  const bool flip_b = call.integer("transB", 0) != 0;
  const std::int64_t m = a.shape[flip_a ? 1 : 0];
  const std::int64_t k = a.shape[flip_a ? 0 : 1];
  const std::int64_t n = b.shape[flip_b ? 0 : 1];
  const OnnxShape shape = {m, n};
  OnnxShape with_c = shape;
  if (b.shape[flip_b ? 1 : 0] != k || (c != nullptr && (!broadcast_shapes(shape, c->shape, with_c) || with_c != shape)))
    return do_not_fit(call);
  Result<OnnxTensor> result = call.blank(a.dtype, shape);
  if (!result) return faults(result.error());
  if (!afford(call.budget, {m, k, n})) return too_many(call, {m, k, n});
  multiply({a.values.data(), flip_a ? 1 : k, flip_a ? m : 1}, {b.values.data(), flip_b ? 1 : n, flip_b ? k : 1}, m, k,
           n, result->values.data());
  const double alpha = call.real("alpha", 1.0);
  for (double& value : result->values) value *= alpha;
  if (c != nullptr) {
    const double beta = call.real("beta", 1.0);
    const std::vector<std::int64_t> of_c = source_offsets(shape, broadcast_strides(c->shape, shape));
    for (std::size_t i = 0; i < of_c.size(); ++i)
      result->values[i] += beta * c->values[static_cast<std::size_t>(of_c[i])];
  }
  return only(std::move(result));
}

Result<std::vector<OnnxTensor>> onnx_batch_normalization(const OnnxCall& call) {
  if (!are_floats(call)) return no_floats(call);
  if (call.integer("training_mode", 0) != 0 || call.node.outputs.size() > 1) {
    return call.fault("onnx.attribute", "is a BatchNormalization that is training",
                      "export the model in evaluation mode");
  }
  const OnnxTensor& x = call.in(0);
  if (x.rank() < 2) return do_not_fit(call);
  const OnnxShape per_channel = {x.shape[1]};
  for (std::size_t i = 1; i < 5; ++i) {
    if (call.in(i).shape != per_channel) return do_not_fit(call);
  }
  Result<OnnxTensor> result = call.blank(x.dtype, x.shape);
  if (!result) return faults(result.error());
  constexpr double kEpsilon = 1e-5F;
  const double epsilon = call.real("epsilon", kEpsilon);
  OnnxShape strides(x.shape.size(), 0);
  strides[1] = 1;
  const std::vector<std::int64_t> channel = source_offsets(x.shape, strides);
  for (std::size_t i = 0; i < channel.size(); ++i) {
    const auto c = static_cast<std::size_t>(channel[i]);
    const double normal = (x.values[i] - call.in(3).values[c]) / std::sqrt(call.in(4).values[c] + epsilon);
    result->values[i] = normal * call.in(1).values[c] + call.in(2).values[c];
  }
  return only(std::move(result));
}

}  // namespace rtl4ml
