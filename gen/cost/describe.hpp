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

/// What a description needs of its surroundings.
struct Site {
  Logic& logic;
  const Family& family;
  const NodeView& view;
};

/// rtl_templates/number/fixed_convert.sv. half_added: as there.
[[nodiscard]] Word describe_convert(Logic& logic, const Word& data_in, const FixedType& from, const FixedType& to,
                                    Rounding rounding, Overflow overflow, bool half_added = false);

/// One of two that are multiplied, with a sign bit of its own where its type has none.
struct Factor {
  Word word;
  Word before;        ///< ahead of its register, which a multiplier block takes; the same as word where there is none
  bool known = true;  ///< false: that bits of it are constant comes out only after multipliers have been chosen
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

/// The layers, from the lanes that come in to those that go out. A linear layer without weights is described without
/// their source, as if nothing were known of them.
[[nodiscard]] Lanes describe_linear(const Site& site, const Lanes& data_in);
[[nodiscard]] Lanes describe_element_wise(const Site& site, const Lanes& data_in);
[[nodiscard]] Lanes describe_resize(const Site& site, const Lanes& data_in);
[[nodiscard]] Lanes describe_skid_buffer(const Site& site, const Lanes& data_in);

/// stream_resize.sv: the units of a beat, elements that stay together, are shifted, and beats go in behind what is
/// left.
struct ResizeParts {
  int lanes_in = 1, lanes_out = 1;
  int unit = 1;   ///< elements
  Tally control;  ///< of the whole
  Tally shift;    ///< of each bit of a unit: a bit only ever meets the same bit of lanes that are units away
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
