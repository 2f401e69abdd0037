#include "tests/mutation/source/schemata.hpp"

#include <algorithm>
#include <tuple>

namespace rtl4ml::mutation {
namespace {

/// Every file has it, the first one that is compiled defines it.
constexpr const char* kHead = R"sv(// verilator lint_off DECLFILENAME
// verilator lint_off WIDTH
// verilator lint_off UNSIGNED
// verilator lint_off CMPCONST
// verilator lint_off SELRANGE
// verilator lint_off UNOPTFLAT
// verilator lint_off UNUSED
// verilator lint_off UNDRIVEN
// verilator lint_off ALWCOMBORDER
`ifndef RTL4ML_MUTATION
`define RTL4ML_MUTATION
package rtl4ml_mutation;
  int number = $c("std::getenv(\"RTL4ML_MUTANT\") == nullptr ? 0 : std::atoi(std::getenv(\"RTL4ML_MUTANT\"))");
endpackage
`endif
)sv";

class Writer {
 public:
  Writer(std::string_view text, const std::vector<NumberedMutant>& mutants) : text_(text), mutants_(mutants) {
    std::stable_sort(mutants_.begin(), mutants_.end(), [](const NumberedMutant& a, const NumberedMutant& b) {
      return std::tie(a.second->begin, b.second->end) < std::tie(b.second->begin, a.second->end);
    });
  }

  /// The text from begin to end with the mutants from next_ on that lie inside.
  std::string up_to(std::size_t begin, std::size_t end) {
    std::string written;
    while (next_ < mutants_.size() && mutants_[next_].second->end <= end) {
      const Mutant& outermost = *mutants_[next_].second;
      written += text_.substr(begin, outermost.begin - begin);
      written += choice(outermost.begin, outermost.end);
      begin = outermost.end;
    }
    return written + std::string(text_.substr(begin, end - begin));
  }

 private:
  /// All mutants of one range, and within the original those of its parts.
  std::string choice(std::size_t begin, std::size_t end) {
    std::string written = "(";
    for (; next_ < mutants_.size() && same(begin, end); ++next_) {
      written += "(rtl4ml_mutation::number == " + std::to_string(mutants_[next_].first) + ") ? (" +
                 mutants_[next_].second->replacement + ") : ";
    }
    return written + "(" + up_to(begin, end) + "))";
  }

  [[nodiscard]] bool same(std::size_t begin, std::size_t end) const {
    return mutants_[next_].second->begin == begin && mutants_[next_].second->end == end;
  }

  std::string_view text_;
  std::vector<NumberedMutant> mutants_;
  std::size_t next_ = 0;
};

}  // namespace

std::string schemata(std::string_view text, const std::vector<NumberedMutant>& mutants, bool shared) {
  constexpr std::string_view kEnd = "\nendmodule", kPragma = "\n  /*verilator no_inline_module*/";
  std::string written = kHead + Writer(text, mutants).up_to(0, text.size());
  if (!shared) return written;
  for (std::size_t at = written.find(kEnd); at != std::string::npos; at = written.find(kEnd, at + kPragma.size() + 1)) {
    written.insert(at, kPragma);
  }
  return written;
}

}  // namespace rtl4ml::mutation
