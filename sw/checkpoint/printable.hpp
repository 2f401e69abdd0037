// Text from hostile files, made safe to show.
#pragma once

#include <string>

namespace rtl4ml {

/// Safe for a terminal and for JSON: control characters are escaped, broken UTF-8 is replaced.
[[nodiscard]] std::string printable(const std::string& text);

}  // namespace rtl4ml
