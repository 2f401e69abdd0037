// Heatmaps.
#pragma once

#include <string>

#include "sw/report/page.hpp"

namespace rtl4ml {

/// A heatmap as a table with coloured cells and its scale: readable at any width, on paper, and by a screen reader. The
/// colours go from the least to the greatest of the finite values, by their logarithms where log_y is set and all are
/// above zero; their lightness rises all the way, and each cell's text is black or white, whichever contrasts more (4.5
/// to 1 and more). The cells show three digits of the greatest value; their titles (shown under the pointer) have five.
/// Shapes: cells[rows][categories], asserted.
[[nodiscard]] std::string heatmap_html(const Plot& plot);

}  // namespace rtl4ml
