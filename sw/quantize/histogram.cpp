#include "sw/quantize/histogram.hpp"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <cstddef>

namespace rtl4ml {
namespace {

void add_pairs(std::vector<std::int64_t>& bins) {
  const std::size_t half = bins.size() / 2;
  for (std::size_t i = 0; i < half; ++i) bins[i] = bins[2 * i] + bins[2 * i + 1];
  std::fill(bins.begin() + static_cast<std::ptrdiff_t>(half), bins.end(), 0);
}

}  // namespace

void Histogram::widen(double magnitude) {
  if (width_ == 0.0) {
    int exponent = 0;
    std::frexp(magnitude, &exponent);  // magnitude < 2^exponent
    width_ = std::ldexp(1.0 / kBins, exponent);
  }
  while (magnitude >= kBins * width_) {
    add_pairs(positive_);
    add_pairs(negative_);
    width_ *= 2.0;
  }
}

void Histogram::add(std::span<const float> values) {
  count_ += static_cast<std::int64_t>(values.size());
  for (const float value : values) {
    const double magnitude = std::abs(static_cast<double>(value));
    assert(std::isfinite(magnitude));
    if (magnitude == 0.0) {
      ++zeros_;
      continue;
    }
    if (magnitude >= kBins * width_) widen(magnitude);
    ++(value > 0.0F ? positive_ : negative_)[static_cast<std::size_t>(magnitude / width_)];  // exact: a power of two
  }
}

std::vector<std::int64_t> Histogram::magnitudes() const {
  std::vector<std::int64_t> sum = positive_;
  for (std::size_t i = 0; i < sum.size(); ++i) sum[i] += negative_[i];
  return sum;
}

}  // namespace rtl4ml
