#include "sw/quantize/group_wise.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cassert>
#include <cmath>
#include <limits>

#include "sw/quantize/packing.hpp"

namespace rtl4ml {
namespace {

constexpr std::int64_t kGroupBytes = 8;  // scale and zero, float32 each

/// One group: its weights, and a scale and a zero that codes are made with.
class Group {
 public:
  Group(std::span<const float> weights, int bits) : weights_(weights), most_((1 << bits) - 1) {
    const auto [least, largest] = std::minmax_element(weights.begin(), weights.end());
    const double low = *least, high = *largest;
    if (low == high) {
      // One value: the code 1 or 0 times its magnitude, from a zero of 0 or 1.
      scale_ = low == 0.0 ? 1.0F : std::abs(*least);
      zero_ = low < 0.0 ? 1.0F : 0.0F;
      return;
    }
    scale_ = std::max(static_cast<float>((high - low) / most_), std::numeric_limits<float>::min());
    zero_ = static_cast<float>(-low / static_cast<double>(scale_));
  }

  [[nodiscard]] float scale() const { return scale_; }
  [[nodiscard]] float zero() const { return zero_; }

  [[nodiscard]] double code_of(float weight, float zero) const {
    const double code =
        std::nearbyint(static_cast<double>(weight) / static_cast<double>(scale_) + static_cast<double>(zero));
    return std::clamp(code, 0.0, static_cast<double>(most_));
  }

  [[nodiscard]] double value_of(double code, float zero) const {
    return (code - static_cast<double>(zero)) * static_cast<double>(scale_);
  }

  [[nodiscard]] double mean_error(float zero) const {
    double sum = 0.0;
    for (const float weight : weights_)
      sum += std::abs(static_cast<double>(weight) - value_of(code_of(weight, zero), zero));
    return sum / static_cast<double>(weights_.size());
  }

  void move_zero(const GroupWiseOptions& options) {
    double beta = options.beta;
    double least = mean_error(zero_);
    float zero = zero_;
    for (int iteration = 0; iteration < options.iterations; ++iteration, beta *= options.kappa) {
      double sum = 0.0;
      for (const float weight : weights_) {
        const double code = code_of(weight, zero);
        const double error = shrunk(static_cast<double>(weight) - value_of(code, zero), beta, options.norm);
        sum += code - (static_cast<double>(weight) - error) / static_cast<double>(scale_);
      }
      zero = static_cast<float>(sum / static_cast<double>(weights_.size()));
      const double error = mean_error(zero);
      if (error >= least) break;
      least = error;
      zero_ = zero;
    }
  }

 private:
  static double shrunk(double difference, double beta, double norm) {
    const double magnitude = std::abs(difference);
    if (magnitude == 0.0) return 0.0;
    return std::copysign(std::max(0.0, magnitude - std::pow(magnitude, norm - 1.0) / beta), difference);
  }

