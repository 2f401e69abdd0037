#include "sw/quantize/adaround.hpp"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <cstddef>

namespace rtl4ml {
namespace {

using Floats = std::vector<float>;

float dot(const float* a, const float* b, std::size_t size) {
  float sum = 0.0F;
#pragma omp simd reduction(+ : sum)
  for (std::size_t i = 0; i < size; ++i) sum += a[i] * b[i];
  return sum;
}

void add_multiple(float factor, const float* from, float* to, std::size_t size) {
#pragma omp simd
  for (std::size_t i = 0; i < size; ++i) to[i] += factor * from[i];
}

/// One output: its weights in steps of their scale.
class Row {
 public:
  Row(std::span<const float> weight, const AffineType& type) : type_(type), size_(weight.size()) {
    for (const float value : weight) {
      const double steps = static_cast<double>(value) / type.scale;
      const double floor = std::clamp(std::floor(steps), lowest(), highest());
      target_.push_back(steps);
      floor_.push_back(floor);
      const double fraction = std::clamp(steps - floor, 0.01, 0.99);
      v_.push_back(static_cast<float>(-std::log(kStretch / (fraction + kMargin) - 1.0)));
    }
  }

  /// Shapes: data_in[count][size]
  void descend(const Floats& data_in, std::size_t count, const AdaRoundOptions& options) {
    Floats difference(size_), slope(size_), gradient(size_), mean(size_), square(size_);
    const auto batch = std::min<std::size_t>(static_cast<std::size_t>(options.batch), count);
    const double warm = options.warm_start * options.iterations;
    for (int iteration = 0; iteration < options.iterations; ++iteration) {
      const double done = (iteration - warm) / std::max(options.iterations - warm, 1.0);
      const bool regularized = done >= 0.0;
      const double beta = options.first_beta + done * (options.last_beta - options.first_beta);
      soft_rounding(difference, slope);
      std::fill(gradient.begin(), gradient.end(), 0.0F);
      for (std::size_t b = 0; b < batch; ++b) {
        const std::size_t vector = (static_cast<std::size_t>(iteration) * batch + b) % count;
        const float* const x = data_in.data() + vector * size_;
        add_multiple(2.0F / static_cast<float>(batch) * dot(difference.data(), x, size_), x, gradient.data(), size_);
      }
      for (std::size_t i = 0; i < size_; ++i) {
        double slope_of_all = gradient[i];
        if (regularized) slope_of_all += options.regularizer * regularizer_slope(h_of(i), beta);
        gradient[i] = static_cast<float>(slope_of_all) * slope[i];
      }
      adam(gradient, mean, square, iteration + 1, options.learning_rate);
    }
  }

  [[nodiscard]] std::vector<double> rounded() const {
    std::vector<double> codes(size_);
    for (std::size_t i = 0; i < size_; ++i)
      codes[i] = std::clamp(floor_[i] + (h_of(i) >= 0.5 ? 1.0 : 0.0), lowest(), highest());
    return codes;
  }

  [[nodiscard]] std::vector<double> nearest() const {
    std::vector<double> codes(size_);
    for (std::size_t i = 0; i < size_; ++i) codes[i] = std::clamp(std::nearbyint(target_[i]), lowest(), highest());
    return codes;
  }

  /// Mean squared error of the output with these codes, in steps of the scale.
  [[nodiscard]] double error_of(const std::vector<double>& codes, const Floats& data_in, std::size_t count) const {
    double sum = 0.0;
    for (std::size_t vector = 0; vector < count; ++vector) {
      double error = 0.0;
      for (std::size_t i = 0; i < size_; ++i)
        error += (codes[i] - target_[i]) * static_cast<double>(data_in[vector * size_ + i]);
      sum += error * error;
    }
    return sum / static_cast<double>(count);
  }

 private:
  static constexpr double kMargin = 0.1;  // the sigmoid reaches beyond 0 and 1, so that h can get there
  static constexpr double kStretch = 1.0 + 2.0 * kMargin;

