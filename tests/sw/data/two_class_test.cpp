#include "sw/data/two_class.hpp"

#include "tests/sw/data/generated_checks.hpp"

namespace rtl4ml::test {

TEST_CASE("two classes: sizes, balance, splits", "[data]") {
  check_generated("two_class", {.train = 12000, .test = 2000, .features = 32, .classes = 2, .balance = 0.97});
}

TEST_CASE("two classes are the same on every machine", "[data]") {
  CHECK(fingerprint(two_class(Split::kTrain, 100)) == 0xe67c411bba8c1ddaULL);
  CHECK(fingerprint(two_class(Split::kTest, 100)) == 0x7f15828846af87a8ULL);
}

TEST_CASE("two classes are close to standardised, and no line divides them", "[data]") {
  const Dataset data = two_class(Split::kTrain, 0);
  check_standardised(data, 0.15);
  // The border is made of folds through the origin: both classes have the same mean.
  for (int f = 0; f < data.features; ++f) {
    double difference = 0.0;
    for (std::int64_t i = 0; i < data.count; ++i) {
      const double value = data.inputs[static_cast<std::size_t>(i * data.features + f)];
      difference += (data.labels[static_cast<std::size_t>(i)] == 1 ? value : -value) / static_cast<double>(data.count);
    }
    CHECK(difference == Approx(0.0).margin(0.05));
  }
}

}  // namespace rtl4ml::test
