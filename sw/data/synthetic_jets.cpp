#include "sw/data/synthetic_jets.hpp"

#include <array>
#include <cmath>
#include <cstddef>
#include <vector>

#include "sw/data/generated.hpp"
#include "sw/data/random.hpp"

namespace rtl4ml {
namespace {

constexpr int kFeatures = 16;
constexpr int kClasses = 5;
constexpr int kHidden = 6;
constexpr double kSpread = 0.85;  // distance of the classes' centres, in deviations of a cloud
constexpr double kNoise = 0.15;   // of a feature, before standardising
constexpr std::uint64_t kSeed = 0x6A65747300000001;

/// The fixed world the samples come from.
struct World {
  std::array<std::array<double, kHidden>, kClasses> centre;
  std::array<double, kClasses> width;
  std::array<std::array<double, kHidden>, kFeatures> mix;
  std::array<std::array<double, kHidden>, kFeatures> bend;
};

World make_world() {
  World world{};
  Random random(kSeed);
  for (auto& centre : world.centre) {
    for (double& value : centre) value = kSpread * random.normal();
  }
  for (double& value : world.width) value = random.uniform(0.7, 1.3);
  for (auto& row : world.mix) {
    for (double& value : row) value = random.normal();
  }
  for (auto& row : world.bend) {
    for (double& value : row) value = 0.5 * random.normal();
  }
  return world;
}

/// Bounded and smooth, without libm.
double squash(double x) { return x / (1.0 + std::fabs(x)); }

void draw(const World& world, int label, Random& random, double* features) {
  std::array<double, kHidden> hidden{};
  const auto index = static_cast<std::size_t>(label);
  for (std::size_t h = 0; h < kHidden; ++h) hidden[h] = world.centre[index][h] + world.width[index] * random.normal();
  for (std::size_t f = 0; f < kFeatures; ++f) {
    double line = 0.0;
    double curve = 0.0;
    for (std::size_t h = 0; h < kHidden; ++h) {
      line += world.mix[f][h] * hidden[h];
      curve += world.bend[f][h] * hidden[h];
    }
    features[f] = squash(line) + 0.3 * curve * squash(curve) + kNoise * random.normal();
  }
}

Dataset draw_raw(Split split, std::int64_t count) {
  const World world = make_world();
  const GeneratedSplit part = generated_split(split, count, {.train = 20000, .test = 5000, .seed = kSeed});
  Dataset data = empty_dataset(part.count, kFeatures);
  for (std::int64_t i = 0; i < part.count; ++i) {
    Random random(part.seed, static_cast<std::uint64_t>(i));
    const int label = static_cast<int>(i % kClasses);
    draw(world, label, random, data.inputs.data() + i * kFeatures);
    data.labels[static_cast<std::size_t>(i)] = label;
  }
  return data;
}

struct Scale {
  std::array<double, kFeatures> mean{}, deviation{};
};

Scale scale_of(const Dataset& data) {
  Scale scale;
  const auto count = static_cast<double>(data.count);
  for (std::size_t f = 0; f < kFeatures; ++f) {
    double sum = 0.0;
    double squares = 0.0;
    for (std::size_t at = f; at < data.inputs.size(); at += kFeatures) {
      sum += data.inputs[at];
      squares += data.inputs[at] * data.inputs[at];
    }
    scale.mean[f] = sum / count;
    scale.deviation[f] = std::sqrt(squares / count - scale.mean[f] * scale.mean[f]);
  }
  return scale;
}

}  // namespace

Dataset synthetic_jets(Split split, std::int64_t count) {
  const Scale scale = scale_of(draw_raw(Split::kTrain, 0));
  Dataset data = draw_raw(split, count);
  for (std::size_t at = 0; at < data.inputs.size(); ++at) {
    const std::size_t f = at % kFeatures;
    // Steps of 2^-20 swallow the last bits that a compiler's contraction of a*b+c may change.
    data.inputs[at] = std::floor((data.inputs[at] - scale.mean[f]) / scale.deviation[f] * 0x1p20 + 0.5) * 0x1p-20;
  }
  return data;
}

}  // namespace rtl4ml
