// Small data and networks for the tests of training.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "sw/checkpoint/network_tensors.hpp"
#include "sw/data/random.hpp"
#include "sw/train/train.hpp"

namespace rtl4ml::test {

/// Three classes in four features: bells around corners, quickly learned.
inline Dataset three_bells(std::int64_t count, std::uint64_t seed = 1) {
  Dataset data{.count = count, .features = 4, .inputs = {}, .labels = {}};
  for (std::int64_t i = 0; i < count; ++i) {
    Random random(seed, static_cast<std::uint64_t>(i));
    const std::int64_t label = i % 3;
    for (int f = 0; f < 4; ++f) data.inputs.push_back((f == label ? 1.0 : 0.0) + 0.35 * random.normal());
    data.labels.push_back(label);
  }
  return data;
}

/// The first vectors of a data set.
inline Dataset first_of(const Dataset& data, std::int64_t count) {
  Dataset part{.count = count, .features = data.features, .inputs = {}, .labels = {}};
  part.inputs.assign(data.inputs.begin(), data.inputs.begin() + count * data.features);
  part.labels.assign(data.labels.begin(), data.labels.begin() + count);
  return part;
}

inline bool same_bytes(const Network& a, const Network& b) {
  const std::vector<Tensor> left = network_tensors(a);
  const std::vector<Tensor> right = network_tensors(b);
  if (left.size() != right.size()) return false;
  for (std::size_t i = 0; i < left.size(); ++i) {
    if (left[i].name != right[i].name || left[i].data != right[i].data) return false;
  }
  return true;
}

inline TensorQuantization fixed(int width, int frac_width, bool is_signed) {
  return {.type = {width, frac_width, is_signed}};
}
inline TensorQuantization lsq(int width, bool is_signed) {
  return {.type = {width, 0, is_signed}, .learning = Learning::kLsq};
}

/// The code of the first fault; "" where there is none.
template <class T>
std::string code_of(const Result<T>& result) {
  return result ? "" : result.error().front().code;
}

}  // namespace rtl4ml::test
