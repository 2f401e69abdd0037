#include "gen/passes/calibrate.hpp"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <numbers>
#include <random>

#include "sw/model/evaluate_real.hpp"

namespace rtl4ml {
namespace {

/// Standard-normal numbers by Box and Muller: the standard library's are not the same everywhere.
std::vector<double> normal_vectors(std::size_t count) {
  constexpr std::uint64_t kSeed = 20180;
  std::mt19937_64 random(kSeed);
  const auto uniform = [&random] { return (static_cast<double>(random() >> 11U) + 0.5) * 0x1p-53; };
  std::vector<double> values(count);
  for (double& value : values) {
    const double radius = std::sqrt(-2.0 * std::log(uniform()));
    value = radius * std::cos(2.0 * std::numbers::pi * uniform());
  }
  return values;
}

/// Multiplications that calibration may cost in all.
constexpr std::int64_t kWork = 1'000'000'000;

std::int64_t vectors_for(const Network& network, std::int64_t available) {
  std::int64_t products = 1;
  for (const Layer& layer : network.layers) {
    if (const auto* linear = std::get_if<LinearLayer>(&layer.kind))
      products += static_cast<std::int64_t>(linear->weight.size());
  }
  constexpr std::int64_t kFewest = 32;
  const std::int64_t wanted = std::clamp(kWork / products, kFewest, kMaxCalibrationVectors);
  return std::min(wanted, available);
}

}  // namespace

Calibration::Calibration(const Network& network, std::vector<int> features, std::span<const double> vectors)
    : network_(network), features_(std::move(features)), vectors_(vectors) {}

void Calibration::run() {
  used_ = true;
  const auto width = static_cast<std::size_t>(features_.front());
  const auto available = static_cast<std::int64_t>(vectors_.size() / width);
  const auto count =
      static_cast<std::size_t>(vectors_for(network_, available > 0 ? available : kMaxCalibrationVectors));
  std::vector<double> inputs;
  if (available == 0) {
    inputs = normal_vectors(count * width);
  } else {
    for (std::size_t i = 0; i < count; ++i) {
      const std::span<const double> row =
          vectors_.subspan(i * static_cast<std::size_t>(available) / count * width, width);
      inputs.insert(inputs.end(), row.begin(), row.end());
    }
  }
  activations_.push_back(std::move(inputs));
  for (std::size_t layer = 0; layer < network_.layers.size(); ++layer) {
    const LayerKind& kind = network_.layers[layer].kind;
    const auto in = static_cast<std::size_t>(features_[layer]);
    const auto out = static_cast<std::size_t>(features_[layer + 1]);
    std::vector<double> result(count * out);
    for (std::size_t vector = 0; vector < count; ++vector) {
      evaluate_real(kind, std::span<const double>(activations_.back()).subspan(vector * in, in),
                    std::span<double>(result).subspan(vector * out, out));
    }
    activations_.push_back(std::move(result));
  }
}

std::span<const double> Calibration::activations(std::size_t index) {
  if (!used_) run();
  return activations_[index];
}

}  // namespace rtl4ml
