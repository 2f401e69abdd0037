#include "sw/data/two_class.hpp"

#include <array>
#include <cmath>
#include <cstddef>

#include "sw/data/generated.hpp"
#include "sw/data/random.hpp"

namespace rtl4ml {
namespace {

constexpr int kFeatures = 32;
constexpr int kFolds = 4;
constexpr double kGap = 0.25;  // samples nearer to the border are drawn again
constexpr double kWrongLabels = 0.03;
constexpr std::uint64_t kSeed = 0x74776F636C617373;

using Vector = std::array<double, kFeatures>;

/// Directions of length one; the folds are at their origin.
std::array<Vector, kFolds> make_folds() {
  std::array<Vector, kFolds> folds{};
  Random random(kSeed);
  for (Vector& fold : folds) {
    double squares = 0.0;
    for (double& value : fold) {
      value = random.normal();
      squares += value * value;
    }
    for (double& value : fold) value /= std::sqrt(squares);
  }
  return folds;
}

/// Positive on one side of the border, negative on the other; a difference of folds is balanced by itself.
double side(const std::array<Vector, kFolds>& folds, const double* x) {
  double sum = 0.0;
  for (std::size_t k = 0; k < kFolds; ++k) {
    double along = 0.0;
    for (std::size_t f = 0; f < kFeatures; ++f) along += folds[k][f] * x[f];
    sum += k % 2 == 0 ? std::fabs(along) : -std::fabs(along);
  }
  return sum;
}

}  // namespace

Dataset two_class(Split split, std::int64_t count) {
  const std::array<Vector, kFolds> folds = make_folds();
  const GeneratedSplit part = generated_split(split, count, {.train = 12000, .test = 2000, .seed = kSeed});
  Dataset data = empty_dataset(part.count, kFeatures);
  for (std::int64_t i = 0; i < part.count; ++i) {
    Random random(part.seed, static_cast<std::uint64_t>(i));
    const std::int64_t label = i % 2;
    double* const x = data.inputs.data() + i * kFeatures;
    do {
      for (int f = 0; f < kFeatures; ++f) x[f] = std::floor(random.normal() * 0x1p20 + 0.5) * 0x1p-20;
    } while ((label == 1 ? side(folds, x) : -side(folds, x)) < kGap);
    data.labels[static_cast<std::size_t>(i)] = random.uniform() < kWrongLabels ? 1 - label : label;
  }
  return data;
}

}  // namespace rtl4ml
