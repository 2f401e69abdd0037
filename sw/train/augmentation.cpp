#include "sw/train/augmentation.hpp"

#include <cassert>
#include <vector>

namespace rtl4ml {
namespace {

/// Moves one image down by `down` and to the right by `right`.
void shift_image(const AugmentationSpec& spec, int down, int right, std::span<float> image, std::vector<float>& copy) {
  copy.assign(image.begin(), image.end());
  for (int row = 0; row < spec.rows; ++row) {
    for (int column = 0; column < spec.columns; ++column) {
      const int from_row = row - down;
      const int from_column = column - right;
      const bool inside = from_row >= 0 && from_row < spec.rows && from_column >= 0 && from_column < spec.columns;
      image[static_cast<std::size_t>(row * spec.columns + column)] =
          inside ? copy[static_cast<std::size_t>(from_row * spec.columns + from_column)] : 0.0F;
    }
  }
}

}  // namespace

void augment(const AugmentationSpec& spec, Random& random, Matrix& batch) {
  assert(spec.shift == 0 || batch.columns == std::int64_t{spec.rows} * spec.columns);
  std::vector<float> copy;
  for (std::int64_t index = 0; index < batch.rows; ++index) {
    const std::span<float> vector = batch.row(index);
    if (spec.shift > 0) {
      const auto ways = static_cast<std::uint64_t>(2 * spec.shift + 1);
      const int down = static_cast<int>(random.below(ways)) - spec.shift;
      const int right = static_cast<int>(random.below(ways)) - spec.shift;
      if (down != 0 || right != 0) shift_image(spec, down, right, vector, copy);
    }
    if (spec.noise > 0.0) {
      for (float& value : vector) value += static_cast<float>(spec.noise * random.normal());
    }
  }
}

}  // namespace rtl4ml
