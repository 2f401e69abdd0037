// The learning rate over the epochs.
#pragma once

#include "sw/train/training_spec.hpp"

namespace rtl4ml {

/// The rate of `epoch` (1 .. epochs). Warm-up: epoch / warm_up of the full rate; then the schedule over the epochs that
/// are left, from its start.
[[nodiscard]] double learning_rate(const ScheduleSpec& schedule, double full_rate, int epoch, int epochs);

}  // namespace rtl4ml
