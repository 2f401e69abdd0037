#include "tests/mutation/source/collector.hpp"

#include <algorithm>
#include <map>

namespace rtl4ml::mutation {
namespace {

struct Replacement {
  std::string_view op;
  const char* kind;
  std::vector<std::string_view> others;  ///< at elaboration the first one only
};

const std::vector<Replacement>& replacements() {
  static const std::vector<Replacement> kAll = {
      {"<", "relation", {"<=", ">="}}, {"<=", "relation", {"<", ">"}}, {">", "relation", {">=", "<="}},
      {">=", "relation", {">", "<"}},  {"==", "relation", {"!="}},     {"!=", "relation", {"=="}},
      {"&&", "logic", {"||"}},         {"||", "logic", {"&&"}},        {"&", "logic", {"|"}},
      {"|", "logic", {"&", "^"}},      {"^", "logic", {"|"}},          {"+", "arithmetic", {"-"}},
      {"-", "arithmetic", {"+"}},      {"*", "arithmetic", {"+"}},     {"/", "arithmetic", {"*"}},
      {"%", "arithmetic", {"/"}},      {"**", "arithmetic", {"*"}},    {"<<", "shift", {">>"}},
      {">>", "shift", {"<<"}},         {"<<<", "shift", {">>>"}},      {">>>", "shift", {">>", "<<<"}},
  };
  return kAll;
}

/// Operators one of whose operands can be forgotten.
bool is_sum(std::string_view op) {
  return op == "&&" || op == "||" || op == "&" || op == "|" || op == "+" || op == "-";
}

bool is_number(const Expression& part) { return part.shape == Shape::kNumber; }

}  // namespace

void Collector::add(const Context& context, const std::string& kind, std::size_t begin, std::size_t end,
                    const std::string& replacement) {
  if (normalized(replacement) == normalized(text(begin, end))) return;
  if (!seen_.emplace(begin, end, normalized(replacement)).second) return;
  Mutant mutant;
  mutant.file = file_;
  mutant.kind = kind;
  mutant.begin = begin;
  mutant.end = end;
  mutant.replacement = replacement;
  mutant.moment = context.moment;
  mutant.guard = context.guard;
  mutant.line =
      1 + static_cast<int>(std::count(text_.begin(), text_.begin() + static_cast<std::ptrdiff_t>(begin), '\n'));
  const std::size_t line_start = begin == 0 ? std::string_view::npos : text_.rfind('\n', begin - 1);
  mutant.column = static_cast<int>(line_start == std::string_view::npos ? begin + 1 : begin - line_start);
  mutant.statement = file_ + ": " + marked(context, begin, end, replacement);
  found_.push_back(std::move(mutant));
}

/// The statement with the change in brackets. What both texts have in common at their ends stays outside of them.
std::string Collector::marked(const Context& context, std::size_t begin, std::size_t end,
                              const std::string& replacement) const {
  const std::string before = normalized(text(context.begin, begin)), after = normalized(text(end, context.end));
  std::string marked = before + (before.empty() ? "" : " ") + "[[" + normalized(text(begin, end)) + " => " +
                       normalized(replacement) + "]]";
  return marked + (after.empty() ? "" : " ") + after;
}

std::string Collector::joined(const Expression& left, std::string_view op, const Expression& right) const {
  return "(" + text(left) + " " + std::string(op) + " " + text(right) + ")";
}

void Collector::mutate(const Context& context, const Expression& expression) {
  switch (expression.shape) {
    case Shape::kName:
    case Shape::kString:
      return;
    case Shape::kNumber:
      return mutate_number(context, expression);
    case Shape::kBinary:
      return mutate_binary(context, expression);
    case Shape::kUnary:
      return mutate_unary(context, expression);
    case Shape::kConcat:
      return mutate_concat(context, expression);
    case Shape::kCall:
      return mutate_call(context, expression);
    case Shape::kIndex:
    case Shape::kSlice:
    case Shape::kPartSelect:
      return mutate_select(context, expression);
    case Shape::kMember:  // what it selects from has to be known when the design is put together
      return mutate(context.at(Moment::kElaboration), expression.parts[0]);
    case Shape::kParentheses:
      return mutate(context, expression.parts[0]);
    case Shape::kReplicate:  // another count would be another width
      for (std::size_t i = 1; i < expression.parts.size(); ++i) mutate(context, expression.parts[i]);
      return;
    case Shape::kCast:
      return mutate(context, expression.parts[1]);
    case Shape::kTernary:
      add(context, "choice", expression,
          text(expression.parts[0]) + " ? " + text(expression.parts[2]) + " : " + text(expression.parts[1]));
      if (context.moment == Moment::kRunTime) {
        add(context, "choice", expression, text(expression.parts[1]));
        add(context, "choice", expression, text(expression.parts[2]));
      }
      for (const Expression& part : expression.parts) mutate(context, part);
      return;
  }
}

void Collector::mutate_binary(const Context& context, const Expression& whole) {
  const bool run_time = context.moment == Moment::kRunTime;
  for (const Replacement& one : replacements()) {
    if (one.op != whole.op) continue;
    for (std::size_t i = 0; i < (run_time ? one.others.size() : 1); ++i) {
      add(context, one.kind, whole, joined(whole.parts[0], one.others[i], whole.parts[1]));
    }
  }
  if (run_time && is_sum(whole.op)) {
    add(context, "operand", whole, text(whole.parts[0]));
    if (whole.op != "-") add(context, "operand", whole, text(whole.parts[1]));
  }
  for (const Expression& part : whole.parts) mutate(context, part);
}

void Collector::mutate_unary(const Context& context, const Expression& whole) {
  const Expression& operand = whole.parts[0];
  if (whole.op == "!") {
    add(context, "negation", whole, "!(" + text(whole) + ")");
  } else if (whole.op == "~" || whole.op == "-") {
    add(context, "negation", whole, text(operand));
  } else if (whole.op == "&" || whole.op == "|" || whole.op == "^") {
    add(context, "logic", whole, (whole.op == "&" ? "|" : "&") + text(operand));
  }
  mutate(context, operand);
}

/// n becomes n + 1 and n - 1; at elaboration n + 1 only. Zeros and ones of a bit become each other.
void Collector::mutate_number(const Context& context, const Expression& number) {
  if (context.guard) return;  // "< 2" for "< 1" is "<= 1": the relation's mutant
  const std::string digits = text(number);
  if (digits == "'0" || digits == "'1") return add(context, "constant", number, digits == "'0" ? "'1" : "'0");
  if (digits == "1'b0" || digits == "1'b1") return add(context, "constant", number, digits == "1'b0" ? "1'b1" : "1'b0");
  if (digits.find('\'') != std::string::npos) {
    return add(context, "constant", number, "~" + digits);
  }
  const long long value = std::stoll(digits);
  add(context, "constant", number, std::to_string(value + 1));
  if (context.moment == Moment::kRunTime && value > 0) add(context, "constant", number, std::to_string(value - 1));
}

/// A slice that is one bit off, or one bit short at either end; an index that is one off.
void Collector::mutate_select(const Context& context, const Expression& select) {
  mutate(context, select.parts[0]);
  if (select.shape == Shape::kIndex) {
    const Expression& index = select.parts[1];
    if (context.moment == Moment::kRunTime && !is_number(index)) {
      add(context, "index", index, "(" + text(index) + ") + 1");
    }
    return mutate(context, index);
  }
  if (context.moment == Moment::kRunTime) {
    for (const char* change : {" << 1", " << 1 >> 1", " >> 1 << 1"}) {
      add(context, "slice", select, "{" + text(select) + change + "}");
    }
    if (select.shape == Shape::kPartSelect) mutate(context, select.parts[1]);
    return;
  }
  for (std::size_t i = 1; i < select.parts.size(); ++i) mutate(context, select.parts[i]);
}

void Collector::mutate_concat(const Context& context, const Expression& whole) {
  if (whole.parts.size() == 2) {
    add(context, "order", whole, "{" + text(whole.parts[1]) + ", " + text(whole.parts[0]) + "}");
  }
  for (const Expression& part : whole.parts) mutate(context, part);
}

void Collector::mutate_call(const Context& context, const Expression& call) {
  const std::string name = text(call.parts[0]);
  if (name == "$signed") {
    add(context.at(Moment::kElaboration), "sign", call.parts[0], "$unsigned");
  }
  for (std::size_t i = 1; i < call.parts.size(); ++i) mutate(context, call.parts[i]);
}

void Collector::mutate_target(const Context& context, const Expression& target) {
  if (target.shape == Shape::kConcat) {
    for (const Expression& part : target.parts) mutate_target(context, part);
    return;
  }
  if (target.shape == Shape::kIndex || target.shape == Shape::kPartSelect) mutate(context, target.parts[1]);
}

std::vector<Mutant> Collector::finish() {
  std::stable_sort(found_.begin(), found_.end(), [](const Mutant& a, const Mutant& b) {
    return std::tie(a.begin, b.end) < std::tie(b.begin, a.end);
  });
  std::map<std::string, int> times;
  for (Mutant& mutant : found_) {
    const int time = ++times[mutant.statement];
    if (time > 1) mutant.statement += " #" + std::to_string(time);
  }
  return std::move(found_);
}

}  // namespace rtl4ml::mutation
