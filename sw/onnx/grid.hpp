// The grids of values that quantizers bring numbers to, and integers on them.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "sw/base/error.hpp"
#include "sw/number/convert.hpp"
#include "sw/number/fixed_type.hpp"
#include "sw/onnx/chain.hpp"
#include "sw/ops/linear.hpp"

namespace rtl4ml {

inline constexpr int kFloatBits = 24;  ///< of the whole numbers that a float32 of the checkpoint holds
inline constexpr int kMostFrac = 64;   ///< of a type's frac_width, either way

/// Codes as the hardware has them, and what they stand for in the file: scale * (value of the code in `type` - zero).
struct OnnxGrid {
  FixedType type;
  double scale = 1.0;  ///< positive
  double zero = 0.0;
  std::int64_t low = 0, high = 0;  ///< the codes that occur
  bool same_width = true;          ///< false: some features have fewer codes

  /// The codes' values are the file's values.
  [[nodiscard]] bool is_plain() const { return scale == 1.0 && zero == 0.0; }
  [[nodiscard]] double real(std::int64_t code) const;
  /// The nearest code, whether it occurs or not.
  [[nodiscard]] std::int64_t code(double real) const;
};

/// The one number of a tensor whose elements are all equal; nothing where they differ, or there is none.
[[nodiscard]] std::optional<double> only_number(const OnnxTensor* tensor);

/// All codes of a type, as themselves.
[[nodiscard]] OnnxGrid plain_grid(const FixedType& type);

/// The grid that a step of the chain (Quant, IntQuant, BipolarQuant, Trunc, DequantizeLinear) brings its data to. A
/// scale of a power of two without a zero point is the type's frac_width; two values of opposite sign are codes 0 and 1
/// of one unsigned bit, with a zero of a half. Errors: onnx.scale (a scale or zero point per channel),
/// onnx.width (more than 32 bits)
[[nodiscard]] Result<OnnxGrid> grid_of_step(const OnnxStep& step, const std::string& place);

/// The codes that a Clip of the grid's values leaves: each bound is a value of the grid. Nothing where one is not.
[[nodiscard]] std::optional<std::pair<std::int64_t, std::int64_t>> codes_of_clip(const OnnxStep& clip,
                                                                                 const OnnxGrid& grid);

/// How a Quant rounds, as this compiler does; nothing for what no type here does (CEIL, UP, HALF_DOWN).
[[nodiscard]] std::optional<Rounding> rounding_of_step(const OnnxNode& quantizer);

/// k where the value is 2^k; nothing else.
[[nodiscard]] std::optional<int> exponent_of_power(double value);

/// The narrowest signed type of at least 2 bits that holds the numbers exactly; nothing where more than kMaxWidth bits
/// are needed.
[[nodiscard]] std::optional<FixedType> exact_type(std::span<const double> values);

/// Gives the layer the numbers as its bias, exactly: one each, or one for all. False, and nothing changed, where more
/// than 24 bits are needed.
bool set_exact_bias(LinearOp& linear, std::span<const double> values);

/// The narrowest type with this frac_width that holds both codes; unsigned only where told so and low is not below 0.
[[nodiscard]] FixedType type_of_codes(std::int64_t low, std::int64_t high, int frac_width, bool may_be_unsigned);

/// A matrix [out][in] as integers, each output with its own scale: weight = scale[out] * value of the code in `type`.
struct IntegerMatrix {
  FixedType type;
  std::vector<std::int32_t> codes;  ///< [out_features][in_features]
  std::vector<double> scale;        ///< [out_features]; all 1 where the codes' values are the file's
  bool exact = true;                ///< false where a step common to an output's weights was found only up to rounding
  std::vector<double> deviation;    ///< [out_features] of the weights, summed; empty where no weight was rounded

  [[nodiscard]] bool is_plain() const;
};

/// The stage's weights by the quantizer that gives them, if one does; else plain numbers of at most 16 bits; else
/// multiples of a step for each output; else plain numbers of at most 24 bits. A matrix into which other nodes were
/// folded is else rounded to `most_bits` of them, each output with a step of its own. Errors: onnx.scale (scales that
/// differ along the inputs), onnx.width
[[nodiscard]] Result<IntegerMatrix> integer_matrix(const OnnxProgram& program, const OnnxStage& stage, int most_bits);

}  // namespace rtl4ml
