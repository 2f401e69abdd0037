// Transforms the integer oracle: a cast wherever a layer takes another type than the layer before it gives.
#pragma once

#include <vector>

#include "gen/ops/operator.hpp"
#include "sw/model/quantized_model.hpp"

namespace rtl4ml {

/// Casts are named after the layer they serve ("fc2_cast") and round and saturate as that layer does.
/// Shapes: types[layers of the model]; each layer's own.
[[nodiscard]] QuantizedModel insert_casts(QuantizedModel model, const std::vector<LayerTypes>& types);

}  // namespace rtl4ml
