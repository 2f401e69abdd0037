#include "gen/passes/calibrate.hpp"

#include <cmath>

#include "tests/catch.hpp"
#include "tests/gen/designs.hpp"

namespace rtl4ml {

TEST_CASE("activations are those of the float network", "[passes]") {
  LinearLayer linear;
  linear.in_features = 2;
  linear.out_features = 1;
  linear.weight = {2.0F, -3.0F};
  linear.bias = {0.5F};
  const Network network{{{"fc", linear}, {"relu", ReluLayer{}}}};
  const std::vector<double> vectors = {1.0, 0.0, 0.0, 1.0, 2.0, 1.0};
  Calibration calibration(network, {2, 1, 1}, vectors);
  CHECK(std::vector<double>(calibration.activations(0).begin(), calibration.activations(0).end()) == vectors);
  const auto out = calibration.activations(1);
  CHECK(std::vector<double>(out.begin(), out.end()) == std::vector<double>{2.5, -2.5, 1.5});
  const auto relu = calibration.activations(2);
  CHECK(std::vector<double>(relu.begin(), relu.end()) == std::vector<double>{2.5, 0.0, 1.5});
  CHECK_FALSE(calibration.invented());
}

TEST_CASE("of many vectors some are taken at even distances", "[passes]") {
  const Network network{{{"relu", ReluLayer{}}}};
  std::vector<double> vectors(4 * kMaxCalibrationVectors);
  for (std::size_t i = 0; i < vectors.size(); ++i) vectors[i] = static_cast<double>(i);
  Calibration calibration(network, {1, 1}, vectors);
  const auto taken = calibration.activations(0);
  REQUIRE(static_cast<std::int64_t>(taken.size()) == kMaxCalibrationVectors);
  CHECK(taken[1] == 4.0);
}

TEST_CASE("without vectors they are standard normal, and that is told", "[passes]") {
  const Network network{{{"relu", ReluLayer{}}}};
  Calibration calibration(network, {8, 8}, {});
  CHECK_FALSE(calibration.invented());  // nobody has asked yet
  const auto values = calibration.activations(0);
  CHECK(calibration.invented());
  REQUIRE(static_cast<std::int64_t>(values.size()) == 8 * kMaxCalibrationVectors);
  double sum = 0.0;
  double squares = 0.0;
  for (const double value : values) {
    sum += value;
    squares += value * value;
  }
  CHECK(std::abs(sum / static_cast<double>(values.size())) < 0.05);
  CHECK(std::abs(squares / static_cast<double>(values.size()) - 1.0) < 0.05);
}

}  // namespace rtl4ml
