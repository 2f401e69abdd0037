// Post-training quantization of a network: types from observers, parameters to the values of their types, and the
// transforms that make up for it.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "sw/base/error.hpp"
#include "sw/model/network.hpp"
#include "sw/quantize/adaround.hpp"
#include "sw/quantize/observer.hpp"
#include "sw/quantize/power_of_two.hpp"
#include "sw/quantize/quantized_network.hpp"

namespace rtl4ml {

/// Widths of one layer, in bits; what is not said is that of the whole network.
struct LayerWidths {
  std::optional<int> weight, bias, data_out;
};

struct PtqOptions {
  int weight_width = 8;
  int bias_width = 16;
  int data_width = 8;
  std::optional<int> input_width{};           ///< of data_in; empty: data_width
  std::map<std::string, LayerWidths> layers;  ///< by name
  ObserverKind weight_observer = ObserverKind::kMse;
  ObserverKind data_observer = ObserverKind::kMse;
  ObserverOptions observer;
  bool power_of_two = true;  ///< fixed-point types, which have RTL; else affine ones
  ScaleRounding scale_rounding = ScaleRounding::kMse;
  bool per_channel = false;     ///< affine only: a weight type per output
  bool symmetric_data = false;  ///< affine only: data with zero point 0
  bool fuse_relu = true;        ///< a Linear with a ReLU behind it gives the ReLU's type
  bool equalize = false;        ///< sw/quantize/equalize.hpp, before anything else
  bool adaround = false;
  AdaRoundOptions adaround_options;
  bool bias_correction = false;
  std::int64_t batch = 64;  ///< vectors that an observer is shown at a time (moving average)
};

struct PtqResult {
  QuantizedNetwork quantized;
  std::vector<std::string> warnings;  ///< few vectors, values that a rounded scale saturates with the bits they need
};

/// Quantizes the fused network (sw/quantize/fuse.hpp). Data types are observed on the outputs of the float layers, data
/// without negative values are unsigned. Weights and slopes are signed and symmetric. Power-of-two types: each by
/// scale_approximate of the observed one; the bias by the frac_width of least squared error at bias_width. Affine
/// types: the bias is an integer of 32 bits at scale weight.scale * data_in.scale. Layers are quantized first to last,
/// each on the data that the quantized layers before it give: AdaRound minimises the error there, and bias correction
/// adds to each bias the mean, over the vectors, of the float layer's output minus the quantized layer's, so that the
/// expected error is zero but for the bias's own rounding. Shapes: calibration[count][in_features], row-major Errors:
/// quantize.calibration (no vectors, not a multiple of the input size, or values that are not finite), quantize.option
/// (per_channel with power_of_two), quantize.layer (widths for a layer there is not), quantize.width,
/// quantize.non_finite (parameters), quantize.frac_width, network.batch_norm, all with the layer
/// Source of bias correction: Nagel et al., "Data-free quantization through weight equalization and bias correction",
/// ICCV 2019, section 4.2 and appendix D
[[nodiscard]] Result<PtqResult> ptq(const Network& network, std::span<const double> calibration,
                                    const PtqOptions& options);

}  // namespace rtl4ml
