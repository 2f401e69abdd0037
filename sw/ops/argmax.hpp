// Argmax: the index of the largest element, the class that a classifier's scores stand for; the exact integer oracle of
// rtl_templates/argmax/fixed_argmax.sv.
#pragma once

#include <cstdint>
#include <span>

#include "sw/number/fixed_type.hpp"

namespace rtl4ml {

struct ArgmaxOp {
  FixedType data_in;
  FixedType data_out;  ///< class_type(features)
  int features = 0;    ///< of a vector, at least 2
  friend bool operator==(const ArgmaxOp&, const ArgmaxOp&) = default;
};

/// The type of a number from 0 to classes - 1: unsigned, no wider than that takes. Precondition: classes > 0
[[nodiscard]] FixedType class_type(int classes);

/// data_out[v] = the index of the largest element of the vector, the first of equals.
/// Shapes: data_in[count][features] -> data_out[count]
/// Errors: none while running
/// Source: docs/numbers.md, section Argmax
void argmax(const ArgmaxOp& op, std::span<const std::int64_t> data_in, std::span<std::int64_t> data_out);

}  // namespace rtl4ml
