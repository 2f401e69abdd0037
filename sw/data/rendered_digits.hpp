// Digits that the project draws itself: 8x8 grey images, so that everything runs without a download.
#pragma once

#include "sw/data/dataset.hpp"

namespace rtl4ml {

/// Ten classes, equally many; sample i is the digit i mod 10. Pixels row by row from the top left, in [0, 1] in steps
/// of 1/255. Every image has its own shift, scale, slant, stroke thickness, bend and noise. Shapes: inputs[count][64];
/// 8,000 train and 2,000 test images; `count` 0 is all. The same bytes on every machine.
[[nodiscard]] Dataset rendered_digits(Split split, std::int64_t count);

}  // namespace rtl4ml
