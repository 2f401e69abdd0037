#include "tests/mutation/source/expression.hpp"

#include <algorithm>
#include <array>
#include <string>

namespace rtl4ml::mutation {
namespace {

struct Level {
  std::string_view op;
  int binds;  ///< higher: tighter
};
constexpr std::array<Level, 24> kBinary = {{{"||", 1}, {"&&", 2}, {"|", 3},   {"^", 4},   {"~^", 4},  {"&", 5},
                                            {"==", 6}, {"!=", 6}, {"===", 6}, {"!==", 6}, {"<", 7},   {"<=", 7},
                                            {">", 7},  {">=", 7}, {"<<", 8},  {">>", 8},  {"<<<", 8}, {">>>", 8},
                                            {"+", 9},  {"-", 9},  {"*", 10},  {"/", 10},  {"%", 10},  {"**", 11}}};
constexpr std::array<std::string_view, 9> kUnary = {"!", "~", "&", "|", "^", "-", "+", "~&", "~|"};

int binding_of(const Token& token) {
  if (token.kind != TokenKind::kSymbol) return 0;
  const auto* const found =
      std::find_if(kBinary.begin(), kBinary.end(), [&](const Level& level) { return token.is(level.op); });
  return found == kBinary.end() ? 0 : found->binds;
}

Expression binary_at(Cursor& cursor, int least);

Expression close(Cursor& cursor, Expression expression) {
  expression.end = cursor.last_end();
  return expression;
}

/// expression {, expression} up to the closing token.
void list_at(Cursor& cursor, std::string_view closing, std::vector<Expression>& parts) {
  if (cursor.skip(closing)) return;
  do parts.push_back(expression_at(cursor));
  while (cursor.skip(","));
  cursor.expect(closing);
}

Expression braces_at(Cursor& cursor) {
  Expression whole{Shape::kConcat, cursor.expect("{").begin, 0, {}, {}};
  whole.parts.push_back(expression_at(cursor));
  if (cursor.skip("{")) {
    whole.shape = Shape::kReplicate;
    list_at(cursor, "}", whole.parts);
    cursor.expect("}");
  } else if (!cursor.skip("}")) {
    cursor.expect(",");
    list_at(cursor, "}", whole.parts);
  }
  return close(cursor, std::move(whole));
}

Expression select_at(Cursor& cursor, Expression base) {
  cursor.expect("[");
  Expression whole{Shape::kIndex, base.begin, 0, {}, {}};
  whole.parts = {std::move(base), expression_at(cursor)};
  if (!cursor.at("]")) {
    whole.shape = cursor.at(":") ? Shape::kSlice : Shape::kPartSelect;
    if (!cursor.skip(":")) cursor.expect("+:");
    whole.parts.push_back(expression_at(cursor));
  }
  cursor.expect("]");
  return close(cursor, std::move(whole));
}

/// Selects, members, arguments and casts that follow.
Expression with_what_follows(Cursor& cursor, Expression base, bool target) {
  for (;;) {
    if (cursor.at("[")) {
      base = select_at(cursor, std::move(base));
    } else if (cursor.at(".")) {
      cursor.take();
      Expression whole{Shape::kMember, base.begin, 0, {}, {std::move(base)}};
      cursor.expect_name();
      base = close(cursor, std::move(whole));
    } else if (!target && (cursor.at("(") || (cursor.at("'") && cursor.peek(1).is("(")))) {
      const Shape shape = cursor.skip("'") ? Shape::kCast : Shape::kCall;
      Expression whole{shape, base.begin, 0, {}, {std::move(base)}};
      cursor.expect("(");
      list_at(cursor, ")", whole.parts);
      base = close(cursor, std::move(whole));
    } else {
      return base;
    }
  }
}

Expression name_at(Cursor& cursor) {
  Expression name{Shape::kName, cursor.expect_name().begin, 0, {}, {}};
  while (cursor.skip("::")) cursor.expect_name();
  return close(cursor, std::move(name));
}

Expression primary_at(Cursor& cursor) {
  const Token& first = cursor.peek();
  if (first.kind == TokenKind::kName) return with_what_follows(cursor, name_at(cursor), false);
  if (first.kind == TokenKind::kString || first.kind == TokenKind::kNumber) {
    cursor.take();
    const Shape shape = first.kind == TokenKind::kString ? Shape::kString : Shape::kNumber;
    Expression literal{shape, first.begin, first.end(), {}, {}};
    return cursor.at("'") ? with_what_follows(cursor, std::move(literal), false) : literal;
  }
  if (first.is("{")) return braces_at(cursor);
  if (first.is("(")) {
    Expression whole{Shape::kParentheses, cursor.take().begin, 0, {}, {}};
    whole.parts.push_back(expression_at(cursor));
    cursor.expect(")");
    whole = close(cursor, std::move(whole));
    return cursor.at("'") ? with_what_follows(cursor, std::move(whole), false) : whole;
  }
  if (std::find(kUnary.begin(), kUnary.end(), first.text) != kUnary.end()) {
    Expression whole{Shape::kUnary, first.begin, 0, first.text, {}};
    cursor.take();
    whole.parts.push_back(primary_at(cursor));
    return close(cursor, std::move(whole));
  }
  throw NotUnderstood{first.begin, "an expression cannot start with '" + std::string(first.text) + "'"};
}

Expression binary_at(Cursor& cursor, int least) {
  Expression left = primary_at(cursor);
  for (int binds = binding_of(cursor.peek()); binds >= least && binds > 0; binds = binding_of(cursor.peek())) {
    Expression whole{Shape::kBinary, left.begin, 0, cursor.take().text, {}};
    Expression right = binary_at(cursor, binds + 1);
    whole.parts = {std::move(left), std::move(right)};
    left = close(cursor, std::move(whole));
  }
  return left;
}

}  // namespace

const Token& Cursor::expect(std::string_view text) {
  if (!at(text)) {
    throw NotUnderstood{peek().begin, "'" + std::string(text) + "' expected, not '" + std::string(peek().text) + "'"};
  }
  return take();
}

const Token& Cursor::expect_name() {
  if (peek().kind != TokenKind::kName) {
    throw NotUnderstood{peek().begin, "a name expected, not '" + std::string(peek().text) + "'"};
  }
  return take();
}

Expression expression_at(Cursor& cursor) {
  Expression condition = binary_at(cursor, 1);
  if (!cursor.skip("?")) return condition;
  Expression whole{Shape::kTernary, condition.begin, 0, {}, {}};
  whole.parts.push_back(std::move(condition));
  whole.parts.push_back(expression_at(cursor));
  cursor.expect(":");
  whole.parts.push_back(expression_at(cursor));
  return close(cursor, std::move(whole));
}

Expression target_at(Cursor& cursor) {
  if (cursor.at("{")) return braces_at(cursor);
  return with_what_follows(cursor, name_at(cursor), true);
}

}  // namespace rtl4ml::mutation
