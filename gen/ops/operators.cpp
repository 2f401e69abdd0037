#include "gen/ops/operators.hpp"

#include <array>

namespace rtl4ml {

std::span<const Operator* const> operators() {
  static const std::array kOperators = {
#define RTL4ML_OPERATOR(name) &name##_operator(),
#include "gen/ops/operators.def"
#undef RTL4ML_OPERATOR
  };
  return kOperators;
}

const Operator* operator_of(const LayerKind& kind) {
  for (const Operator* candidate : operators()) {
    if (candidate->computes != nullptr && candidate->computes(kind)) return candidate;
  }
  return nullptr;
}

const Operator* operator_of(const QuantizedOp& op) {
  for (const Operator* candidate : operators()) {
    if (candidate->implements(op)) return candidate;
  }
  return nullptr;
}

const Operator* find_operator(std::string_view name) {
  for (const Operator* candidate : operators()) {
    if (candidate->name == name) return candidate;
  }
  return nullptr;
}

}  // namespace rtl4ml
