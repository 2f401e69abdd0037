// Random multilayer perceptrons, all from a seed, compiled by the real compiler: what the model of gen/cost is fitted
// to and checked with.
#pragma once

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "gen/compile.hpp"
#include "sw/base/split_mix.hpp"

namespace rtl4ml::bench {

/// Draws one network and its config: 1 to 3 Linear layers of 1 to 64 features, widths of 2 to 12 bits (biases to 16),
/// signed and not, every rounding and overflow mode, every parallelism, dividing or not; full-range, bell-shaped and
/// pruned weights; after a Linear perhaps an activation of any operator. The one limit: 640 multiplier bits
/// (parallelism in * out * widths of data and weight) a design, so that a synthesis takes seconds. Those up to number
/// 2050 were measured before registers depended on the clock: theirs is so slow that none is added.
class RandomMlp {
 public:
  /// `number`: of the name; `seed`: of everything else.
  RandomMlp(std::uint64_t number, std::uint64_t seed) : random_(SplitMix64(seed).next()) {
    config_.path = "random";
    config_.name = "random_" + std::to_string(number);
    config_.clock_mhz = number <= 2050 ? 1.0 : std::array{10.0, 100.0, 200.0}[number % 3];
    const auto depth = between(1, 3);
    features_ = size();
    stream_ = type(static_cast<int>(between(-1, 3)));
    magnitude_ = std::exp2(top_of(stream_)) / 1.7;
    for (std::int64_t i = 0; i < depth; ++i) {
      append_linear("fc" + std::to_string(i + 1));
      if (!one_in(3)) append_activation("act" + std::to_string(i + 1));
    }
  }

  /// Errors: those of compile()
  [[nodiscard]] Result<CompiledDesign> compile(const Target& target) && {
    config_.target = target;
    return rtl4ml::compile(std::move(config_), std::move(network_), {});
  }

 private:
  static constexpr std::int64_t kMostMultiplierBits = 640;  // of a design

  std::int64_t between(std::int64_t low, std::int64_t high) { return random_.between(low, high); }
  bool one_in(int chances) { return between(1, chances) == 1; }

  /// As often below 8 as above.
  int size() {
    const double exponent = static_cast<double>(between(0, 1000)) * 6.0 / 1000.0;
    return static_cast<int>(std::lround(std::exp2(exponent)));
  }

  int lanes(int features) { return static_cast<int>(one_in(4) ? features : one_in(4) ? 1 : between(1, features)); }

  /// A type whose largest magnitude is 2^top.
  FixedType type(int top, int most_width = 12) {
    FixedType result;
    result.width = static_cast<int>(between(2, most_width));
    result.is_signed = !one_in(3);
    result.frac_width = result.width - (result.is_signed ? 1 : 0) - top;
    return result;
  }

  static int top_of(const FixedType& type) { return type.width - (type.is_signed ? 1 : 0) - type.frac_width; }
  static int top_of(double value) { return value > 0.0 ? std::ilogb(value) + 1 : 0; }

  static TypeSpec spec(const FixedType& type) {
    TypeSpec result;
    result.width = type.width;
    result.frac_width = type.frac_width;
    result.is_signed = type.is_signed;
    return result;
  }

  PrecisionSpec modes() {
    PrecisionSpec precision;
    precision.rounding = static_cast<Rounding>(between(0, 4));
    precision.overflow = static_cast<Overflow>(between(0, 1));
    return precision;
  }

  /// Codes over the whole range, in a bell, or mostly zero.
  float weight(const FixedType& type, int kind) {
    auto code = static_cast<double>(between(type.min_code(), type.max_code()));
    if (kind == 1) code = (code + static_cast<double>(between(type.min_code(), type.max_code()))) / 4.0;
    if (kind == 2 && !one_in(4)) code = 0.0;
    return static_cast<float>(std::ldexp(std::nearbyint(code), -type.frac_width));
  }

  /// The length of the longest row of weights: how much larger sums are than what is summed.
  static double largest_norm(const LinearLayer& linear) {
    double largest = 0.0;
    const auto columns = static_cast<std::size_t>(linear.in_features);
    for (std::size_t from = 0; from < linear.weight.size(); from += columns) {
      double squares = 0.0;
      for (std::size_t i = from; i < from + columns; ++i)
        squares += std::pow(static_cast<double>(linear.weight[i]), 2.0);
      largest = std::max(largest, std::sqrt(squares));
    }
    return largest;
  }

