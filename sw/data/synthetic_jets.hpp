// A stand-in for the field's jet-tagging benchmark: 16 features, five classes that overlap. It holds no physics.
#pragma once

#include "sw/data/dataset.hpp"

namespace rtl4ml {

/// Five classes, equally many; sample i has class i mod 5. A class is a cloud in six hidden dimensions; the 16 features
/// are bent mixtures of them with noise, standardised over the train split (mean 0, deviation 1). Shapes:
/// inputs[count][16]; 20,000 train and 5,000 test samples; `count` 0 is all. The same bytes on every machine.
[[nodiscard]] Dataset synthetic_jets(Split split, std::int64_t count);

}  // namespace rtl4ml
