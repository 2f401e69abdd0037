#include "sw/report/html.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstddef>

namespace rtl4ml {
namespace {

constexpr std::string_view kReplacement = "\xEF\xBF\xBD";  // U+FFFD

unsigned byte_at(std::string_view text, std::size_t position) { return static_cast<unsigned char>(text[position]); }

/// How many bytes the character at the start of the text has; 0: it is none of UTF-8 (RFC 3629: nothing overlong, no
/// surrogates, nothing above U+10FFFF).
std::size_t character_size(std::string_view text) {
  const unsigned first = byte_at(text, 0);
  if (first < 0x80) return 1;
  const std::size_t size = first >= 0xC2 && first < 0xE0   ? 2
                           : first >= 0xE0 && first < 0xF0 ? 3
                           : first >= 0xF0 && first < 0xF5 ? 4
                                                           : 0;
  if (size == 0 || text.size() < size) return 0;
  for (std::size_t k = 1; k < size; ++k) {
    if ((byte_at(text, k) & 0xC0U) != 0x80) return 0;
  }
  const unsigned second = byte_at(text, 1);
  if ((first == 0xE0 && second < 0xA0) || (first == 0xED && second >= 0xA0)) return 0;
  if ((first == 0xF0 && second < 0x90) || (first == 0xF4 && second >= 0x90)) return 0;
  return size;
}

std::string ascii_text(char c) {
  switch (c) {
    case '&':
      return "&amp;";
    case '<':
      return "&lt;";
    case '>':
      return "&gt;";
    case '"':
      return "&quot;";
    case '\'':
      return "&#39;";
    default: {
      const bool control = (static_cast<unsigned char>(c) < 0x20 && c != '\t' && c != '\n') || c == 0x7F;
      return control ? std::string(kReplacement) : std::string(1, c);
    }
  }
}

bool is_plain(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
         std::string_view("-._~/").find(c) != std::string_view::npos;
}

/// Commas between the thousands of the digits that the text starts with.
std::string grouped(std::string text) {
  const std::size_t start = text.starts_with('-') ? 1 : 0;
  std::size_t position = std::min(text.find_first_not_of("0123456789", start), text.size());
  while (position > start + 3) {
    position -= 3;
    text.insert(position, ",");
  }
  return text;
}

/// With a power of ten that has no zeros before it: "1.25e-5". For values that need one.
std::string scientific(double value, int digits) {
  std::string text = fmt::format("{:.{}g}", value, digits);
  const std::size_t power = text.find('e') + 2;
  text.erase(power, text.find_first_not_of('0', power) - power);
  return text;
}

}  // namespace

std::string html_text(std::string_view text) {
  std::string safe;
  safe.reserve(text.size());
  while (!text.empty()) {
    const std::size_t size = character_size(text);
    if (size == 0) {
      safe += kReplacement;
    } else if (size == 1) {
      safe += ascii_text(text.front());
    } else {
      safe += text.substr(0, size);
    }
    text.remove_prefix(std::max<std::size_t>(size, 1));
  }
  return safe;
}

std::string html_link(std::string_view path) {
  while (path.starts_with("//")) path.remove_prefix(1);
  std::string safe;
  for (const char c : path) {
    if (is_plain(c)) {
      safe += c;
    } else {
      safe += fmt::format("%{:02X}", static_cast<unsigned>(static_cast<unsigned char>(c)));
    }
  }
  return safe;
}

std::string number_text(double value, int digits) {
  constexpr double kWhole = 1e15;  // from here on not every whole number is a double
  if (std::isnan(value)) return "–";
  if (std::isinf(value)) return value > 0 ? "∞" : "-∞";
  if (value == 0.0) return "0";
  const double size = std::abs(value);
  if (size < kWhole && value == std::trunc(value)) return grouped(fmt::format("{:.0f}", value));
  if (size < 1e-4 || size >= kWhole) return scientific(value, digits - 1);
  if (size >= std::pow(10.0, digits - 1)) return grouped(fmt::format("{:.0f}", value));
  return grouped(fmt::format("{:.{}g}", value, digits));
}

}  // namespace rtl4ml
