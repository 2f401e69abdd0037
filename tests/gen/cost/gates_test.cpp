#include "gen/cost/gates.hpp"

#include "tests/catch.hpp"

namespace rtl4ml {

TEST_CASE("constants and bits that are the same decide gates", "[cost]") {
  Gates gates;
  const Bit a = gates.input(), b = gates.input();
  CHECK(gates.conjunction(a, kOne) == a);
  CHECK(gates.conjunction(a, kZero) == kZero);
  CHECK(gates.conjunction(a, a) == a);
  CHECK(gates.conjunction(a, inverse(a)) == kZero);
  CHECK(gates.disjunction(a, kOne) == kOne);
  CHECK(gates.parity(a, a) == kZero);
  CHECK(gates.parity(a, kOne) == inverse(a));
  CHECK(gates.multiplexer(kOne, a, b) == a);
  CHECK(gates.multiplexer(kZero, a, b) == b);
  CHECK(gates.multiplexer(a, b, b) == b);
  CHECK(gates.multiplexer(a, kOne, kZero) == a);
  CHECK(gates.multiplexer(a, kZero, kOne) == inverse(a));
  CHECK(gates.all_of({}) == kOne);
  CHECK(gates.any_of({}) == kZero);
  CHECK(gates.any_of({a, kOne}) == kOne);
  CHECK(gates.nodes().size() == 3);  // no gate was made
}

TEST_CASE("a gate that is there already is shared, inverted or not", "[cost]") {
  Gates gates;
  const Bit a = gates.input(), b = gates.input(), c = gates.input();
  CHECK(gates.conjunction(a, b) == gates.conjunction(b, a));
  CHECK(gates.disjunction(a, b) == inverse(gates.conjunction(inverse(a), inverse(b))));
  CHECK(gates.parity(a, inverse(b)) == inverse(gates.parity(b, a)));
  CHECK(gates.multiplexer(c, a, b) == gates.multiplexer(inverse(c), b, a));
  CHECK(gates.multiplexer(c, inverse(a), inverse(b)) == inverse(gates.multiplexer(c, a, b)));
  CHECK(gates.multiplexer(c, inverse(a), a) == gates.parity(c, a));
  CHECK(gates.nodes().size() == 9);  // the constant, three inputs, five gates
}

TEST_CASE("what a gate reads has a lower number", "[cost]") {
  Gates gates;
  Word bits;
  for (int i = 0; i < 9; ++i) bits.push_back(gates.input());
  CHECK(gates.all_of(bits) == gates.all_of({bits.rbegin(), bits.rend()}));
  for (std::size_t node = 0; node < gates.nodes().size(); ++node) {
    const Gate& gate = gates.nodes()[node];
    for (std::size_t i = 0; i < gate.count(); ++i) CHECK(node_of(gate.inputs[i]) < node);
  }
}

TEST_CASE("a wide AND is a tree of groups", "[cost]") {
  for (const std::size_t group : {2, 6}) {
    Gates gates(group);
    Word bits;
    for (int i = 0; i < 7; ++i) bits.push_back(gates.input());
    const Bit six = gates.all_of({bits.begin(), bits.begin() + 6});
    CHECK((gates.all_of(bits) == gates.conjunction(six, bits.back())) == (group == 6));
  }
}

}  // namespace rtl4ml
