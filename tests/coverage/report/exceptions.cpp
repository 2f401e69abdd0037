#include "tests/coverage/report/exceptions.hpp"

#include <algorithm>

namespace rtl4ml::coverage {

std::string_view trimmed(std::string_view text) {
  const std::size_t first = text.find_first_not_of(" \t\r");
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(" \t\r") - first + 1);
}

bool matches(std::string_view pattern, std::string_view name) {
  const std::size_t star = pattern.find('*');
  if (star == std::string_view::npos) return pattern == name;
  if (!name.starts_with(pattern.substr(0, star))) return false;
  for (std::size_t at = star; at <= name.size(); ++at) {
    if (matches(pattern.substr(star + 1), name.substr(at))) return true;
  }
  return false;
}

Result<std::vector<Exception>> read_exceptions(const std::string& path, std::string_view text) {
  std::vector<Exception> exceptions;
  Errors errors;
  for (int number = 1; !text.empty(); ++number) {
    std::string_view line = text.substr(0, text.find('\n'));
    text.remove_prefix(std::min(text.size(), line.size() + 1));
    line = trimmed(line);
    if (line.empty() || line.front() == '#') continue;
    const std::string place = path + ":" + std::to_string(number);
    // The source's text may hold such bars itself, the rest may not.
    const std::size_t first = line.find(" | ");
    const std::size_t third = line.rfind(" | ");
    const std::size_t second = third == 0 || third == std::string_view::npos ? first : line.rfind(" | ", third - 1);
    const bool whole = first != std::string_view::npos && first < second && second < third;
    if (!whole || trimmed(line.substr(third + 3)).empty()) {
      errors.push_back(Error{"coverage.exceptions", place, "is not `file | text of the line | line or signal | reason`",
                             "give every exception its reason"});
      continue;
    }
    const auto part = [&](std::size_t from, std::size_t to) {
      return std::string(trimmed(line.substr(from, to - from)));
    };
    exceptions.push_back(
        {part(0, first), part(first + 3, second), part(second + 3, third), part(third + 3, line.size()), place});
  }
  if (!errors.empty()) return faults(std::move(errors));
  return exceptions;
}

}  // namespace rtl4ml::coverage
