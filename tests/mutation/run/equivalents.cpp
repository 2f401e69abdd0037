#include "tests/mutation/run/equivalents.hpp"

#include <sstream>
#include <vector>

namespace rtl4ml::mutation {

Result<Equivalents> parse_equivalents(const std::string& place, std::string_view text) {
  constexpr std::string_view kBecause = "because: ";
  Equivalents list;
  std::vector<std::string> waiting;  // for their reason
  std::istringstream lines{std::string(text)};
  int number = 0;
  const auto at = [&] { return place + ":" + std::to_string(number); };
  for (std::string line; std::getline(lines, line);) {
    ++number;
    if (line.empty() || line[0] == '#') continue;
    if (!line.starts_with(kBecause)) {
      if (line.find("[[") == std::string::npos) {
        return fault("mutation.list", at(), "neither a mutant nor a reason: " + line, "as `mutate --list` writes it");
      }
      waiting.push_back(line);
      continue;
    }
    if (waiting.empty()) return fault("mutation.list", at(), "a reason without mutants", "write them above it");
    for (const std::string& mutant : waiting) {
      if (!list.emplace(mutant, line.substr(kBecause.size())).second) {
        return fault("mutation.list", at(), "twice in the list: " + mutant, "keep one of them");
      }
    }
    waiting.clear();
  }
  if (!waiting.empty()) {
    return fault("mutation.list", at(), "no reason for " + waiting.front(), "add a line \"because: ...\" below it");
  }
  return list;
}

}  // namespace rtl4ml::mutation