  std::span<const float> weights_;
  int most_;
  float scale_ = 1.0F;
  float zero_ = 0.0F;
};

Errors check(std::span<const float> weights, const GroupWiseOptions& options) {
  Errors errors;
  if (options.bits != 8 && options.bits != 4 && options.bits != 3 && options.bits != 2) {
    errors.push_back(
        Error{"quantize.width", "", fmt::format("groups of {} bits a weight", options.bits), "use 8, 4, 3 or 2"});
  }
  if (options.group_size < 1 || options.iterations < 0 || !(options.norm > 0.0 && options.norm <= 1.0) ||
      !(options.beta > 0.0) || !(options.kappa >= 1.0)) {
    errors.push_back(
        Error{"quantize.option", "",
              fmt::format("group size {}, norm {}, beta {}, kappa {}, {} iterations", options.group_size, options.norm,
                          options.beta, options.kappa, options.iterations),
              "group size from 1, norm above 0 and at most 1, beta above 0, kappa from 1, iterations from 0"});
  }
  if (weights.empty()) errors.push_back(Error{"quantize.no_values", "", "there are no weights", ""});
  if (!std::all_of(weights.begin(), weights.end(), [](float value) { return std::isfinite(value); })) {
    errors.push_back(Error{"quantize.non_finite", "", "the weights hold NaN or infinities", "the training diverged"});
  }
  return errors;
}

}  // namespace

std::string to_string(GroupMethod method) { return method == GroupMethod::kMinMax ? "min_max" : "hqq"; }

Result<GroupMethod> parse_group_method(std::string_view text, const std::string& place) {
  for (const GroupMethod method : {GroupMethod::kMinMax, GroupMethod::kHalfQuadratic}) {
    if (to_string(method) == text) return method;
  }
  return fault("quantize.group_method", place, fmt::format("{} is no method for groups", text.substr(0, 40)),
               "use min_max or hqq");
}

Result<GroupWise> quantize_groups(std::span<const float> weights, const GroupWiseOptions& options) {
  Errors errors = check(weights, options);
  if (!errors.empty()) return faults(std::move(errors));
  const auto size = static_cast<std::size_t>(options.group_size);
  const std::size_t groups = (weights.size() + size - 1) / size;
  GroupWise result{options.bits, options.group_size, static_cast<std::int64_t>(weights.size()), {}, {}, {}};
  result.codes.resize(groups * size);
  result.scale.resize(groups);
  result.zero.resize(groups);
#pragma omp parallel for schedule(static)
  for (std::size_t index = 0; index < groups; ++index) {
    const std::size_t first = index * size;
    const std::span<const float> own = weights.subspan(first, std::min(size, weights.size() - first));
    Group group(own, options.bits);
    if (options.method == GroupMethod::kHalfQuadratic) group.move_zero(options);
    for (std::size_t i = 0; i < own.size(); ++i)
      result.codes[first + i] = static_cast<std::uint8_t>(group.code_of(own[i], group.zero()));
    result.scale[index] = group.scale();
    result.zero[index] = group.zero();
  }
  return result;
}

std::vector<float> dequantize(const GroupWise& quantized) {
  std::vector<float> weights(static_cast<std::size_t>(quantized.count));
  const auto size = static_cast<std::size_t>(quantized.group_size);
  for (std::size_t i = 0; i < weights.size(); ++i) {
    weights[i] = (static_cast<float>(quantized.codes[i]) - quantized.zero[i / size]) * quantized.scale[i / size];
  }
  return weights;
}

std::vector<std::byte> pack_groups(const GroupWise& quantized) {
  const auto size = static_cast<std::size_t>(quantized.group_size);
  const auto together = static_cast<std::size_t>(packing_of(quantized.bits).codes_per_word);
  const std::size_t groups = quantized.scale.size();
  const std::size_t rows = (groups + together - 1) / together;
  std::vector<std::uint8_t> order(rows * size * together);  // the codes of each word side by side
  for (std::size_t group = 0; group < groups; ++group) {
    for (std::size_t j = 0; j < size; ++j)
      order[(group / together * size + j) * together + group % together] = quantized.codes[group * size + j];
  }
  return pack(order, quantized.bits);
}

std::vector<std::uint8_t> unpack_groups(std::span<const std::byte> bytes, std::int64_t groups, int group_size,
                                        int bits) {
  const auto size = static_cast<std::size_t>(group_size);
  const auto together = static_cast<std::size_t>(packing_of(bits).codes_per_word);
  const auto count = static_cast<std::size_t>(groups);
  const std::size_t rows = (count + together - 1) / together;
  const std::vector<std::uint8_t> order = unpack(bytes, static_cast<std::int64_t>(rows * size * together), bits);
  std::vector<std::uint8_t> codes(count * size);
  for (std::size_t group = 0; group < count; ++group) {
    for (std::size_t j = 0; j < size; ++j)
      codes[group * size + j] = order[(group / together * size + j) * together + group % together];
  }
  return codes;
}

std::int64_t group_wise_bytes(std::int64_t count, int bits, int group_size) {
  const std::int64_t groups = (count + group_size - 1) / group_size;
  const Packing packing = packing_of(bits);
  const std::int64_t rows = (groups + packing.codes_per_word - 1) / packing.codes_per_word;
  return rows * group_size * packing.bytes_per_word + groups * kGroupBytes;
}

}  // namespace rtl4ml