  void append_linear(const std::string& name) {
    LinearLayer linear;
    linear.in_features = features_;
    linear.out_features = size();
    PrecisionSpec precision = modes();
    const FixedType weights = type(static_cast<int>(between(-2, 1)));
    int in = 0, out = 0;
    std::int64_t bits = 0;
    do {
      in = lanes(linear.in_features);
      out = lanes(linear.out_features);
      bits = std::int64_t{in} * out * stream_.width * weights.width;
    } while (multiplier_bits_ + bits > kMostMultiplierBits && (in > 1 || out > 1));
    multiplier_bits_ += bits;
    const auto kind = static_cast<int>(between(0, 2));
    for (int i = 0; i < linear.in_features * linear.out_features; ++i) linear.weight.push_back(weight(weights, kind));
    // Biases up to the sums' size, and an output that the sums about fill; either may have two bits more than is exact.
    const double sums = std::max(magnitude_ * largest_norm(linear), 1e-6);
    const int finest = stream_.frac_width + weights.frac_width + 2;
    FixedType biases = type(top_of(sums) - static_cast<int>(between(0, 2)), 16);
    biases.frac_width = std::min(biases.frac_width, finest);
    if (!one_in(4)) {
      for (int i = 0; i < linear.out_features; ++i) linear.bias.push_back(weight(biases, 0));
    }
    FixedType result = type(top_of(sums) + static_cast<int>(between(0, 1)));
    result.frac_width = std::min(result.frac_width, finest);
    precision.data_in = spec(stream_);
    precision.weight = spec(weights);
    precision.bias = spec(biases);
    precision.data_out = spec(result);
    config_.layer_precision[name] = precision;
    config_.layer_parallelism[name] = {in, out, ""};
    features_ = linear.out_features;
    stream_ = result;
    magnitude_ = std::min(sums, std::exp2(top_of(stream_)));
    lanes_ = out;
    network_.layers.push_back({name, std::move(linear)});
  }

  LayerKind activation() {
    switch (between(0, 5)) {
      case 0:
      case 1:
        return ReluLayer{};
      case 2:
        return LeakyReluLayer{one_in(2) ? 0.125 : static_cast<double>(between(1, 99)) / 100.0};
      case 3: {
        PReluLayer prelu;
        for (int i = 0; i < features_; ++i) prelu.weight.push_back(static_cast<float>(between(-100, 100)) / 100.0F);
        return prelu;
      }
      case 4:
        return one_in(2) ? ClipLayer{0.0, 1.5 * magnitude_} : ClipLayer{-magnitude_, magnitude_};
      default:
        return TableLayer{static_cast<TableFunction>(between(0, 8)), 1.0, 20.0};
    }
  }

  /// Data as it comes, or of a type of its own: then a cast is placed.
  void append_activation(const std::string& name) {
    constexpr int kMostTableBits = 8;
    LayerKind kind = activation();
    PrecisionSpec precision = modes();
    const bool table = std::holds_alternative<TableLayer>(kind);
    if (one_in(4) || (table && stream_.width > kMostTableBits)) {
      const int top = top_of(stream_);
      stream_ = type(table ? std::clamp(top, -2, 3) : top, table ? kMostTableBits : 12);
      precision.data_in = spec(stream_);
    }
    if (table || one_in(2)) {
      stream_ = type(table ? std::min(top_of(stream_), 1) : top_of(stream_));
      precision.data_out = spec(stream_);
    }
    magnitude_ = std::min(magnitude_, std::exp2(top_of(stream_)));
    precision.weight.width = static_cast<int>(between(2, 8));
    if (one_in(3)) lanes_ = lanes(std::min(features_, 16));
    config_.layer_precision[name] = precision;
    config_.layer_parallelism[name] = {lanes_, lanes_, ""};
    network_.layers.push_back({name, std::move(kind)});
  }

  SplitMix64 random_;
  HardwareConfig config_;
  Network network_;
  int features_ = 1, lanes_ = 1;
  FixedType stream_;        // between the layers
  double magnitude_ = 1.0;  // of what it carries, about
  std::int64_t multiplier_bits_ = 0;
};

/// Codes drawn evenly from the type of data_in. Shapes: -> [count][in_features]
[[nodiscard]] inline std::vector<std::int64_t> random_vectors(const QuantizedModel& model, std::size_t count,
                                                              std::uint64_t seed) {
  SplitMix64 random(seed);
  const FixedType& type = model.data_in();
  std::vector<std::int64_t> codes(count * static_cast<std::size_t>(model.in_features()));
  for (std::int64_t& code : codes) code = random.between(type.min_code(), type.max_code());
  return codes;
}

/// Whether a third of what every layer gives differs between random vectors: a network whose answers are constant
/// becomes no hardware.
[[nodiscard]] inline bool is_alive(const CompiledDesign& design, std::uint64_t seed) {
  constexpr std::size_t kVectors = 32;
  for (const std::vector<std::int64_t>& outputs :
       evaluate_layers(design.model, random_vectors(design.model, kVectors, seed))) {
    const std::size_t features = outputs.size() / kVectors;
    std::size_t varying = 0;
    for (std::size_t feature = 0; feature < features; ++feature) {
      bool varies = false;
      for (std::size_t vector = 1; vector < kVectors; ++vector)
        varies = varies || outputs[vector * features + feature] != outputs[feature];
      varying += varies ? 1 : 0;
    }
    if (varying * 3 < features) return false;
  }
  return true;
}

/// Random network number `seed`, for this target; one that is not alive is drawn again.
[[nodiscard]] inline Result<CompiledDesign> compile_random_mlp(std::uint64_t seed, const Target& target) {
  constexpr std::uint64_t kMany = 1000000;
  for (std::uint64_t attempt = 0;; ++attempt) {
    Result<CompiledDesign> design = RandomMlp(seed, seed + attempt * kMany).compile(target);
    if (!design || is_alive(*design, seed)) return design;
  }
}

}  // namespace rtl4ml::bench
