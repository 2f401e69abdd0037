#include "sw/train/schedules.hpp"

#include "tests/catch.hpp"

namespace rtl4ml {

TEST_CASE("learning rates by hand", "[train]") {
  CHECK(learning_rate({.kind = ScheduleKind::kConstant}, 0.5, 7, 9) == 0.5);
  const ScheduleSpec cosine{.kind = ScheduleKind::kCosine};
  CHECK(learning_rate(cosine, 2.0, 1, 4) == 2.0);
  CHECK(learning_rate(cosine, 2.0, 3, 4) == Approx(1.0));
  CHECK(learning_rate(cosine, 2.0, 2, 3) == Approx(1.5));
  const ScheduleSpec step{.kind = ScheduleKind::kStep, .step_epochs = 3, .step_factor = 0.5};
  CHECK(learning_rate(step, 1.0, 3, 9) == 1.0);
  CHECK(learning_rate(step, 1.0, 4, 9) == 0.5);
  CHECK(learning_rate(step, 1.0, 7, 9) == 0.25);
  const ScheduleSpec warm{.kind = ScheduleKind::kCosine, .warm_up = 4};
  CHECK(learning_rate(warm, 1.0, 1, 8) == 0.25);
  CHECK(learning_rate(warm, 1.0, 4, 8) == 1.0);
  CHECK(learning_rate(warm, 1.0, 5, 8) == 1.0);
  CHECK(learning_rate(warm, 1.0, 7, 8) == Approx(0.5));
}

}  // namespace rtl4ml
