// What is quantized while training, and how its formats are found.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <span>
#include <string>

#include "sw/number/fixed_type.hpp"

namespace rtl4ml {

/// kNone: the format stays as given. kLsq: the scale is learned (Esser et al., "Learned step size quantization", ICLR
/// 2020). kPact: the clipping bound is learned (Choi et al., "PACT", 2018); of unsigned data only.
enum class Learning { kNone, kLsq, kPact };

/// Real values -> the nearest representable ones; rows of `columns` values.
using ValueQuantizer =
    std::function<void(std::span<const float> values, std::int64_t columns, std::span<float> quantized)>;

/// The values of one tensor. Rounding is half_even, overflow saturates, as in the hardware. Gradients pass straight
/// through inside the range and are zero outside.
struct TensorQuantization {
  FixedType type{};              ///< with auto_frac_width, kLsq and kPact its frac_width is not read
  bool auto_frac_width = false;  ///< of kNone: from the values at the start, by QuantizationSpec::fit_frac_width
  Learning learning = Learning::kNone;
  bool power_of_two = true;             ///< of kLsq and kPact: the scale is snapped, so that the result is a FixedType
  std::optional<double> start_scale{};  ///< of kLsq and kPact; empty: from the values at the start
  /// Any other number format in place of `type`; `format` names it in messages and in the state file.
  ValueQuantizer quantizer{};
  std::string format{};
  double lowest = -1e300, highest = 1e300;  ///< of `quantizer`: gradients are zero outside
};

/// Of a Linear: weight, bias and data_out. Of an activation: data_out, and weight for the slope of a leaky ReLU.
/// What is empty stays float.
struct LayerQuantization {
  std::optional<TensorQuantization> weight{}, bias{}, data_out{};
};

/// Every BatchNorm1d is folded into its Linear while training, so that what is quantized is what the hardware holds.
/// Its statistics stay those of the network that training starts from, so that the formats chosen with them go on
/// fitting; where it starts from a ModelSpec they are measured once, on the first 1,024 training vectors.
struct QuantizationSpec {
  std::optional<TensorQuantization> data_in{};
  std::map<std::string, LayerQuantization> layers{};  ///< by the layer's name in the network
  /// Finds the frac_width of `values` at a width; `is_data`: activations, of which only a sample is seen.
  std::function<int(std::span<const float> values, int width, bool is_signed, bool is_data)> fit_frac_width{};
  double pact_decay = 1e-4;  ///< lambda of PACT's regulariser lambda * bound^2
};

/// What became of a TensorQuantization.
struct LearnedFormat {
  std::optional<FixedType> type{};  ///< nothing where the scale is no power of two, or the format another one
  double scale = 0.0;               ///< of one code; 0 where the format is another one
};

struct LayerFormats {
  std::optional<LearnedFormat> weight{}, bias{}, data_out{};
};

/// By the layer's name; "" holds the input's as data_out.
using NetworkFormats = std::map<std::string, LayerFormats>;

}  // namespace rtl4ml
