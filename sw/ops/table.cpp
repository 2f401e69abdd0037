#include "sw/ops/table.hpp"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <numbers>

namespace rtl4ml {

// The formulas are those of torch.nn.functional, term by term, so that both round alike.
double table_function(const TableLayer& layer, double x) {
  switch (layer.function) {
    case TableFunction::kSigmoid:
      return 1.0 / (1.0 + std::exp(-x));
    case TableFunction::kTanh:
      return std::tanh(x);
    case TableFunction::kGelu:
      return x * 0.5 * (1.0 + std::erf(x * (1.0 / std::numbers::sqrt2)));
    case TableFunction::kGeluTanh: {
      const double scale = std::numbers::sqrt2 * std::numbers::inv_sqrtpi;  // sqrt(2 / pi)
      return 0.5 * x * (1.0 + std::tanh(scale * (x + 0.044715 * x * x * x)));
    }
    case TableFunction::kSilu:
      return x / (1.0 + std::exp(-x));
    case TableFunction::kElu:
      return x > 0.0 ? x : layer.alpha * std::expm1(x);
    case TableFunction::kSoftplus:
      return x * layer.alpha > layer.threshold ? x : std::log1p(std::exp(x * layer.alpha)) / layer.alpha;
    case TableFunction::kHardSigmoid:
      return std::clamp(x + 3.0, 0.0, 6.0) / 6.0;
    case TableFunction::kHardSwish:
      return x * std::clamp(x + 3.0, 0.0, 6.0) / 6.0;
  }
  return 0.0;
}

TableOp make_table(const TableLayer& layer, const FixedType& data_in, const FixedType& data_out, Rounding rounding,
                   Overflow overflow) {
  assert(data_in.width <= kMaxTableWidth);
  TableOp op{data_in, data_out, {}, rounding, overflow};
  const std::int64_t size = std::int64_t{1} << data_in.width;
  op.entries.reserve(std::size_t(size));
  for (std::int64_t bits = 0; bits < size; ++bits) {
    const std::int64_t code = bits > data_in.max_code() ? bits - size : bits;
    op.entries.push_back(quantize(table_function(layer, dequantize(code, data_in)), data_out, rounding, overflow));
  }
  return op;
}

void table(const TableOp& op, std::span<const std::int64_t> data_in, std::span<std::int64_t> data_out) {
  assert(data_in.size() == data_out.size());
  assert(op.entries.size() == std::size_t{1} << op.data_in.width);
  const std::uint64_t mask = op.entries.size() - 1;
  for (std::size_t i = 0; i < data_in.size(); ++i) {
    data_out[i] = op.entries[static_cast<std::uint64_t>(data_in[i]) & mask];
  }
}

}  // namespace rtl4ml
