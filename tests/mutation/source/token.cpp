#include "tests/mutation/source/token.hpp"

#include <array>
#include <cctype>

namespace rtl4ml::mutation {
namespace {

bool is_letter(char c) { return std::isalpha(static_cast<unsigned char>(c)) != 0 || c == '_' || c == '$'; }
bool is_digit(char c) { return std::isdigit(static_cast<unsigned char>(c)) != 0; }
bool is_space(char c) { return std::isspace(static_cast<unsigned char>(c)) != 0; }
bool is_in_number(char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_' || c == '?'; }

/// Longest first.
constexpr std::array<std::string_view, 31> kSymbols = {
    "<<<", ">>>", "===", "!==", "**", "<=", ">=", "==", "!=", "&&", "||", "<<", ">>", "+:", "-:", "::",
    "++",  "--",  "+=",  "-=",  "~&", "~|", "~^", "->", "=",  "<",  ">",  "&",  "|",  "+",  "-"};

class Reader {
 public:
  explicit Reader(std::string_view text) : text_(text) {}

  std::vector<Token> all() {
    for (skip_gap(); at_ < text_.size(); skip_gap()) {
      if (text_[at_] == '`') {
        directive();
      } else {
        take(kind_and_size());
      }
    }
    found_.push_back({TokenKind::kEnd, text_.substr(text_.size()), text_.size(), false});
    return std::move(found_);
  }

 private:
  struct Measured {
    TokenKind kind;
    std::size_t size;
  };

  [[nodiscard]] char peek(std::size_t ahead = 0) const {
    return at_ + ahead < text_.size() ? text_[at_ + ahead] : '\0';
  }

  /// White space and comments.
  void skip_gap() {
    for (;;) {
      if (is_space(peek())) {
        ++at_;
      } else if (peek() == '/' && peek(1) == '/') {
        at_ = std::min(text_.find('\n', at_), text_.size());
      } else if (peek() == '/' && peek(1) == '*') {
        const std::size_t end = text_.find("*/", at_ + 2);
        if (end == std::string_view::npos) throw NotUnderstood{at_, "a comment without end"};
        at_ = end + 2;
      } else {
        return;
      }
    }
  }

  /// The library has `ifndef __ICARUS__ ... `else ... `endif, and `ifndef SYNTHESIS ... `endif around what only stops a
  /// simulation: that is skipped.
  void directive() {
    const std::size_t end = std::min(text_.find('\n', at_), text_.size());
    const std::string line = normalized(text_.substr(at_, end - at_));
    if (line == "`else") {
      icarus_ = true;
    } else if (line == "`endif") {
      icarus_ = false;
    } else if (line == "`ifndef SYNTHESIS") {
      return skip_to_endif();
    } else if (line != "`ifndef __ICARUS__") {
      throw NotUnderstood{at_, "the directive " + line};
    }
    at_ = end;
  }

  /// To the end of the region that begins here, those within it included.
  void skip_to_endif() {
    int open = 0;
    do {
      const std::size_t next = text_.find('`', at_ + (open > 0 ? 1 : 0));
      if (next == std::string_view::npos) throw NotUnderstood{at_, "a region without `endif"};
      at_ = next;
      open += text_.substr(at_).starts_with("`endif") ? -1 : text_.substr(at_).starts_with("`if") ? 1 : 0;
    } while (open > 0);
    at_ = std::min(text_.find('\n', at_), text_.size());
  }

  [[nodiscard]] Measured kind_and_size() const {
    if (is_letter(peek())) return name();
    if (is_digit(peek()) || (peek() == '\'' && peek(1) != '(')) return number();
    if (peek() == '"') return string();
    for (const std::string_view symbol : kSymbols) {
      if (text_.substr(at_).starts_with(symbol)) return {TokenKind::kSymbol, symbol.size()};
    }
    return {TokenKind::kSymbol, 1};
  }

  [[nodiscard]] Measured name() const {
    std::size_t size = 1;
    while (is_letter(peek(size)) || is_digit(peek(size))) ++size;
    return {TokenKind::kName, size};
  }

  /// 12, 8'd12, 64'sd12, '0, 1'b1; not the size of a cast, as in 8'(x).
  [[nodiscard]] Measured number() const {
    std::size_t size = 0;
    while (is_digit(peek(size)) || peek(size) == '_') ++size;
    if (peek(size) != '\'' || peek(size + 1) == '(') return {TokenKind::kNumber, size};
    ++size;
    while (is_in_number(peek(size))) ++size;
    return {TokenKind::kNumber, size};
  }

  [[nodiscard]] Measured string() const {
    std::size_t size = 1;
    while (peek(size) != '"') {
      if (at_ + size >= text_.size()) throw NotUnderstood{at_, "a string without end"};
      size += peek(size) == '\\' ? 2 : 1;
    }
    return {TokenKind::kString, size + 1};
  }

  void take(const Measured& measured) {
    found_.push_back({measured.kind, text_.substr(at_, measured.size), at_, icarus_});
    at_ += measured.size;
  }

  std::string_view text_;
  std::size_t at_ = 0;
  bool icarus_ = false;
  std::vector<Token> found_;
};

}  // namespace

std::vector<Token> tokens_of(std::string_view text) { return Reader(text).all(); }

std::string normalized(std::string_view text) {
  std::string clean;
  bool gap = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text.substr(i).starts_with("//")) i = std::min(text.find('\n', i), text.size());
    if (i >= text.size() || is_space(text[i])) {
      gap = true;
      continue;
    }
    if (gap && !clean.empty()) clean += ' ';
    gap = false;
    clean += text[i];
  }
  return clean;
}

}  // namespace rtl4ml::mutation
