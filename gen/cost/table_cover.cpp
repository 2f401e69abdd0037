#include "gen/cost/table_cover.hpp"

#include <algorithm>
#include <bit>
#include <limits>
#include <span>

namespace rtl4ml {
namespace {

using Node = std::uint32_t;

constexpr std::size_t kKeptCuts = 8, kMostMerged = 24;
constexpr int kNever = std::numeric_limits<int>::max() / 2;

/// Nodes that a function reads, in ascending order.
struct Cut {
  std::array<Node, kMostTableInputs> leaves{};
  std::uint8_t size = 0;
  std::uint64_t members = 0;  ///< a bit for each leaf, by its number modulo 64
  int depth = 0;              ///< tables behind each other
  double area = 0.0;
};

std::uint64_t member(Node node) { return std::uint64_t{1} << (node % 64); }

bool same(const Cut& a, const Cut& b) {
  return a.size == b.size && a.members == b.members &&
         std::equal(a.leaves.begin(), a.leaves.begin() + a.size, b.leaves.begin());
}

/// Whether `whole` has all leaves of `part`.
bool contains(const Cut& whole, const Cut& part) {
  return part.size <= whole.size && (part.members & ~whole.members) == 0 &&
         std::includes(whole.leaves.begin(), whole.leaves.begin() + whole.size, part.leaves.begin(),
                       part.leaves.begin() + part.size);
}

bool merge(const Cut& a, const Cut& b, std::size_t most, Cut& result) {
  const std::uint64_t members = a.members | b.members;
  if (static_cast<std::size_t>(std::popcount(members)) > most) return false;
  std::size_t i = 0, j = 0, size = 0;
  while (i < a.size || j < b.size) {
    if (size == most) return false;
    const bool from_a = j == b.size || (i < a.size && a.leaves[i] <= b.leaves[j]);
    const Node leaf = from_a ? a.leaves[i] : b.leaves[j];
    if (i < a.size && a.leaves[i] == leaf) ++i;
    if (j < b.size && b.leaves[j] == leaf) ++j;
    result.leaves[size++] = leaf;
  }
  result.size = static_cast<std::uint8_t>(size);
  result.members = members;
  return true;
}

class Cover {
 public:
  Cover(const std::vector<Gate>& nodes, const std::vector<std::size_t>& roots, const TableSizes& sizes)
      : nodes_(nodes), sizes_(sizes), roots_(roots), of_(nodes.size()) {
    for (const std::size_t root : roots) of_[root].wanted = true;
    for (std::size_t node = nodes.size(); node-- > 0;) {
      if (!of_[node].wanted || nodes[node].kind == GateKind::kNone) continue;
      order_.push_back(static_cast<Node>(node));
      for (std::size_t i = 0; i < nodes[node].count(); ++i) {
        State& input = of_[node_of(nodes[node].inputs[i])];
        input.wanted = true;
        input.expected_readers += 1.0;
      }
    }
    std::reverse(order_.begin(), order_.end());
    for (const std::size_t root : roots) of_[root].expected_readers += 1.0;
  }

  std::vector<Table> result() {
    for (const Goal goal : {Goal::kSpeed, Goal::kFlow, Goal::kArea, Goal::kArea}) {
      for (const Node node : order_) choose(node, goal);
      count_readers();
      require();
    }
    std::vector<Table> tables(nodes_.size());
    for (const Node node : order_) {
      if (of_[node].readers > 0) tables[node] = {of_[node].best.size, of_[node].best.leaves};
    }
    return tables;
  }

 private:
  enum class Goal { kSpeed, kFlow, kArea };

  struct State {
    std::vector<Cut> cuts;  ///< the best first, the node itself last
    Cut best;
    bool wanted = false;
    int readers = 0;  ///< tables that read it, and roots
    double expected_readers = 0.0;
    int required = kNever;
  };

  [[nodiscard]] bool is_gate(Node node) const { return nodes_[node].kind != GateKind::kNone; }

  [[nodiscard]] static Cut alone(Node node) {
    Cut cut;
    cut.leaves[0] = node;
    cut.size = 1;
    cut.members = member(node);
    return cut;
  }

  /// The cuts that a reader of this node may take in.
  [[nodiscard]] std::span<const Cut> offered(Bit bit) {
    std::vector<Cut>& cuts = of_[node_of(bit)].cuts;
    if (cuts.empty()) cuts.push_back(alone(static_cast<Node>(node_of(bit))));
    return cuts;
  }

  void merge_all(std::span<const Cut> a, std::span<const Cut> b, std::vector<Cut>& result) const {
    result.clear();
    Cut merged;
    for (const Cut& one : a) {
      for (const Cut& other : b) {
        if (merge(one, other, sizes_.most_inputs, merged)) result.push_back(merged);
      }
    }
  }

