// Tables of a page: those it brings, and the values behind its plots.
#pragma once

#include <string>

#include "sw/report/page.hpp"

namespace rtl4ml {

/// The cell's text, as a link where it has one.
[[nodiscard]] std::string cell_html(const Cell& cell);

/// A <table> in a box that scrolls sideways where the screen is narrow. Columns in which every text that is there
/// starts with a number are set to the right, those with long texts may break; the first cell of a row is its heading.
/// Rows may have fewer cells than there are columns, not more (asserted).
[[nodiscard]] std::string table_html(const Table& table);

/// Every point of a plot that is no heatmap, one a row, with its link: what the plot shows for those who cannot see it.
[[nodiscard]] Table values_of(const Plot& plot);

}  // namespace rtl4ml
