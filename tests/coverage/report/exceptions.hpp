// The list of what need not be reached, each with its reason. An entry names the source by its text, not by its line
// number, and is an error once it excuses nothing.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "sw/base/error.hpp"

namespace rtl4ml::coverage {

/// One line of the list: file | text of the source line | "line" or a signal's name, * for any characters | reason
/// A text of * alone stands for every line of the file.
struct Exception {
  std::string file, text, what, reason;
  std::string place;  ///< in the list, for messages
};

/// Errors: coverage.exceptions (a line without all four parts), all at once
[[nodiscard]] Result<std::vector<Exception>> read_exceptions(const std::string& path, std::string_view text);

/// Whether the pattern's parts between its stars occur in the name in their order, and it starts and ends alike.
[[nodiscard]] bool matches(std::string_view pattern, std::string_view name);

[[nodiscard]] std::string_view trimmed(std::string_view text);

}  // namespace rtl4ml::coverage
