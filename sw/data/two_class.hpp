// Two classes with a curved border, for the shipped design mlp_512.
#pragma once

#include "sw/data/dataset.hpp"

namespace rtl4ml {

/// 32 features, bell-shaped with mean 0 and deviation 1. The label says whether the sample lies beyond a fixed border
/// made of four folded hyperplanes; samples close to it are left out, and 3 % of the labels are wrong on purpose.
/// Sample i has class i mod 2 before the wrong ones.
/// Shapes: inputs[count][32]; 12,000 train and 2,000 test samples; `count` 0 is all. The same bytes on every machine.
[[nodiscard]] Dataset two_class(Split split, std::int64_t count);

}  // namespace rtl4ml
