// What each operator of a design becomes in hardware, as logic that can be counted. Follows rtl_templates and the
// sources that gen/ops writes; tests/gen/cost compares it with what synthesis makes of them.
#pragma once

#include <vector>

#include "gen/compile.hpp"
#include "gen/cost/family.hpp"
#include "gen/ops/common.hpp"
#include "gen/ops/operator.hpp"

namespace rtl4ml {

/// The lanes of a beat, element 0 first.
using Lanes = std::vector<Word>;

/// The valid and ready bits around a node. Ready bits come from behind and are described first.
struct Handshake {
  Word state;  ///< registers that they depend on; none: the node has none, and they pass
  Bit valid_in = kZero, ready_in = kZero, valid_out = kZero, ready_out = kZero;
};

/// What a description needs of its surroundings.
struct Site {
  Logic& logic;
  const Family& family;
  const NodeView& view;
  const Handshake& shake;
};

/// rtl_templates/number/fixed_convert.sv. half_added: as there.
[[nodiscard]] Word describe_convert(Logic& logic, const Word& data_in, const FixedType& from, const FixedType& to,
                                    Rounding rounding, Overflow overflow, bool half_added = false);

/// One of two that are multiplied, with a sign bit of its own where its type has none.
struct Factor {
  Word word;
  Word before;        ///< ahead of its register, which a multiplier block takes; the same as word where there is none
  bool known = true;  ///< false: that bits of it are constant comes out only after multipliers have been chosen
};

struct Product {
  Word word;
  bool in_block = false;  ///< made in a multiplier block
};

/// a * b modulo 2^width, signed; `enable`: of the product's register, kZero: it has none. Bits that nobody reads
/// (Logic::bits_read) take no part in the choice of what it is made of.
[[nodiscard]] Product describe_product(Logic& logic, const Family& family, const Factor& a, const Factor& b, int width,
                                       Bit enable);

/// rtl_templates/number/fixed_popcount.sv: the number of ones among the bits.
[[nodiscard]] Word describe_popcount(Logic& logic, const Family& family, const Word& bits);

[[nodiscard]] Handshake describe_handshake(Logic& logic, const NodeView& view, Bit ready_out);

[[nodiscard]] Bit describe_equal(Logic& logic, const Word& word, std::int64_t value);

/// One more, and zero after the last one: even where the sum wraps by itself, for what a carry chain gives synthesis
/// does not see.
[[nodiscard]] Word describe_counted_up(Logic& logic, const Word& held, Bit last);

/// The register of a counter from 0 to `count` - 1 and back.
void describe_counter(Logic& logic, const Word& held, std::int64_t count, Bit moves);

/// What such a register takes next, its reset included.
[[nodiscard]] Word describe_next_count(Logic& logic, const Word& held, std::int64_t count, Bit moves);

/// Of a linear layer: fixed_linear.sv without its lanes, and vector_buffer.sv without its data.
struct LinearControl {
  Bit advance = kZero, load = kZero;  ///< of the pipeline, of what is shown
  Bit take = kZero;                   ///< of what comes in
  Bit in_last = kZero;
  Bit accumulate_first = kOne;
  Word tile, address;      ///< of the bias and of the weight source; without a tile there is no counter of it
  Bit bias_taken = kZero;  ///< the next tile's is wanted
};
struct LinearPipeline {
  int stages = 0;              ///< of registers ahead of the accumulator
  bool start_is_late = false;  ///< the bias is added behind the accumulator's first register
  bool counts_tiles = true;    ///< biases differ from tile to tile
};
[[nodiscard]] LinearControl describe_linear_control(Logic& logic, const NodeView& view, const Handshake& shake,
                                                    const LinearPipeline& pipeline);

/// The layers, from the lanes that come in to those that go out. A linear layer without weights is described without
/// their source, as if nothing were known of them.
[[nodiscard]] Lanes describe_linear(const Site& site, const Lanes& data_in);
[[nodiscard]] Lanes describe_element_wise(const Site& site, const Lanes& data_in);
/// rtl_templates/argmax/fixed_argmax.sv
[[nodiscard]] Lanes describe_argmax(const Site& site, const ArgmaxOp& op, const Lanes& data_in);
[[nodiscard]] Lanes describe_resize(const Site& site, const Lanes& data_in);
[[nodiscard]] Lanes describe_skid_buffer(const Site& site, const Lanes& data_in);

/// stream_resize.sv: units, elements that stay together, in a register; a beat's go in behind those that are left.
struct ResizeParts {
  /// What a unit of the register takes from a beat.
  struct Source {
    int turn = 0;  ///< of the beat; the number of turns: of one that goes in behind a whole output beat
    int unit = 0;  ///< of the beat
  };

  int lanes_in = 1, lanes_out = 1;
  int unit = 1;  ///< elements
  int units_in = 1, units_out = 1;
  int turns = 1, rounds = 1;  ///< of the beats that come in
  int last_turn = 0, last_gain = 1;
  int most_whole = 1;  ///< output beats held
  bool goes_behind = false;
  std::vector<std::vector<Source>> sources;  ///< [unit held]

  /// Where the beat of a turn goes in, or the one behind: units from the oldest.
  [[nodiscard]] int place(int turn) const { return turn == turns ? units_out : turn * units_in % units_out; }
  /// Output beats that become whole with a turn's beat, unless it is the vector's last.
  [[nodiscard]] int gain(int turn) const { return (place(turn) + units_in) / units_out; }
  [[nodiscard]] bool has_above(int at) const { return at + units_out < static_cast<int>(sources.size()); }
  /// Between how many a unit's bits choose.
  [[nodiscard]] int choices(int at) const {
    return static_cast<int>(sources[static_cast<std::size_t>(at)].size()) + (has_above(at) ? 1 : 0);
  }
  [[nodiscard]] int whole_bits() const { return address_width(most_whole + 1); }
  [[nodiscard]] int turn_bits() const { return turns > 1 ? address_width(turns) : 0; }
  /// Where no more than one output beat is held, the source is the turn.
  [[nodiscard]] int source_bits() const { return most_whole > 1 ? address_width(turns + 1) : 0; }
  [[nodiscard]] int round_bits() const { return rounds > 1 ? address_width(rounds) : 0; }
  /// Registers of the control.
  [[nodiscard]] int control_bits() const { return whole_bits() + turn_bits() + source_bits() + round_bits(); }
};
[[nodiscard]] ResizeParts resize_parts(int features, int parallelism_in, int parallelism_out);
void describe_resize_handshake(Logic& logic, const NodeView& view, Handshake& shake);

/// Counts what `describe(logic)` describes, node by node. It is described twice: the first time tells which bits of
/// products are read.
template <class Describe>
[[nodiscard]] std::vector<Tally> count_of(const Fabric& fabric, std::size_t nodes, Describe describe) {
  Logic draft(fabric);
  describe(draft);
  Logic logic(fabric, draft.read_of_remembered());
  describe(logic);
  return logic.count(nodes);
}

/// A whole design. `model` holds the payloads of the graph's layers. Shapes: -> [node of the graph]
[[nodiscard]] std::vector<Tally> describe_design(const Graph& graph, const QuantizedModel& model, const Family& family);
[[nodiscard]] inline std::vector<Tally> describe_design(const CompiledDesign& design, const Family& family) {
  return describe_design(design.graph, design.model, family);
}

}  // namespace rtl4ml
