#include "gen/cost/gates.hpp"

#include <algorithm>
#include <utility>

namespace rtl4ml {

std::size_t Gates::Hash::operator()(const std::array<Bit, 4>& key) const {
  std::uint64_t hash = 0;
  for (const Bit part : key) hash = (hash ^ static_cast<std::uint32_t>(part)) * 0x9E3779B97F4A7C15ULL;
  return static_cast<std::size_t>(hash ^ (hash >> 29U));
}

Bit Gates::input() {
  nodes_.emplace_back();
  return static_cast<Bit>(2 * (nodes_.size() - 1));
}

Bit Gates::made(GateKind kind, const std::array<Bit, 3>& inputs) {
  const auto [found, is_new] =
      known_.emplace(std::array{static_cast<Bit>(kind), inputs[0], inputs[1], inputs[2]}, kZero);
  if (is_new) {
    nodes_.push_back({kind, inputs, layer_});
    found->second = static_cast<Bit>(2 * (nodes_.size() - 1));
  }
  return found->second;
}

Bit Gates::conjunction(Bit a, Bit b) {
  if (a > b) std::swap(a, b);
  if (a == kZero || a == inverse(b)) return kZero;
  if (a == kOne || a == b) return b;
  return made(GateKind::kAnd, {a, b, kZero});
}

Bit Gates::parity(Bit a, Bit b) {
  const Bit odd = (a ^ b) & 1;
  a &= ~1;
  b &= ~1;
  if (a > b) std::swap(a, b);
  if (a == b) return odd;
  if (a == kZero) return b ^ odd;
  return made(GateKind::kXor, {a, b, kZero}) ^ odd;
}

Bit Gates::multiplexer(Bit select, Bit when_set, Bit when_clear) {
  if (is_inverted(select)) {
    std::swap(when_set, when_clear);
    select = inverse(select);
  }
  if (select == kZero || when_set == when_clear) return when_clear;
  if (when_set == inverse(when_clear)) return parity(select, when_clear);
  if (when_set == select || when_set == kOne) return disjunction(select, when_clear);
  if (when_set == inverse(select) || when_set == kZero) return conjunction(inverse(select), when_clear);
  if (when_clear == select || when_clear == kZero) return conjunction(select, when_set);
  if (when_clear == inverse(select) || when_clear == kOne) return disjunction(inverse(select), when_set);
  const Bit flip = when_set & 1;
  return made(GateKind::kMultiplexer, {select, when_set ^ flip, when_clear ^ flip}) ^ flip;
}

Bit Gates::all_of(Word bits) {
  std::sort(bits.begin(), bits.end());
  bits.erase(std::unique(bits.begin(), bits.end()), bits.end());
  while (bits.size() > 1) {
    Word next;
    for (std::size_t i = 0; i + 1 < bits.size(); i += 2) next.push_back(conjunction(bits[i], bits[i + 1]));
    if (bits.size() % 2 == 1) next.push_back(bits.back());
    bits = std::move(next);
  }
  return bits.empty() ? kOne : bits.front();
}

Bit Gates::any_of(Word bits) {
  for (Bit& bit : bits) bit = inverse(bit);
  return inverse(all_of(std::move(bits)));
}

}  // namespace rtl4ml
