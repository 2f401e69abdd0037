#include "tests/coverage/report/points.hpp"

#include <algorithm>
#include <charconv>
#include <optional>

namespace rtl4ml::coverage {
namespace {

std::optional<std::uint64_t> number(std::string_view text) {
  std::uint64_t value = 0;
  const auto [end, failed] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (failed != std::errc{} || end != text.data() + text.size() || text.empty()) return std::nullopt;
  return value;
}

/// "12-14,17" as single lines.
std::set<int> lines_of(std::string_view text) {
  std::set<int> lines;
  while (!text.empty()) {
    const std::string_view part = text.substr(0, text.find(','));
    text.remove_prefix(std::min(text.size(), part.size() + 1));
    const std::size_t dash = part.find('-');
    const auto first = number(part.substr(0, dash));
    const auto last = dash == std::string_view::npos ? first : number(part.substr(dash + 1));
    if (!first || !last) return {};
    for (std::uint64_t line = *first; line <= *last && lines.size() < 100'000; ++line)
      lines.insert(static_cast<int>(line));
  }
  return lines;
}

/// The value of a key in "\1key\2value\1key\2value"; empty where it is not there.
std::string_view field(std::string_view fields, std::string_view key) {
  const std::string start = '\1' + std::string(key) + '\2';
  const std::size_t at = fields.find(start);
  if (at == std::string_view::npos) return {};
  const std::string_view rest = fields.substr(at + start.size());
  return rest.substr(0, rest.find('\1'));
}

}  // namespace

Result<void> add_points(Points& points, const std::string& path, std::string_view text, const std::string& root) {
  int number_of_line = 0;
  while (!text.empty()) {
    const std::string_view line = text.substr(0, text.find('\n'));
    text.remove_prefix(std::min(text.size(), line.size() + 1));
    ++number_of_line;
    const auto bad = [&](const std::string& what) {
      return fault("coverage.data", path + ":" + std::to_string(number_of_line), what,
                   "run the unit suite again with RTL4ML_COVERAGE set");
    };
    if (number_of_line == 1 && line != "# SystemC::Coverage-3") return bad("is no coverage data of Verilator");
    if (line.empty() || line.front() == '#') continue;
    const std::size_t end = line.rfind("' ");
    if (!line.starts_with("C '") || end == std::string_view::npos) return bad("is not a point and its count");
    const std::string_view fields = line.substr(3, end - 3);
    const auto hits = number(line.substr(end + 2));
    const auto at = number(field(fields, "l"));
    if (!hits || !at) return bad("has no count or no line");
    const std::string_view file = field(fields, "f");
    if (!file.starts_with(root)) continue;
    const bool toggle = field(fields, "page").starts_with("v_toggle");
    const auto column = number(field(fields, "n"));
    const Point point{std::string(file.substr(root.size())), static_cast<int>(*at),
                      static_cast<int>(column.value_or(0)), toggle, std::string(field(fields, "o"))};
    Count& count = points[point];
    count.hits = std::max(count.hits, *hits);
    if (toggle) continue;
    count.lines.merge(lines_of(field(fields, "S")));
    count.lines.insert(point.line);
  }
  if (number_of_line == 0) {
    return fault("coverage.data", path, "is empty", "run the unit suite again with RTL4ML_COVERAGE set");
  }
  return {};
}

}  // namespace rtl4ml::coverage
