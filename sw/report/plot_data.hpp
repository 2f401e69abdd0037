// The plots as page.js reads them.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "sw/report/page.hpp"

namespace rtl4ml {

/// How many colours page.css has for series.
inline constexpr int kColours = 8;

/// Colours of the series of all plots, shapes [plots][series], 0 to kColours - 1, for controls -1. A name keeps its
/// colour over the page; where it would meet another series of its plot it takes the first free one, and where none is
/// free its own again, plus kColours: page.js then draws hollow markers.
[[nodiscard]] std::vector<std::vector<int>> series_colours(const std::vector<Plot>& plots);

/// Whether Chart.js draws it: all but heatmaps, and plots of which no point has a place on the axes.
[[nodiscard]] bool is_drawn(const Plot& plot);

/// JSON for a <script> element, of the plots that are drawn: the points of lines and scatters from left to right; NaN
/// and infinity are null, links are encoded. Plot i of the page is drawn into the element plot-i.
/// The shapes of the series are asserted.
[[nodiscard]] std::string plots_json(const std::vector<Plot>& plots);

/// Points that a logarithmic axis has no place for: zero or less.
[[nodiscard]] std::size_t points_off_the_axis(const Plot& plot);

}  // namespace rtl4ml
