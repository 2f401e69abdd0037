// How elements lie in the beats of an AXI4-Stream, drawn with characters.
#pragma once

#include <string>

#include "gen/graph/graph.hpp"

namespace rtl4ml {

/// Bytes of an element on AXI4-Stream, so that a vector is a plain C array: 1, 2 or 4.
[[nodiscard]] int element_bytes(int width);

/// A row per beat, a column per element, the highest byte on the left as in a waveform; the middle of what is large is
/// left out. `keep`: with tkeep, which the output alone has.
[[nodiscard]] std::string packing_picture(const Stream& stream, bool keep);

}  // namespace rtl4ml
