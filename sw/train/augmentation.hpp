// Changes to the training vectors that leave their labels true.
#pragma once

#include "sw/data/random.hpp"
#include "sw/train/matrix.hpp"
#include "sw/train/training_spec.hpp"

namespace rtl4ml {

/// Every vector of the batch gets its own shift, then its own noise. Shapes: batch[n][features]; features = rows *
/// columns where there is a shift
void augment(const AugmentationSpec& spec, Random& random, Matrix& batch);

}  // namespace rtl4ml
