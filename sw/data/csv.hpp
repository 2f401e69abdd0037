// Tables of numbers as text.
#pragma once

#include <cstdint>
#include <string>

#include "sw/data/dataset.hpp"

namespace rtl4ml {

/// Reads one vector per line, separated by commas, the label in the last column. Lines that start with '#' and empty
/// ones are skipped; so is the first line where it holds a word that is no number (a header). `count`: 0 is all.
/// Errors: data.csv (not a number, another number of columns, no rows), data.value (NaN, infinity), data.labels, with
/// file:line:column; file.*
[[nodiscard]] Result<Dataset> read_csv(const std::string& path, std::int64_t count);

}  // namespace rtl4ml
