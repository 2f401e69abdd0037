// The list of operators, made from operators.def.
#pragma once

#include <span>

#include "gen/ops/operator.hpp"

namespace rtl4ml {

#define RTL4ML_OPERATOR(name) [[nodiscard]] const Operator& name##_operator();
#include "gen/ops/operators.def"
#undef RTL4ML_OPERATOR

/// All of them, in the order of operators.def.
[[nodiscard]] std::span<const Operator* const> operators();

/// The operator that implements a float layer; null where none does (batch norm and identities are folded away before).
[[nodiscard]] const Operator* operator_of(const LayerKind& kind);

/// The operator of an integer layer; never null: every alternative of QuantizedOp is some operator's payload.
[[nodiscard]] const Operator* operator_of(const QuantizedOp& op);

/// The operator by its name; null where there is none.
[[nodiscard]] const Operator* find_operator(std::string_view name);

}  // namespace rtl4ml
