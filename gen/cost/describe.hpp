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
};

struct Product {
  Word word;
  bool in_block = false;  ///< made in a multiplier block
};

/// a * b modulo 2^width, signed; `enable`: of the product's register, kZero: it has none. Bits that nobody reads
/// (Logic::bits_read) take no part in the choice of what it is made of.
[[nodiscard]] Product describe_product(Logic& logic, const Family& family, const Factor& a, const Factor& b, int width,
                                       Bit enable);

/// The layers, from the lanes that come in to those that go out.
[[nodiscard]] Lanes describe_linear(const Site& site, const Lanes& data_in);
[[nodiscard]] Lanes describe_element_wise(const Site& site, const Lanes& data_in);
[[nodiscard]] Lanes describe_resize(const Site& site, const Lanes& data_in);
[[nodiscard]] Lanes describe_skid_buffer(const Site& site, const Lanes& data_in);

/// A whole design. Shapes: -> [node of the graph]
[[nodiscard]] std::vector<Tally> describe_design(const CompiledDesign& design, const Family& family);

}  // namespace rtl4ml