  void choose(Node node, Goal goal) {
    State& state = of_[node];
    const Gate& gate = nodes_[node];
    merge_all(offered(gate.inputs[0]), offered(gate.inputs[1]), merged_);
    if (gate.count() == 3) {
      if (merged_.size() > kMostMerged) {
        std::stable_sort(merged_.begin(), merged_.end(), [](const Cut& a, const Cut& b) { return a.size < b.size; });
        merged_.resize(kMostMerged);
      }
      first_.swap(merged_);
      merge_all(first_, offered(gate.inputs[2]), merged_);
    }
    if (state.best.size > 0) merged_.push_back(state.best);
    if (goal == Goal::kArea && state.readers > 0) release(state.best);
    std::vector<Cut>& kept = kept_;
    kept.clear();
    const auto better = [&](const Cut& a, const Cut& b) {
      const bool late_a = a.depth > state.required, late_b = b.depth > state.required;
      if (late_a != late_b) return late_b;
      if ((goal == Goal::kSpeed || late_a) && a.depth != b.depth) return a.depth < b.depth;
      if (a.area < b.area - kSame) return true;
      if (a.area > b.area + kSame) return false;
      if (a.depth != b.depth) return a.depth < b.depth;
      return a.size < b.size;
    };
    for (Cut& cut : merged_) {
      const auto is_known = [&](const Cut& known) { return same(known, cut) || contains(cut, known); };
      if (std::any_of(kept.begin(), kept.end(), is_known)) continue;
      weigh(cut, goal);
      if (kept.size() == kKeptCuts && !better(cut, kept.back())) continue;
      kept.erase(std::remove_if(kept.begin(), kept.end(), [&](const Cut& known) { return contains(known, cut); }),
                 kept.end());
      kept.insert(std::upper_bound(kept.begin(), kept.end(), cut, better), cut);
      if (kept.size() > kKeptCuts) kept.pop_back();
    }
    state.best = kept.front();
    kept.push_back(alone(node));
    state.cuts = kept;
    if (goal == Goal::kArea && state.readers > 0) take(state.best);
  }

  void weigh(Cut& cut, Goal goal) {
    cut.depth = 0;
    for (std::size_t i = 0; i < cut.size; ++i) cut.depth = std::max(cut.depth, of_[cut.leaves[i]].best.depth);
    ++cut.depth;
    if (goal == Goal::kArea) {
      cut.area = take(cut);
      release(cut);
      return;
    }
    cut.area = sizes_.price[cut.size];
    for (std::size_t i = 0; i < cut.size; ++i) {
      const State& leaf = of_[cut.leaves[i]];
      if (is_gate(cut.leaves[i])) cut.area += leaf.best.area / std::max(1.0, leaf.expected_readers);
    }
  }

  /// What the cut's table and those that are only needed for it are priced.
  double take(const Cut& cut) {
    double area = sizes_.price[cut.size];
    for (std::size_t i = 0; i < cut.size; ++i) {
      State& leaf = of_[cut.leaves[i]];
      if (leaf.readers++ == 0 && is_gate(cut.leaves[i])) area += take(leaf.best);
    }
    return area;
  }

  void release(const Cut& cut) {
    for (std::size_t i = 0; i < cut.size; ++i) {
      State& leaf = of_[cut.leaves[i]];
      if (--leaf.readers == 0 && is_gate(cut.leaves[i])) release(leaf.best);
    }
  }

  void count_readers() {
    for (State& state : of_) state.readers = 0;
    for (const std::size_t root : roots_) ++of_[root].readers;
    for (std::size_t i = order_.size(); i-- > 0;) {
      State& state = of_[order_[i]];
      state.expected_readers = (2.0 * state.expected_readers + state.readers) / 3.0;
      if (state.readers == 0) continue;
      for (std::size_t leaf = 0; leaf < state.best.size; ++leaf) ++of_[state.best.leaves[leaf]].readers;
    }
  }

  void require() {
    int deepest = 0;
    for (const std::size_t root : roots_) deepest = std::max(deepest, of_[root].best.depth);
    deepest += deepest * sizes_.more_depth / 100;
    for (State& state : of_) state.required = kNever;
    for (const std::size_t root : roots_) of_[root].required = deepest;
    for (std::size_t i = order_.size(); i-- > 0;) {
      const State& state = of_[order_[i]];
      if (state.readers == 0) continue;
      for (std::size_t leaf = 0; leaf < state.best.size; ++leaf) {
        int& required = of_[state.best.leaves[leaf]].required;
        required = std::min(required, state.required - 1);
      }
    }
  }

  static constexpr double kSame = 1e-6;

  const std::vector<Gate>& nodes_;
  const TableSizes& sizes_;
  const std::vector<std::size_t>& roots_;
  std::vector<State> of_;    // [node]
  std::vector<Node> order_;  // gates that are wanted, inputs first
  std::vector<Cut> first_, merged_, kept_;
};

}  // namespace

std::vector<Table> cover_with_tables(const std::vector<Gate>& nodes, const std::vector<std::size_t>& roots,
                                     const TableSizes& sizes) {
  return Cover(nodes, roots, sizes).result();
}

}  // namespace rtl4ml
