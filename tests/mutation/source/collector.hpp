// Gathers the mutants of one file while its statements are read.
#pragma once

#include <set>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

#include "tests/mutation/source/expression.hpp"
#include "tests/mutation/source/mutant.hpp"

namespace rtl4ml::mutation {

/// Where an expression stands: what its mutants have in common.
struct Context {
  std::size_t begin = 0, end = 0;  ///< the bytes of the statement
  Moment moment = Moment::kRunTime;
  bool guard = false;

  [[nodiscard]] Context at(Moment other) const {
    Context changed = *this;
    if (moment != Moment::kIcarus) changed.moment = other;
    return changed;
  }
};

class Collector {
 public:
  Collector(std::string file, std::string_view text) : file_(std::move(file)), text_(text) {}

  [[nodiscard]] std::string text(std::size_t begin, std::size_t end) const {
    return std::string(text_.substr(begin, end - begin));
  }
  [[nodiscard]] std::string text(const Expression& expression) const { return text(expression.begin, expression.end); }

  /// One mutant; nothing where it would leave the text as it is, or repeat another one.
  void add(const Context& context, const std::string& kind, std::size_t begin, std::size_t end,
           const std::string& replacement);
  void add(const Context& context, const std::string& kind, const Expression& whole, const std::string& replacement) {
    add(context, kind, whole.begin, whole.end, replacement);
  }

  /// Mutants of the expression and of all its parts.
  void mutate(const Context& context, const Expression& expression);
  /// Of what stands to the left of an assignment: of its selects only.
  void mutate_target(const Context& context, const Expression& target);

  /// All of them in the order of their places, each with a name of its own.
  [[nodiscard]] std::vector<Mutant> finish();

 private:
  void mutate_binary(const Context& context, const Expression& whole);
  void mutate_unary(const Context& context, const Expression& whole);
  void mutate_number(const Context& context, const Expression& number);
  void mutate_select(const Context& context, const Expression& select);
  void mutate_concat(const Context& context, const Expression& whole);
  void mutate_call(const Context& context, const Expression& call);
  [[nodiscard]] std::string joined(const Expression& left, std::string_view op, const Expression& right) const;
  [[nodiscard]] std::string marked(const Context& context, std::size_t begin, std::size_t end,
                                   const std::string& replacement) const;

  std::string file_;
  std::string_view text_;
  std::vector<Mutant> found_;
  std::set<std::tuple<std::size_t, std::size_t, std::string>> seen_;
};

}  // namespace rtl4ml::mutation
