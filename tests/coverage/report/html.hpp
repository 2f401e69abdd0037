// The verdict as a page for people: every file of the library with its counts beside the text.
#pragma once

#include <string>

#include "tests/coverage/report/verdict.hpp"

namespace rtl4ml::coverage {

/// One HTML file that needs no other.
[[nodiscard]] std::string html_report(const Verdict& verdict, const Sources& sources);

}  // namespace rtl4ml::coverage
