// Where double arithmetic is exact: there oracle A (torch) has to equal oracle B (integers) in every bit.
#pragma once

#include <string>

#include "sw/model/quantized_model.hpp"

namespace rtl4ml {

/// Empty where every sum and product of the model is exact in double, in whatever order it is summed; else the first
/// layer where one may not be, with the bits it needs. Tables are not looked at: their functions are never exact.
/// Source: docs/numbers.md, section Oracles
[[nodiscard]] std::string inexact_in_double(const QuantizedModel& model);

}  // namespace rtl4ml
