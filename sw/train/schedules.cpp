#include "sw/train/schedules.hpp"

#include <cmath>
#include <numbers>

namespace rtl4ml {

double learning_rate(const ScheduleSpec& schedule, double full_rate, int epoch, int epochs) {
  if (epoch <= schedule.warm_up) return full_rate * epoch / schedule.warm_up;
  const int passed = epoch - 1 - schedule.warm_up;
  switch (schedule.kind) {
    case ScheduleKind::kConstant:
      return full_rate;
    case ScheduleKind::kCosine: {
      const double done = static_cast<double>(passed) / (epochs - schedule.warm_up);
      return full_rate * 0.5 * (1.0 + std::cos(std::numbers::pi * done));
    }
    case ScheduleKind::kStep:
      return full_rate * std::pow(schedule.step_factor, passed / schedule.step_epochs);
  }
  return full_rate;
}

}  // namespace rtl4ml
