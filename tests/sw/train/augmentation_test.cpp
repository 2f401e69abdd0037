#include "sw/train/augmentation.hpp"

#include <cmath>
#include <set>

#include "tests/catch.hpp"

namespace rtl4ml {

TEST_CASE("images move by whole pixels, and zeros come in", "[train]") {
  const AugmentationSpec spec{.shift = 1, .rows = 2, .columns = 3};
  Random random(1);
  std::set<std::vector<float>> seen;
  for (int i = 0; i < 200; ++i) {
    Matrix batch{.rows = 1, .columns = 6, .values = {1, 2, 3, 4, 5, 6}};
    augment(spec, random, batch);
    seen.insert(batch.values);
  }
  CHECK(seen.size() == 9);
  CHECK(seen.contains({1, 2, 3, 4, 5, 6}));
  CHECK(seen.contains({0, 0, 0, 1, 2, 3}));  // down
  CHECK(seen.contains({0, 1, 2, 0, 4, 5}));  // to the right
  CHECK(seen.contains({5, 6, 0, 0, 0, 0}));  // up and to the left
}

TEST_CASE("noise has the deviation asked for, and follows the seed", "[train]") {
  const auto noisy = [](std::uint64_t seed) {
    Matrix batch;
    batch.resize(100, 100);
    Random random(seed);
    augment({.noise = 0.5}, random, batch);
    return batch.values;
  };
  const std::vector<float> values = noisy(2);
  double squares = 0.0;
  for (const float value : values) squares += static_cast<double>(value) * static_cast<double>(value);
  CHECK(std::sqrt(squares / 10000.0) == Approx(0.5).margin(0.02));
  CHECK(values == noisy(2));
  CHECK(values != noisy(3));
}

}  // namespace rtl4ml
