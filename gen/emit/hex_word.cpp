#include "gen/emit/hex_word.hpp"

#include <algorithm>
#include <cassert>

namespace rtl4ml {
namespace {
constexpr int kLimb = 64;
}

HexWord::HexWord(int width, std::int64_t lanes)
    : width_(width),
      bits_(width * lanes),
      limbs_(static_cast<std::size_t>((bits_ + kLimb - 1) / kLimb)),
      text_(static_cast<std::size_t>((bits_ + 3) / 4), '0') {}

void HexWord::clear() {
  std::fill(limbs_.begin(), limbs_.end(), 0);
  at_ = 0;
}

void HexWord::append(std::int64_t code) {
  assert(at_ + width_ <= bits_);
  const std::uint64_t value = static_cast<std::uint64_t>(code) & ((std::uint64_t{1} << width_) - 1);
  const auto limb = static_cast<std::size_t>(at_ / kLimb);
  const int shift = static_cast<int>(at_ % kLimb);
  limbs_[limb] |= value << shift;
  if (shift + width_ > kLimb) limbs_[limb + 1] |= value >> (kLimb - shift);
  at_ += width_;
}

std::uint32_t HexWord::part(std::int64_t index) const {
  return static_cast<std::uint32_t>(limbs_[static_cast<std::size_t>(index / 2)] >> (index % 2 * 32));
}

int HexWord::bit(std::int64_t index) const {
  return static_cast<int>(limbs_[static_cast<std::size_t>(index / kLimb)] >> (index % kLimb) & 1U);
}

std::string_view HexWord::digits(std::int64_t first, std::int64_t bits) {
  constexpr char kDigits[] = "0123456789abcdef";
  constexpr int kDigitBits = 4;
  text_.resize(static_cast<std::size_t>((bits + kDigitBits - 1) / kDigitBits));
  for (std::size_t digit = 0; digit < text_.size(); ++digit) {
    const std::int64_t below = kDigitBits * static_cast<std::int64_t>(digit);
    const auto limb = static_cast<std::size_t>((first + below) / kLimb);
    const int shift = static_cast<int>((first + below) % kLimb);
    std::uint64_t value = limbs_[limb] >> shift;
    if (shift > kLimb - kDigitBits && limb + 1 < limbs_.size()) value |= limbs_[limb + 1] << (kLimb - shift);
    if (bits - below < kDigitBits) value &= (std::uint64_t{1} << (bits - below)) - 1;
    text_[text_.size() - 1 - digit] = kDigits[value & 0xFU];
  }
  return text_;
}

}  // namespace rtl4ml
