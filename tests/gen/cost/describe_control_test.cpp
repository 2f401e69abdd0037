#include "gen/cost/describe.hpp"
#include "tests/catch.hpp"
#include "tests/gen/designs.hpp"

namespace rtl4ml {
namespace {

/// What the control of a linear layer of 8 to 2 features is made of.
Tally control(int in, int out) {
  HardwareConfig config = test::config();
  config.parallelism.in = in;
  config.parallelism.out = out;
  const CompiledDesign design = test::compiled(config, {{{"fc1", test::linear(8, 2)}}});
  const NodeView view = view_of(design.graph, design.graph.nodes.front(), design.model);
  Logic logic{Fabric{}};
  Handshake shake = describe_handshake(logic, view, logic.input());
  shake.valid_in = logic.input();
  static_cast<void>(describe_linear_control(logic, view, shake, 0, false));
  return logic.count(1).front();
}

double control_functions(const Tally& tally) { return tally[LutPart::kFunction] + tally[LutPart::kWideFunction]; }

}  // namespace

TEST_CASE("a counter takes a function a bit, and its adder", "[cost]") {
  Fabric fabric;
  Logic logic(fabric);
  const Word held = logic.input(4);
  describe_counter(logic, held, 10, logic.input());
  const Tally tally = logic.count(1).front();
  CHECK(tally[LutPart::kAdder] == 3);    // the lowest bit is inverted
  CHECK(control_functions(tally) == 5);  // the last count, and four bits that it clears
}

TEST_CASE("the next count is held while nothing moves, and cleared with the register", "[cost]") {
  Logic logic{Fabric{}};
  const Word held = logic.input(3);
  CHECK(describe_next_count(logic, held, 8, kZero) != describe_next_count(logic, held, 8, kOne));
  const Word still = describe_next_count(logic, held, 8, kZero);
  for (std::size_t i = 0; i < held.size(); ++i) CHECK(still[i] == logic.conjunction(held[i], inverse(logic.reset())));
}

TEST_CASE("equality with a constant is a gate of all bits, as they are or inverted", "[cost]") {
  Logic logic{Fabric{}};
  const Word word = logic.input(2);
  CHECK(describe_equal(logic, word, 1) == logic.conjunction(word[0], inverse(word[1])));
  CHECK(describe_equal(logic, constant_word(5, 3), 5) == kOne);
  CHECK(describe_equal(logic, constant_word(5, 3), 4) == kZero);
}

TEST_CASE("ready passes layers without registers", "[cost]") {
  HardwareConfig config = test::config();
  config.input_shape = {8};
  const CompiledDesign relu = test::compiled(config, {{{"layer", ReluLayer{}}}});
  Logic logic{Fabric{}};
  const Bit ready = logic.input();
  const Handshake shake = describe_handshake(logic, view_of(relu.graph, relu.graph.nodes.front(), relu.model), ready);
  CHECK(shake.state.empty());
  CHECK(shake.ready_in == ready);
}

TEST_CASE("the control of a linear layer grows with what is folded", "[cost]") {
  const Tally stream = control(8, 2), hold = control(8, 1), ring = control(4, 1);
  CHECK(control_functions(stream) < control_functions(hold));
  CHECK(control_functions(hold) < control_functions(ring));
  CHECK(stream.ff == 4);    // valid bits: of the step, the product, the total, the output
  CHECK(hold.ff == 4 + 2);  // and two counters of a bit
  CHECK(ring.ff == 4 + 14);
}

}  // namespace rtl4ml
