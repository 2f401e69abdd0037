// Expressions of SystemVerilog as trees of balanced ranges of the text.
#pragma once

#include <algorithm>
#include <cstddef>
#include <string_view>
#include <vector>

#include "tests/mutation/source/token.hpp"

namespace rtl4ml::mutation {

enum class Shape {
  kName,         ///< a, $clog2, pkg::a
  kNumber,       ///< 12, 8'd12, '0
  kString,       ///< "text"
  kParentheses,  ///< (parts[0])
  kUnary,        ///< op parts[0]
  kBinary,       ///< parts[0] op parts[1]
  kTernary,      ///< parts[0] ? parts[1] : parts[2]
  kConcat,       ///< {parts...}
  kReplicate,    ///< {parts[0]{parts[1], ...}}
  kCall,         ///< parts[0](parts[1], ...)
  kCast,         ///< parts[0]'(parts[1])
  kIndex,        ///< parts[0][parts[1]]
  kSlice,        ///< parts[0][parts[1] : parts[2]]
  kPartSelect,   ///< parts[0][parts[1] +: parts[2]]
  kMember        ///< parts[0].name
};

struct Expression {
  Shape shape = Shape::kName;
  std::size_t begin = 0, end = 0;  ///< bytes of the text
  std::string_view op;             ///< of kUnary and kBinary
  std::vector<Expression> parts;
};

/// A place in a list of tokens.
class Cursor {
 public:
  explicit Cursor(const std::vector<Token>& tokens) : tokens_(&tokens) {}
  [[nodiscard]] const Token& peek(std::size_t ahead = 0) const {
    return (*tokens_)[std::min(at_ + ahead, tokens_->size() - 1)];
  }
  [[nodiscard]] bool at(std::string_view text) const { return peek().is(text); }
  const Token& take() {
    const Token& token = peek();
    last_end_ = token.end();
    if (at_ + 1 < tokens_->size()) ++at_;
    return token;
  }
  bool skip(std::string_view text) {
    if (!at(text)) return false;
    take();
    return true;
  }
  /// Throws NotUnderstood where something else stands there.
  const Token& expect(std::string_view text);
  const Token& expect_name();
  /// The end of the token taken last.
  [[nodiscard]] std::size_t last_end() const { return last_end_; }

 private:
  const std::vector<Token>* tokens_;
  std::size_t at_ = 0;
  std::size_t last_end_ = 0;
};

/// Reads a whole expression. Throws NotUnderstood.
Expression expression_at(Cursor& cursor);

/// Reads what may stand to the left of = and <=: a name with its selects, or a concatenation. Throws NotUnderstood.
[[nodiscard]] Expression target_at(Cursor& cursor);

}  // namespace rtl4ml::mutation
