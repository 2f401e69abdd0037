// What a layer makes of values, in double precision: so that types can be drawn which those values do not all overflow.
// An estimate, no oracle: it decides how interesting a network is, never whether a simulation is right.
#pragma once

#include <vector>

#include "sim/fuzz/fuzz_case.hpp"

namespace rtl4ml {

/// The layer's outputs before their conversion to data_out, of one vector in real numbers. Its types of data_in, weight
/// and bias count. Shapes: values[in_features] -> [out_features]
[[nodiscard]] std::vector<double> estimate_layer(const FuzzLayer& layer, const std::vector<double>& values);

/// The values as a type holds them.
[[nodiscard]] std::vector<double> estimate_conversion(std::vector<double> values, const FixedType& type,
                                                      Rounding rounding, Overflow overflow);

}  // namespace rtl4ml
