// Analyses config, network and calibration data: the fixed-point types of every layer.
#pragma once

#include <vector>

#include "gen/config/hardware_config.hpp"
#include "gen/ops/operator.hpp"
#include "gen/passes/calibrate.hpp"
#include "sw/base/error.hpp"
#include "sw/model/network.hpp"

namespace rtl4ml {

/// The types of every layer. A field comes from the layer's entry, else from the default, else it is 8 bits, signed,
/// frac_width auto, half_even, saturate. Beyond that:
/// - data_in: of the first layer as above; later layers take their producer's data_out, unless the layer's own entry
/// says
///   something of data_in (the pass insert_casts then converts).
/// - data_out of a threshold or argmax layer: what the layer asks for; an argmax takes no other.
/// - data_out of an element-wise layer (OutputRule::kFollowsDataIn): its data_in, unless the layer's own entry says
/// something.
/// - weight of a layer whose weight is a slope: the default's width only, because its frac_width is meant for weights.
/// - frac_width auto: the best fit of the parameters, or of the calibration's activations.
/// Shapes: features as infer_shapes() gives them -> [layers]. Precondition: names are checked, shapes inferred.
/// Errors: precision.data_out, of another type than the only one; precision.* from the operators' type rules; all at
/// once
[[nodiscard]] Result<std::vector<LayerTypes>> resolve_precision(const HardwareConfig& config, const Network& network,
                                                                const std::vector<int>& features,
                                                                Calibration& calibration);

/// Where the config speaks of a layer's precision, for messages.
[[nodiscard]] std::string precision_place(const HardwareConfig& config, const std::string& layer);

}  // namespace rtl4ml
