// Runs any operator of the quantized model by its plain function of sw/ops.
#pragma once

#include <cstdint>
#include <span>

#include "sw/model/quantized_model.hpp"

namespace rtl4ml {

/// Shapes: data_in[count][in_features] -> data_out[count][out_features] of the operator
inline void run_op(const QuantizedOp& op, std::span<const std::int64_t> data_in, std::span<std::int64_t> data_out) {
  struct Visitor {
    std::span<const std::int64_t> in;
    std::span<std::int64_t> out;
    void operator()(const LinearOp& any) const { linear(any, in, out); }
    void operator()(const ReluOp& any) const { relu(any, in, out); }
    void operator()(const LeakyReluOp& any) const { leaky_relu(any, in, out); }
    void operator()(const PReluOp& any) const { prelu(any, in, out); }
    void operator()(const ClipOp& any) const { clip(any, in, out); }
    void operator()(const TableOp& any) const { table(any, in, out); }
    void operator()(const CastOp& any) const { cast(any, in, out); }
    void operator()(const ThresholdOp& any) const { threshold(any, in, out); }
    void operator()(const AffineOp& any) const { affine(any, in, out); }
    void operator()(const ArgmaxOp& any) const { argmax(any, in, out); }
  };
  std::visit(Visitor{data_in, data_out}, op);
}

}  // namespace rtl4ml
