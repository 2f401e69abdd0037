#include "sw/base/stopwatch.hpp"

#include <thread>

#include "tests/catch.hpp"

namespace rtl4ml {

TEST_CASE("a stopwatch runs on, and starts again at a lap", "[base]") {
  const auto pause = [] { std::this_thread::sleep_for(std::chrono::milliseconds(20)); };
  const Stopwatch total;
  Stopwatch watch;
  pause();
  const double so_far = watch.seconds();
  const double first = watch.lap();
  CHECK(so_far >= 0.02);
  CHECK(first >= so_far);
  pause();
  const double second = watch.lap();
  CHECK(second >= 0.02);
  CHECK(first + second <= total.seconds());
}

}  // namespace rtl4ml
