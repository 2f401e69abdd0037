// What the generated data sets share: their sizes, and seeds that keep the splits apart.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>

#include "sw/data/dataset.hpp"

namespace rtl4ml {

/// Samples of each split, and the seed of the whole set.
struct GeneratedSizes {
  std::int64_t train, test;
  std::uint64_t seed;
};

struct GeneratedSplit {
  std::int64_t count;
  std::uint64_t seed;
};

/// The number of samples to draw and the seed of the split; `count` 0 is all.
inline GeneratedSplit generated_split(Split split, std::int64_t count, const GeneratedSizes& sizes) {
  const std::int64_t all = split == Split::kTrain ? sizes.train : sizes.test;
  const std::uint64_t offset = split == Split::kTrain ? 0x7472ULL << 32 : 0x7465ULL << 32;
  return {count > 0 ? std::min(count, all) : all, sizes.seed ^ offset};
}

inline Dataset empty_dataset(std::int64_t count, int features) {
  Dataset data{.count = count, .features = features, .inputs = {}, .labels = {}};
  data.inputs.resize(static_cast<std::size_t>(count) * static_cast<std::size_t>(features));
  data.labels.resize(static_cast<std::size_t>(count));
  return data;
}

}  // namespace rtl4ml
