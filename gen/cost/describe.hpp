// What each operator of a design becomes in hardware, as logic that can be counted. Follows rtl_templates and the
// sources that gen/ops writes; tests/gen/cost compares it with what synthesis makes of them.
#pragma once

#include <vector>

#include "gen/compile.hpp"
#include "gen/cost/family.hpp"
#include "gen/ops/operator.hpp"

namespace rtl4ml {

/// The lanes of a beat, element 0 first.
using Lanes = std::vector<Word>;

/// The valid and ready bits around a node. Ready bits come from behind and are described first.
struct Handshake {
  Word state;   ///< registers that they depend on; none: the node has none, and they pass
  Word offset;  ///< of a resizer: the units that are left after this cycle's output
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
  bool seen = true;   ///< false: and after carry cells have been made of them
  bool from_rom = false;  ///< it comes out even later: the register behind a ROM of several words holds them all
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

/// stream_resize.sv: the units of a beat, elements that stay together, are shifted, and beats go in behind what is
/// left.
struct ResizeParts {
  int lanes_in = 1, lanes_out = 1;
  int unit = 1;  ///< elements
  int most_offset = 0, count_bits = 0;
  Tally control;  ///< of the whole
  Tally shift;    ///< of each bit of a unit: a bit only ever meets the same bit of lanes that are units away
  std::vector<Tally> shift_of;  ///< the same, of what each unit of the output reads: the sum of these is `shift`
};
[[nodiscard]] ResizeParts resize_parts(int features, int parallelism_in, int parallelism_out);

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