  [[nodiscard]] double lowest() const { return static_cast<double>(type_.min_code()); }
  [[nodiscard]] double highest() const { return static_cast<double>(type_.max_code()); }
  [[nodiscard]] double sigmoid_of(std::size_t i) const { return 1.0 / (1.0 + std::exp(-static_cast<double>(v_[i]))); }
  [[nodiscard]] double h_of(std::size_t i) const { return std::clamp(kStretch * sigmoid_of(i) - kMargin, 0.0, 1.0); }

  /// The derivative of 1 - |2h - 1|^beta.
  static double regularizer_slope(double h, double beta) {
    const double distance = 2.0 * h - 1.0;
    return -2.0 * beta * std::copysign(std::pow(std::abs(distance), beta - 1.0), distance);
  }

  /// w~ - w, and the derivative of w~ by v.
  void soft_rounding(Floats& difference, Floats& slope) const {
    for (std::size_t i = 0; i < size_; ++i) {
      const double sigmoid = sigmoid_of(i);
      const double h = kStretch * sigmoid - kMargin;
      const double code = floor_[i] + std::clamp(h, 0.0, 1.0);
      const bool free = h > 0.0 && h < 1.0 && code < highest();
      difference[i] = static_cast<float>(std::min(code, highest()) - target_[i]);
      slope[i] = free ? static_cast<float>(kStretch * sigmoid * (1.0 - sigmoid)) : 0.0F;
    }
  }

  void adam(const Floats& gradient, Floats& mean, Floats& square, int step, double learning_rate) {
    constexpr float kMean = 0.9F, kSquare = 0.999F, kEpsilon = 1e-8F;
    const auto mean_part = static_cast<float>(1.0 - std::pow(0.9, step));
    const auto square_part = static_cast<float>(1.0 - std::pow(0.999, step));
    for (std::size_t i = 0; i < size_; ++i) {
      mean[i] = kMean * mean[i] + (1.0F - kMean) * gradient[i];
      square[i] = kSquare * square[i] + (1.0F - kSquare) * gradient[i] * gradient[i];
      v_[i] -=
          static_cast<float>(learning_rate) * (mean[i] / mean_part) / (std::sqrt(square[i] / square_part) + kEpsilon);
    }
  }

  AffineType type_;
  std::size_t size_;
  std::vector<double> target_, floor_;
  Floats v_;
};

/// The vectors divided by their root mean square, and that.
double normalise(Floats& data_in) {
  double squares = 0.0;
  for (const float value : data_in) squares += static_cast<double>(value) * static_cast<double>(value);
  if (squares == 0.0) return 1.0;
  const double root = std::sqrt(squares / static_cast<double>(data_in.size()));
  for (float& value : data_in) value = static_cast<float>(static_cast<double>(value) / root);
  return root;
}

}  // namespace

AdaRounded adaround(const LinearLayer& linear, std::span<const AffineType> types, std::span<const float> data_in,
                    const AdaRoundOptions& options) {
  const auto in = static_cast<std::size_t>(linear.in_features);
  const auto out = static_cast<std::size_t>(linear.out_features);
  assert(!data_in.empty() && data_in.size() % in == 0 && (types.size() == 1 || types.size() == out));
  const std::size_t count = data_in.size() / in;
  Floats scaled(data_in.begin(), data_in.end());
  const double unit = normalise(scaled);
  AdaRounded result{std::vector<std::int64_t>(in * out), std::vector<double>(out), std::vector<double>(out)};
#pragma omp parallel for schedule(dynamic)
  for (std::size_t output = 0; output < out; ++output) {
    const AffineType& type = types[types.size() == 1 ? 0 : output];
    Row row(std::span(linear.weight).subspan(output * in, in), type);
    row.descend(scaled, count, options);
    std::vector<double> codes = row.rounded();
    const std::vector<double> nearest = row.nearest();
    const double steps = type.scale * unit;
    result.nearest_error[output] = row.error_of(nearest, scaled, count) * steps * steps;
    result.error[output] = row.error_of(codes, scaled, count) * steps * steps;
    if (result.error[output] > result.nearest_error[output]) {
      result.error[output] = result.nearest_error[output];
      codes = nearest;
    }
    for (std::size_t i = 0; i < in; ++i) result.codes[output * in + i] = static_cast<std::int64_t>(codes[i]);
  }
  return result;
}

}  // namespace rtl4ml
