#include "sw/experiment/statistics.hpp"

#include <array>
#include <cmath>
#include <limits>

#include "tests/catch.hpp"

namespace rtl4ml {

TEST_CASE("mean and confidence interval of five measurements") {
  // Deviation sqrt(2.5), over the root of 5, times 2.7764.
  const Summary summary = summarize(std::array{1.0, 2.0, 3.0, 4.0, 5.0});
  CHECK(summary.count == 5);
  CHECK(summary.mean == 3.0);
  CHECK(std::abs(summary.half_width - 2.7764 * std::sqrt(0.5)) < 1e-12);
  CHECK(summary.low() < summary.least + 0.04);
  CHECK(summary.least == 1.0);
  CHECK(summary.most == 5.0);
}

TEST_CASE("one measurement has no interval, none has no mean, and what is not finite does not count") {
  const Summary one = summarize(std::array{7.0, std::numeric_limits<double>::quiet_NaN()});
  CHECK(one.count == 1);
  CHECK(one.mean == 7.0);
  CHECK(one.half_width == 0.0);
  CHECK(summarize(std::array{std::numeric_limits<double>::infinity()}).count == 0);
  CHECK(std::isnan(summarize({}).mean));
}

TEST_CASE("Student's t falls to the normal distribution's, without a step where the table ends") {
  for (int n = 1; n < 200; ++n) CHECK(student_t_95(n) > student_t_95(n + 1));
  CHECK(std::abs(student_t_95(40) - 2.0211) < 1e-4);  // tables of Student's t
  CHECK(std::abs(student_t_95(120) - 1.9799) < 1e-4);
}

}  // namespace rtl4ml
