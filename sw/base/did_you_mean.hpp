// The name somebody meant, for messages about names that are not known.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace rtl4ml {

/// The number of insertions, deletions, replacements and swaps of neighbours between two words; upper and lower case,
/// `_`, `-` and blanks count as equal, so that "LeakyReLU" is "leaky_relu".
[[nodiscard]] int edit_distance(std::string_view a, std::string_view b);

/// The candidate nearest to `word`, or "" where none is near (more than a third of the word wrong). First wins on ties.
[[nodiscard]] std::string nearest_name(std::string_view word, std::span<const std::string> candidates);

/// "a, b, c".
[[nodiscard]] std::string join_names(std::span<const std::string> names);

/// "did you mean parallelism?" or, where none is near, "known: a, b, c".
[[nodiscard]] std::string did_you_mean(std::string_view word, std::span<const std::string> candidates);

}  // namespace rtl4ml
