// SystemVerilog as a list of tokens: what the finder of mutation sites reads.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace rtl4ml::mutation {

enum class TokenKind { kName, kNumber, kString, kSymbol, kEnd };

struct Token {
  TokenKind kind = TokenKind::kEnd;
  std::string_view text;         ///< points into the text that was read
  std::size_t begin = 0;         ///< its first byte
  bool for_icarus_only = false;  ///< between the `else and the `endif of `ifndef __ICARUS__

  [[nodiscard]] std::size_t end() const { return begin + text.size(); }
  [[nodiscard]] bool is(std::string_view other) const { return text == other && kind != TokenKind::kString; }
};

/// Thrown by the reader of this folder where the text is not in the subset of SystemVerilog that the library uses.
struct NotUnderstood {
  std::size_t at = 0;  ///< byte of the text
  std::string message;
};

/// All tokens, without comments and directives; the last one is kEnd. Throws NotUnderstood.
[[nodiscard]] std::vector<Token> tokens_of(std::string_view text);

/// The text without comments, every run of white space one space, none at its ends.
[[nodiscard]] std::string normalized(std::string_view text);

}  // namespace rtl4ml::mutation
