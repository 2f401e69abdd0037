#include "gen/cost/table_function.hpp"

#include <algorithm>

namespace rtl4ml {

int TableFunctions::not_constant(std::size_t node, const Table& table, int lut_inputs) {
  const auto inputs = static_cast<std::size_t>(table.count), within = static_cast<std::size_t>(lut_inputs);
  std::array<std::uint32_t, kMostTableInputs> order = table.nodes;
  const auto is_gate = [&](std::uint32_t leaf) { return nodes_[leaf].kind != GateKind::kNone; };
  std::stable_partition(order.begin(), order.begin() + inputs, [&](std::uint32_t leaf) { return !is_gate(leaf); });
  known_.resize(nodes_.size(), 0);
  truth_.resize(nodes_.size());
  ++walk_;
  for (std::size_t i = 0; i < inputs; ++i) {
    Truth& truth = truth_[order[i]];
    for (std::size_t row = 0; row < kRows; ++row) {
      const std::uint64_t bit = std::uint64_t{1} << (row % 64);
      truth[row / 64] = (row >> i & 1) != 0 ? truth[row / 64] | bit : truth[row / 64] & ~bit;
    }
    known_[order[i]] = walk_;
  }
  const Truth whole = truth_of(node);
  int count = 0;
  for (std::size_t choice = 0; choice < std::size_t{1} << (inputs - within); ++choice) {
    std::size_t ones = 0;
    const std::size_t rows = std::size_t{1} << within, first = choice << within;
    for (std::size_t row = first; row < first + rows; ++row) ones += whole[row / 64] >> (row % 64) & 1;
    count += ones > 0 && ones < rows ? 1 : 0;
  }
  return count;
}

TableFunctions::Truth TableFunctions::truth_of(Bit bit) {
  Truth truth = is_constant(bit) ? Truth{} : truth_of(node_of(bit));
  if (!is_inverted(bit)) return truth;
  for (std::uint64_t& part : truth) part = ~part;
  return truth;
}

TableFunctions::Truth TableFunctions::truth_of(std::size_t node) {
  if (known_[node] == walk_) return truth_[node];
  const Gate& gate = nodes_[node];
  const Truth first = truth_of(gate.inputs[0]), second = truth_of(gate.inputs[1]);
  const Truth third = gate.kind == GateKind::kMultiplexer ? truth_of(gate.inputs[2]) : Truth{};
  Truth truth{};
  for (std::size_t i = 0; i < truth.size(); ++i) {
    truth[i] = gate.kind == GateKind::kAnd   ? first[i] & second[i]
               : gate.kind == GateKind::kXor ? first[i] ^ second[i]
                                             : (first[i] & second[i]) | (~first[i] & third[i]);
  }
  known_[node] = walk_;
  return truth_[node] = truth;
}

}  // namespace rtl4ml
