#include "gen/cost/describe.hpp"
#include "tests/catch.hpp"
#include "tests/gen/designs.hpp"

namespace rtl4ml {
namespace {

/// What the control of a linear layer of 8 to 2 features is made of.
Tally control(int in, int out, const LinearPipeline& pipeline = {}) {
  HardwareConfig config = test::config();
  config.parallelism.in = in;
  config.parallelism.out = out;
  const CompiledDesign design = test::compiled(config, {{{"fc1", test::linear(8, 2)}}});
  const NodeView view = view_of(design.graph, design.graph.nodes.front(), design.model);
  Logic logic{Fabric{}};
  Handshake shake = describe_handshake(logic, view, logic.input());
  shake.valid_in = logic.input();
  static_cast<void>(describe_linear_control(logic, view, shake, pipeline));
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
  // A leak of a power of two is a shift; another one is a multiplication with a register behind it.
  for (const double slope : {0.125, 0.3}) {
    const CompiledDesign leaky = test::compiled(config, {{{"layer", LeakyReluLayer{slope}}}});
    const Handshake own =
        describe_handshake(logic, view_of(leaky.graph, leaky.graph.nodes.front(), leaky.model), ready);
    CHECK(own.state.empty() == (slope == 0.125));
  }
}

TEST_CASE("the control of a linear layer grows with what is folded", "[cost]") {
  const Tally stream = control(8, 2), hold = control(8, 1), ring = control(4, 1);
  CHECK(control_functions(stream) < control_functions(hold));
  CHECK(control_functions(hold) < control_functions(ring));
  CHECK(stream.ff == 4);    // valid bits: of the step, the product, the total, the output
  CHECK(hold.ff == 4 + 2);  // and two counters of a bit
  CHECK(ring.ff == 4 + 14);
  // Biases that are the same in every tile need no count of tiles.
  const Tally same = control(8, 1, {.counts_tiles = false});
  CHECK(same.ff == hold.ff - 1);
  CHECK(control_functions(same) < control_functions(hold));
}

}  // namespace rtl4ml
