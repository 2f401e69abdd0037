// A module around a design whose ports are more than a package has pins.
#pragma once

#include <cstdint>
#include <string>

#include "sim/signature.hpp"

namespace rtl4ml {

/// Pins that the design takes as it is: clock, reset and both streams.
[[nodiscard]] std::int64_t port_bits(const DesignSignature& design);

/// SystemVerilog of the module few_pins: four pins, the design's inputs from a shift register, its outputs into one.
/// All paths of the design then lie between registers, as they do inside a larger design, and nothing of it can be
/// folded away. It costs a flip-flop an input bit, and a flip-flop and a look-up table an output bit. Its streams are
/// not used as streams: it is for measuring area and timing, not for use.
[[nodiscard]] std::string few_pins_source(const DesignSignature& design);

}  // namespace rtl4ml
