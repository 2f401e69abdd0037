// A report page as one HTML document.
#pragma once

#include <string>

#include "sw/report/page.hpp"

namespace rtl4ml {

/// One HTML5 document that needs nothing beside it: style, script and, where there is a plot for it, Chart.js are
/// inside, and its Content-Security-Policy forbids every request. The same page gives the same bytes. Texts may hold
/// anything; shapes that do not fit are bugs of the caller (asserted). Without JavaScript, tables stand for the plots.
/// Source: docs/experiments.md, "Pages"
[[nodiscard]] std::string render(const Page& page);

}  // namespace rtl4ml
