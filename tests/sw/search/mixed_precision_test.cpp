#include "sw/search/mixed_precision.hpp"

#include <cmath>

#include "sw/data/random.hpp"
#include "tests/catch.hpp"

namespace rtl4ml {
namespace {

double bits_of(const std::vector<LayerSensitivity>& layers, const std::vector<int>& widths) {
  double bits = 0.0;
  for (std::size_t i = 0; i < layers.size(); ++i) bits += static_cast<double>(layers[i].weights) * widths[i];
  return bits;
}

double harm_of(const std::vector<LayerSensitivity>& layers, const std::vector<int>& widths, int probe) {
  double harm = 0.0;
  for (std::size_t i = 0; i < layers.size(); ++i) harm += layers[i].harm * std::pow(4.0, probe - widths[i]);
  return harm;
}

}  // namespace

TEST_CASE("the layer that loses most gets the bits") {
  const std::vector<LayerSensitivity> layers = {{"fc1", 1000, 0.01}, {"fc2", 1000, 0.5}, {"fc3", 1000, 0.0}};
  CHECK(mixed_precision(layers, {2, 4, 8}, 2, 4.0) == std::vector<int>{2, 8, 2});
  CHECK(mixed_precision(layers, {8, 2}, 2, 4.0) == std::vector<int>{2, 8, 2});
  CHECK(mixed_precision(layers, {2, 4, 8}, 2, 2.0) == std::vector<int>{2, 2, 2});
  CHECK(mixed_precision(layers, {2, 4, 8}, 2, 8.0) == std::vector<int>{8, 8, 2});  // fc3 gains nothing
}

TEST_CASE("within the budget, and as good as the best of all choices that need no more bits") {
  // With layers of one size every step costs the same, so that none is left out because it does not fit.
  Random random(7);
  for (int round = 0; round < 50; ++round) {
    std::vector<LayerSensitivity> layers;
    for (int i = 0; i < 4; ++i) layers.push_back({"l", 100, random.uniform()});
    const double mean = 2.0 + 0.25 * static_cast<double>(random.below(9));
    const std::vector<int> widths = mixed_precision(layers, {2, 3, 4}, 2, mean);
    CHECK(bits_of(layers, widths) <= mean * 400.0);
    for (int choice = 0; choice < 81; ++choice) {
      const std::vector<int> other = {2 + choice % 3, 2 + choice / 3 % 3, 2 + choice / 9 % 3, 2 + choice / 27};
      if (bits_of(layers, other) <= mean * 400.0)
        CHECK(harm_of(layers, widths, 2) <= harm_of(layers, other, 2) + 1e-12);
    }
  }
}

}  // namespace rtl4ml
