// Draws the beginning of a waveform as a self-contained SVG: valid, ready and data of every stream, grouped by layer,
// data as fixed-point decimals, each vector in a colour of its own.
#pragma once

#include <string>

#include "sw/base/error.hpp"

namespace rtl4ml {

struct DrawWaveOptions {
  int max_cycles = 20;  ///< clock cycles shown, from just before the first beat on
  int elements = 4;     ///< elements of a beat shown per stream
};

/// Reads the VCD file and the design's signature.json, writes the picture.
/// Errors: sim.wave (no VCD file, or it does not hold the design's streams), sim.signature, file.missing,
/// file.unwritable
[[nodiscard]] Result<void> draw_wave(const std::string& vcd_path, const std::string& signature_path,
                                     const std::string& svg_path, const DrawWaveOptions& options = {});

}  // namespace rtl4ml
