#include "sw/quantize/cluster.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstddef>

#include "sw/quantize/packing.hpp"

namespace rtl4ml {
namespace {

/// Sorted weights and the sums of the first i of them.
struct Sorted {
  std::vector<double> values, sum;

  explicit Sorted(std::span<const float> weights) : values(weights.begin(), weights.end()) {
    std::sort(values.begin(), values.end());
    sum.assign(values.size() + 1, 0.0);
    for (std::size_t i = 0; i < values.size(); ++i) {
      sum[i + 1] = sum[i] + values[i];
    }
  }
};

/// ends[k]: one past the last sorted weight of centroid k, the nearest, the lower of two as near.
std::vector<std::size_t> ends_of(const std::vector<double>& values, const std::vector<double>& centroids) {
  std::vector<std::size_t> ends;
  for (std::size_t k = 0; k + 1 < centroids.size(); ++k) {
    const double middle = centroids[k] / 2.0 + centroids[k + 1] / 2.0;
    ends.push_back(static_cast<std::size_t>(std::upper_bound(values.begin(), values.end(), middle) - values.begin()));
  }
  ends.push_back(values.size());
  return ends;
}

double squared_error_of(const Sorted& sorted, const std::vector<double>& centroids,
                        const std::vector<std::size_t>& ends) {
  double error = 0.0;
  std::size_t begin = 0;
  for (std::size_t k = 0; k < centroids.size(); ++k) {
    for (std::size_t i = begin; i < ends[k]; ++i) {
      const double difference = sorted.values[i] - centroids[k];
      error += difference * difference;
    }
    begin = ends[k];
  }
  return error / static_cast<double>(sorted.values.size());
}

/// The weight that is farthest from its centroid.
double farthest(const Sorted& sorted, const std::vector<double>& centroids, const std::vector<std::size_t>& ends) {
  double found = sorted.values.front();
  double most = -1.0;
  std::size_t begin = 0;
  for (std::size_t k = 0; k < centroids.size(); ++k) {
    // Within a cluster an end is the farthest.
    for (const std::size_t i : {begin, ends[k] - 1}) {
      if (begin == ends[k] || std::abs(sorted.values[i] - centroids[k]) <= most) continue;
      most = std::abs(sorted.values[i] - centroids[k]);
      found = sorted.values[i];
    }
    begin = ends[k];
  }
  return found;
}

/// At the ranks (k + 1/2) / clusters.
std::vector<double> quantiles(const std::vector<double>& distinct, std::size_t clusters) {
  std::vector<double> centroids;
  for (std::size_t k = 0; k < clusters; ++k)
    centroids.push_back(distinct[(2 * k + 1) * distinct.size() / (2 * clusters)]);
  return centroids;
}

/// From the least to the largest value.
std::vector<double> even_steps(const std::vector<double>& distinct, std::size_t clusters) {
  std::vector<double> centroids;
  for (std::size_t k = 0; k < clusters; ++k) {
    const double share = static_cast<double>(k) / static_cast<double>(clusters - 1);
    centroids.push_back(distinct.front() * (1.0 - share) + distinct.back() * share);
  }
  return centroids;
}

/// One Lloyd step: every centroid to the mean of its weights; then the empty ones to where most is to gain.
void move(const Sorted& sorted, const std::vector<std::size_t>& ends, std::vector<double>& centroids) {
  std::vector<double> kept;
  std::size_t begin = 0;
  for (const std::size_t end : ends) {
    if (end > begin) {
      const double mean = (sorted.sum[end] - sorted.sum[begin]) / static_cast<double>(end - begin);
      kept.push_back(std::clamp(mean, sorted.values[begin], sorted.values[end - 1]));
    }
    begin = end;
  }
  const std::size_t clusters = centroids.size();
  centroids = std::move(kept);
  while (centroids.size() < clusters) {
    const double value = farthest(sorted, centroids, ends_of(sorted.values, centroids));
    centroids.insert(std::upper_bound(centroids.begin(), centroids.end(), value), value);
  }
}

struct Descent {
  std::vector<double> centroids, history;
};

/// Lloyd's iteration, until nothing is gained.
Descent descend(const Sorted& sorted, std::vector<double> centroids) {
  constexpr int kMostIterations = 1000;
  std::vector<std::size_t> ends = ends_of(sorted.values, centroids);
  Descent result{std::move(centroids), {}};
  result.history.push_back(squared_error_of(sorted, result.centroids, ends));
  for (int iteration = 0; iteration < kMostIterations; ++iteration) {
    std::vector<double> moved = result.centroids;
    move(sorted, ends, moved);
    std::vector<std::size_t> next = ends_of(sorted.values, moved);
    const double error = squared_error_of(sorted, moved, next);
    if (error >= result.history.back()) break;
    const bool settled = next == ends;
    result.centroids = std::move(moved);
    ends = std::move(next);
    result.history.push_back(error);
    if (settled) break;
  }
  return result;
}

}  // namespace

Result<Clustered> cluster(std::span<const float> weights, int bits) {
  if (bits != 2 && bits != 3 && bits != 4 && bits != 8)
    return fault("quantize.width", "", fmt::format("clusters of {} bits", bits), "use 2, 4 or 8");
  if (weights.empty()) return fault("quantize.no_values", "", "there are no weights", "");
  if (!std::all_of(weights.begin(), weights.end(), [](float value) { return std::isfinite(value); }))
    return fault("quantize.non_finite", "", "the weights hold NaN or infinities", "the training diverged");
  const Sorted sorted(weights);
  std::vector<double> distinct = sorted.values;
  distinct.erase(std::unique(distinct.begin(), distinct.end()), distinct.end());
  const std::size_t clusters = std::size_t{1} << bits;
  Descent best;
  if (distinct.size() <= clusters) {
    best = descend(sorted, distinct);
  } else {
    best = descend(sorted, quantiles(distinct, clusters));
    Descent other = descend(sorted, even_steps(distinct, clusters));
    if (other.history.back() < best.history.back()) best = std::move(other);
  }
  Clustered result{bits, {}, std::vector<std::uint8_t>(weights.size()), 0.0, std::move(best.history)};
  result.codebook.assign(best.centroids.begin(), best.centroids.end());
  const std::vector<double> codebook(result.codebook.begin(), result.codebook.end());
  for (std::size_t i = 0; i < weights.size(); ++i) {
    const auto value = static_cast<double>(weights[i]);
    const auto above =
        static_cast<std::size_t>(std::lower_bound(codebook.begin(), codebook.end(), value) - codebook.begin());
    std::size_t nearest = std::min(above, codebook.size() - 1);
    if (nearest > 0 && value - codebook[nearest - 1] <= std::abs(codebook[nearest] - value)) --nearest;
    result.indices[i] = static_cast<std::uint8_t>(nearest);
    result.squared_error += std::pow(codebook[nearest] - value, 2) / static_cast<double>(weights.size());
  }
  return result;
}

std::vector<float> dequantize(const Clustered& clustered) {
  std::vector<float> weights;
  weights.reserve(clustered.indices.size());
  for (const std::uint8_t index : clustered.indices) weights.push_back(clustered.codebook[index]);
  return weights;
}

std::int64_t clustered_bytes(std::int64_t count, int bits, std::int64_t centroids) {
  return packed_bytes(count, bits) + centroids * static_cast<std::int64_t>(sizeof(float));
}

}  // namespace rtl4ml
