#include "sw/data/rendered_digits.hpp"

#include <cmath>

#include "tests/sw/data/generated_checks.hpp"

namespace rtl4ml::test {

TEST_CASE("rendered digits: sizes, balance, splits", "[data]") {
  check_generated("rendered_digits", {.train = 8000, .test = 2000, .features = 64, .classes = 10, .balance = 1.0});
}

TEST_CASE("rendered digits are the same on every machine", "[data]") {
  CHECK(fingerprint(rendered_digits(Split::kTrain, 100)) == 0x28ff163778346cadULL);
  CHECK(fingerprint(rendered_digits(Split::kTest, 100)) == 0x97d477637ead031bULL);
}

TEST_CASE("rendered digits are grey images with ink in them", "[data]") {
  const Dataset data = rendered_digits(Split::kTest, 500);
  for (std::int64_t i = 0; i < data.count; ++i) {
    double ink = 0.0;
    for (int pixel = 0; pixel < 64; ++pixel) {
      const double value = data.inputs[static_cast<std::size_t>(i * 64 + pixel)];
      REQUIRE((value >= 0.0 && value <= 1.0));
      REQUIRE(value * 255.0 == Approx(std::round(value * 255.0)).margin(1e-9));
      ink += value;
    }
    INFO("image " << i);
    CHECK((ink > 2.5 && ink < 45.0));
  }
}

TEST_CASE("a digit resembles its own class more than the others", "[data]") {
  // The mean image of each class, from the train split, already recognises each digit far more often than chance: no
  // glyph is wrong.
  const Dataset train = rendered_digits(Split::kTrain, 4000);
  const Dataset test = rendered_digits(Split::kTest, 1000);
  std::vector<double> mean(640, 0.0);
  for (std::size_t at = 0; at < train.inputs.size(); ++at) {
    mean[static_cast<std::size_t>(train.labels[at / 64]) * 64 + at % 64] += train.inputs[at] / 400.0;
  }
  std::vector<int> right(10, 0);
  for (std::size_t i = 0; i < 1000; ++i) {
    std::size_t nearest = 0;
    double least = 1e9;
    for (std::size_t digit = 0; digit < 10; ++digit) {
      double distance = 0.0;
      for (std::size_t pixel = 0; pixel < 64; ++pixel) {
        const double difference = test.inputs[i * 64 + pixel] - mean[digit * 64 + pixel];
        distance += difference * difference;
      }
      if (distance < least) nearest = digit;
      least = std::min(least, distance);
    }
    if (nearest == static_cast<std::size_t>(test.labels[i])) ++right[nearest];
  }
  for (const int count : right) CHECK(count > 35);  // of 100; chance is 10
}

}  // namespace rtl4ml::test
