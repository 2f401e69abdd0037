#include "gen/cost/table_function.hpp"

#include "tests/catch.hpp"

namespace rtl4ml {
namespace {

Word eight_inputs(Gates& gates) {
  Word word;
  for (int i = 0; i < 8; ++i) word.push_back(gates.input());
  return word;
}

/// The table of a node that reads these.
Table table_of(const Word& inputs) {
  Table table{};
  for (const Bit bit : inputs) table.nodes[table.count++] = static_cast<std::uint32_t>(node_of(bit));
  return table;
}

int tables_of(const Gates& gates, Bit function, const Word& inputs, int lut_inputs = 6) {
  return TableFunctions(gates.nodes()).not_constant(node_of(function), table_of(inputs), lut_inputs);
}

}  // namespace

TEST_CASE("of a wide function the tables that are constant are none", "[cost]") {
  Gates gates;
  const Word in = eight_inputs(gates);
  Bit odd = in[0];
  for (int i = 1; i < 8; ++i) odd = gates.parity(odd, in[static_cast<std::size_t>(i)]);
  CHECK(tables_of(gates, odd, in) == 4);
  CHECK(tables_of(gates, gates.all_of(in), in) == 1);
  CHECK(tables_of(gates, gates.any_of(in), in) == 1);
  CHECK(tables_of(gates, gates.all_of(in), in, 4) == 1);
  const Bit chosen = gates.multiplexer(in[7], gates.multiplexer(in[6], in[0], kZero), gates.all_of({in[1], in[2]}));
  CHECK(tables_of(gates, chosen, {in[0], in[1], in[2], in[3], in[4], in[5], in[6], in[7]}) == 3);
}

TEST_CASE("a gate that a wide function reads chooses between its tables", "[cost]") {
  Gates gates;
  const Word in = eight_inputs(gates);
  const Bit gate = gates.parity(in[6], in[7]);
  Word six(in.begin(), in.begin() + 6);
  Bit odd = in[0];
  for (int i = 1; i < 6; ++i) odd = gates.parity(odd, in[static_cast<std::size_t>(i)]);
  // With the gate clear the function is constant, which it is with no other input.
  Word first{gate};
  first.insert(first.end(), six.begin(), six.end());
  CHECK(tables_of(gates, gates.conjunction(gate, odd), first) == 1);
}

}  // namespace rtl4ml
