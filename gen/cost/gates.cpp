#include "gen/cost/gates.hpp"

#include <algorithm>
#include <utility>

namespace rtl4ml {

Bit Gates::input() {
  nodes_.emplace_back();
  return static_cast<Bit>(2 * (nodes_.size() - 1));
}

std::size_t Gates::place_of(GateKind kind, const std::array<Bit, 3>& inputs) const {
  auto hash = static_cast<std::uint64_t>(kind);
  for (const Bit part : inputs) hash = (hash ^ static_cast<std::uint32_t>(part)) * 0x9E3779B97F4A7C15ULL;
  const std::size_t mask = known_.size() - 1;
  std::size_t place = (hash ^ (hash >> 29U)) & mask;
  for (; known_[place] != 0; place = (place + 1) & mask) {
    const Gate& gate = nodes_[known_[place]];
    if (gate.kind == kind && gate.inputs == inputs) break;
  }
  return place;
}

void Gates::make_room() {
  constexpr std::size_t kLeast = 1024;
  if (2 * gates_ < known_.size()) return;
  known_.assign(std::max(kLeast, 2 * known_.size()), 0);
  for (std::size_t node = 1; node < nodes_.size(); ++node) {
    if (nodes_[node].kind == GateKind::kNone) continue;
    known_[place_of(nodes_[node].kind, nodes_[node].inputs)] = static_cast<std::uint32_t>(node);
  }
}

Bit Gates::made(GateKind kind, const std::array<Bit, 3>& inputs) {
  make_room();
  std::uint32_t& known = known_[place_of(kind, inputs)];
  if (known == 0) {
    known = static_cast<std::uint32_t>(nodes_.size());
    nodes_.push_back({kind, inputs, layer_});
    ++gates_;
  }
  return static_cast<Bit>(2 * known);
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
    for (std::size_t from = 0; from < bits.size(); from += group_) {
      Bit all = bits[from];
      for (std::size_t i = from + 1; i < std::min(from + group_, bits.size()); ++i) all = conjunction(all, bits[i]);
      next.push_back(all);
    }
    bits = std::move(next);
  }
  return bits.empty() ? kOne : bits.front();
}

Bit Gates::any_of(Word bits) {
  for (Bit& bit : bits) bit = inverse(bit);
  return inverse(all_of(std::move(bits)));
}

}  // namespace rtl4ml
