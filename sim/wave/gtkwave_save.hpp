// The GTKWave save file of a design: its streams grouped by layer, data as decimal fixed-point values.
#pragma once

#include <string>

#include "sim/signature.hpp"

namespace rtl4ml {

/// Text of a .gtkw file for the waveform `wave_file` beside it; up to eight elements of each beat are shown on their
/// own. `scope`: where the waveform keeps the streams, "top.top".
[[nodiscard]] std::string gtkwave_save(const DesignSignature& design, const std::string& wave_file,
                                       const std::string& scope);

}  // namespace rtl4ml
