// Group-wise quantization: every so many weights share a scale and a zero point.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "sw/base/error.hpp"

namespace rtl4ml {

enum class GroupMethod {
  kMinMax,         ///< the codes span the group's least to its largest weight
  kHalfQuadratic,  ///< the same scale; the zero point is moved by half-quadratic splitting (HQQ)
};

/// The YAML word: "min_max", "hqq".
[[nodiscard]] std::string to_string(GroupMethod method);
/// Errors: quantize.group_method, with the words there are
[[nodiscard]] Result<GroupMethod> parse_group_method(std::string_view text, const std::string& place);

struct GroupWiseOptions {
  int bits = 4;  ///< 8, 4, 3 or 2
  int group_size = 64;
  GroupMethod method = GroupMethod::kHalfQuadratic;
  // Of the half-quadratic solver.
  double norm = 0.7;    ///< p of the l_p norm of the error; 0 < p <= 1
  double beta = 10.0;   ///< the penalty's weight at first
  double kappa = 1.01;  ///< and its growth from one iteration to the next
  int iterations = 20;  ///< at most
};

/// weight = (code - zero) * scale, of the group's scale and zero, in float32.
struct GroupWise {
  int bits = 4;
  int group_size = 64;
  std::int64_t count = 0;           ///< weights
  std::vector<std::uint8_t> codes;  ///< [groups * group_size]: the last group's padding is 0
  std::vector<float> scale, zero;   ///< [groups]
};

/// Groups are `group_size` consecutive weights in row-major order; the last one is padded with zero codes, which are
/// stored and counted but do not take part in the choice of its scale and zero.
/// Min-max: scale = (max - min) / (2^bits - 1), zero = -min / scale; a group of equal weights w: scale |w| or 1, exact.
/// Half-quadratic: minimises the l_p norm of w - (q - zero) scale over the zero point: the error e takes the place of
/// w - dequantized and is shrunk, sign(d) max(0, |d| - |d|^(p-1) / beta) with d = w - dequantized; then zero = mean of
/// q - (w - e) / scale; beta grows by kappa; stops when the mean |error| no longer falls. The best zero point of all
/// iterations is kept, the first one (min-max) among them, so that its mean |error| is never larger than min-max has.
/// Errors: quantize.width (bits), quantize.option (group size or solver), quantize.non_finite, quantize.no_values
/// Source: Badri and Shaji, "Half-quadratic quantization of large machine learning models", Mobius Labs, 2023
[[nodiscard]] Result<GroupWise> quantize_groups(std::span<const float> weights, const GroupWiseOptions& options);

/// Shapes: -> [count]
[[nodiscard]] std::vector<float> dequantize(const GroupWise& quantized);

/// The codes as they are stored. Element j of `codes_per_word` successive groups (sw/quantize/packing.hpp) shares a
/// word, the first group in the lowest bits; the number of groups is padded to a multiple: word (r, j) lies at r *
/// group_size + j.
[[nodiscard]] std::vector<std::byte> pack_groups(const GroupWise& quantized);

/// The codes of pack_groups. Precondition: the bytes are as many as the shape of `quantized` needs
[[nodiscard]] std::vector<std::uint8_t> unpack_groups(std::span<const std::byte> bytes, std::int64_t groups,
                                                      int group_size, int bits);

/// Bytes of `count` weights: ceil(groups / codes_per_word) * group_size words, and 8 bytes a group for scale and zero.
[[nodiscard]] std::int64_t group_wise_bytes(std::int64_t count, int bits, int group_size);

}  // namespace rtl4ml
