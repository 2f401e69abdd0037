// The page that says what every number format is: docs/number_formats.md.
#pragma once

#include <string>
#include <string_view>

#include "sw/number/number_format.hpp"

namespace rtl4ml {

/// The whole page, the tables of all values at small widths among it. docs/number_formats.md is this text.
[[nodiscard]] std::string number_formats_markdown();

/// All values of one format as a table in Markdown: a minifloat's by exponent and mantissa, without signs; others by
/// code.
/// Errors: those of format_values
[[nodiscard]] Result<std::string> format_table_markdown(const NumberFormat& format);

/// How formats are spelled, a line for each kind, for the terminal.
[[nodiscard]] std::string format_spellings();

}  // namespace rtl4ml
