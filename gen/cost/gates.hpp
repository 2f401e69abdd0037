// Logic as gates, as synthesis hands it to its mapper: constants are propagated, a gate that is there already is
// shared.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace rtl4ml {

/// One bit of a signal: twice the number of its node, one more where it is inverted. Node 0 is the constant 0.
using Bit = std::int32_t;
inline constexpr Bit kZero = 0;
inline constexpr Bit kOne = 1;
[[nodiscard]] constexpr bool is_constant(Bit bit) { return bit <= kOne; }
[[nodiscard]] constexpr Bit inverse(Bit bit) { return bit ^ 1; }
[[nodiscard]] constexpr bool is_inverted(Bit bit) { return (bit & 1) != 0; }
[[nodiscard]] constexpr std::size_t node_of(Bit bit) { return static_cast<std::size_t>(bit >> 1); }

/// Bit 0 first.
using Word = std::vector<Bit>;

enum class GateKind : std::uint8_t { kNone, kAnd, kXor, kMultiplexer };

/// What drives a node; kNone: no gate. A multiplexer's inputs: select, when set, when clear.
struct Gate {
  GateKind kind = GateKind::kNone;
  std::array<Bit, 3> inputs{};
  std::uint32_t layer = 0;

  [[nodiscard]] std::size_t count() const {
    constexpr std::array<std::size_t, 4> kInputs = {0, 2, 2, 3};
    return kInputs[static_cast<std::size_t>(kind)];
  }
};

class Gates {
 public:
  /// `group`: bits of a wide AND that are joined one after the other, before these groups are joined.
  explicit Gates(std::size_t group = 2) : group_(group) {}

  /// Gates that are made from now on belong to this layer.
  void enter(std::size_t layer) { layer_ = static_cast<std::uint32_t>(layer); }
  /// A node without a gate.
  [[nodiscard]] Bit input();
  [[nodiscard]] Bit conjunction(Bit a, Bit b);
  [[nodiscard]] Bit disjunction(Bit a, Bit b) { return inverse(conjunction(inverse(a), inverse(b))); }
  [[nodiscard]] Bit parity(Bit a, Bit b);
  [[nodiscard]] Bit multiplexer(Bit select, Bit when_set, Bit when_clear);
  /// Of any number of bits, as a tree of groups.
  [[nodiscard]] Bit all_of(Word bits);
  [[nodiscard]] Bit any_of(Word bits);

  /// [node]; what a gate reads has a lower number than the gate.
  [[nodiscard]] const std::vector<Gate>& nodes() const { return nodes_; }

 private:
  [[nodiscard]] Bit made(GateKind kind, const std::array<Bit, 3>& inputs);
  /// Where the gate is in `known_`, or the free place for it.
  [[nodiscard]] std::size_t place_of(GateKind kind, const std::array<Bit, 3>& inputs) const;
  void make_room();

  std::size_t group_;
  std::vector<Gate> nodes_{1};
  std::vector<std::uint32_t> known_;  ///< gates by their hash, the next free place where one is taken; 0: free
  std::size_t gates_ = 0;             ///< of the nodes
  std::uint32_t layer_ = 0;
};

}  // namespace rtl4ml
