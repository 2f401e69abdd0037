#include "tests/mutation/source/mutant.hpp"

namespace rtl4ml::mutation {

std::string Mutant::place() const {
  const std::size_t from = statement.find("[["), to = statement.rfind("]]");
  const std::string change = from == std::string::npos ? "" : statement.substr(from + 2, to - from - 2);
  return file + ":" + std::to_string(line) + ":" + std::to_string(column) + " " + kind + ": " + change;
}

std::string applied(std::string_view text, const Mutant& mutant) {
  return std::string(text.substr(0, mutant.begin)) + mutant.replacement + std::string(text.substr(mutant.end));
}

}  // namespace rtl4ml::mutation
