// What a layer costs where nothing is known of the part: bits of multipliers and of registers.
#pragma once

#include "gen/ops/operator.hpp"
#include "sw/base/part_use.hpp"

namespace rtl4ml {

/// `lut`: bits times bits of the multipliers and a bit for each bit of other outputs; `ff`: bits of registers. As
/// rtl_templates builds the layer; of a linear one node.accumulator_width has to be set.
[[nodiscard]] Use count_bits(const NodeView& view);

/// Of a stream_resize, whose elements have so many bits.
[[nodiscard]] Use count_resize_bits(int features, int width, int parallelism_in, int parallelism_out);

}  // namespace rtl4ml
