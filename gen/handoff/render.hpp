// Fills in the template files of hw/handoff.
#pragma once

#include <map>
#include <string>

#include "sw/base/error.hpp"

namespace rtl4ml {

/// Replaces every ${key} of the text by its value. `place`: the template, for messages.
/// Errors: handoff.template, for a key that is not in `values` or a "${" without its "}"
[[nodiscard]] Result<std::string> render(const std::string& text, const std::map<std::string, std::string>& values,
                                         const std::string& place);

}  // namespace rtl4ml
