// Texts of any origin as HTML may hold them.
#pragma once

#include <string>
#include <string_view>

namespace rtl4ml {

/// The text as content of an element or as a value in quotes: markup is escaped; what is not UTF-8, and control
/// characters other than tab and line feed, become U+FFFD.
[[nodiscard]] std::string html_text(std::string_view text);

/// The path of a file, relative to the page, as the value of href: everything but letters, digits and "-._~/" is
/// percent-encoded, so that no path can be taken for another scheme ("javascript:") or host ("//host").
[[nodiscard]] std::string html_link(std::string_view path);

/// A figure for readers: so many digits, thousands in groups, whole numbers whole ("21,233,664", "97.53"); below 1e-4
/// and from 1e15 on with a power of ten and one digit less ("1.25e-5"); NaN is a dash. plot_parts.js writes the figures
/// of the tooltips alike.
[[nodiscard]] std::string number_text(double value, int digits = 5);

}  // namespace rtl4ml
