#include "gen/emit/bit_kinds.hpp"

namespace rtl4ml {

BitKinds::BitKinds(int width, std::int64_t lanes) : width_(width), elements_(static_cast<std::size_t>(lanes)) {}

void BitKinds::add(std::span<const std::int64_t> codes) {
  for (std::size_t lane = 0; lane < elements_.size(); ++lane) {
    const std::int64_t code = lane < codes.size() ? codes[lane] : 0;
    elements_[lane].ones |= code;
    elements_[lane].zeros |= ~code;
    elements_[lane].differs |= code ^ (code << 1);
  }
}

void BitKinds::append_kinds(const Element& element, std::vector<BitKind>& kinds) const {
  const auto has = [](std::int64_t bits, int bit) { return ((bits >> bit) & 1) != 0; };
  const auto varies = [&](int bit) { return has(element.ones, bit) && has(element.zeros, bit); };
  const auto constant = [&](int bit) { return has(element.ones, bit) ? BitKind::kOne : BitKind::kZero; };
  int high = width_;  // below: what is stored
  while (high > 1 && !has(element.differs, high - 1)) --high;
  const bool sign_varies = varies(high - 1);
  if (!sign_varies) --high;
  if ((element.ones & element.zeros & ((std::int64_t{1} << high) - 1)) == 0) high = 0;  // one constant
  for (int bit = 0; bit < width_; ++bit) {
    if (bit < high) {
      kinds.push_back(varies(bit) ? BitKind::kStored : BitKind::kKept);
    } else {
      kinds.push_back(sign_varies ? BitKind::kCopy : constant(bit));
    }
  }
}

std::vector<BitKind> BitKinds::kinds() const {
  std::vector<BitKind> kinds;
  kinds.reserve(elements_.size() * static_cast<std::size_t>(width_));
  for (const Element& element : elements_) append_kinds(element, kinds);
  return kinds;
}

}  // namespace rtl4ml
