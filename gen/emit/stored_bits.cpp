#include "gen/emit/stored_bits.hpp"

#include <fmt/format.h>

#include <utility>

namespace rtl4ml {

StoredBits::StoredBits(std::vector<BitKind> kinds, std::int64_t first) : kinds_(std::move(kinds)) {
  // What the lowest bit is a copy of lies outside.
  if (!kinds_.empty() && kinds_.front() == BitKind::kCopy) kinds_.front() = BitKind::kStored;
  for (std::size_t i = 0; i < kinds_.size(); ++i) {
    if (is_stored(kinds_[i])) stored_.push_back(first + static_cast<std::int64_t>(i));
  }
}

std::string StoredBits::digits(const HexWord& word) const {
  HexWord stored(1, count());
  for (const std::int64_t bit : stored_) stored.append(word.bit(bit));
  return std::string(stored.digits());
}

std::string StoredBits::constant(std::size_t from, std::size_t to) const {
  HexWord bits(1, static_cast<std::int64_t>(to - from));
  for (std::size_t i = from; i < to; ++i) bits.append(kinds_[i] == BitKind::kOne ? 1 : 0);
  return fmt::format("{}'h{}", to - from, bits.digits());
}

std::vector<std::string> StoredBits::parts(const std::string& stored) const {
  std::vector<std::string> parts;
  std::size_t left = stored_.size();  // those below the place
  for (std::size_t to = kinds_.size(); to > 0;) {
    std::size_t from = to;
    const auto is_copy = [](BitKind kind) { return kind == BitKind::kCopy; };
    const auto is_constant = [&](BitKind kind) { return !is_stored(kind) && !is_copy(kind); };
    const auto all_that = [&](const auto& is) {
      while (from > 0 && is(kinds_[from - 1])) --from;
      return from < to;
    };
    if (all_that(is_constant)) {
      parts.push_back(constant(from, to));
    } else if (all_that(is_copy)) {
      const std::string sign = fmt::format("{}[{}]", stored, left - 1);
      parts.push_back(to - from == 1 ? sign : fmt::format("{{{}{{{}}}}}", to - from, sign));
    } else if (all_that(is_stored)) {
      const std::size_t high = left - 1;
      left -= to - from;
      parts.push_back(high == left ? fmt::format("{}[{}]", stored, high)
                                   : fmt::format("{}[{}:{}]", stored, high, left));
    }
    to = from;
  }
  return parts;
}

std::string StoredBits::whole(const std::string& stored, const std::string& indent) const {
  const std::vector<std::string> all = parts(stored);
  if (all.size() == 1) return all.front();
  constexpr std::size_t kLineLength = 100;
  std::string text = "{";
  std::size_t length = indent.size();
  for (const std::string& part : all) {
    if (&part != &all.front()) {
      text += ",";
      if (length + part.size() > kLineLength) {
        text += "\n" + indent;
        length = indent.size();
      } else {
        text += " ";
      }
    }
    text += part;
    length += part.size() + 2;
  }
  return text + "}";
}

}  // namespace rtl4ml
