#include "gen/cost/describe.hpp"
#include "tests/catch.hpp"
#include "tests/gen/designs.hpp"

namespace rtl4ml {
namespace {

/// What a design of one layer is made of, its adapters included.
Tally design(const LayerKind& kind, int in, int out, const std::string& target = "ice40-hx8k") {
  HardwareConfig config = test::config();
  config.target = *find_target(target, "");
  config.input_shape = {8};
  config.parallelism.in = in;
  config.parallelism.out = out;
  const CompiledDesign compiled = test::compiled(config, {{{"layer", kind}}});
  Tally sum;
  for (const Tally& layer : describe_design(compiled, *family_of(config.target))) sum += layer;
  return sum;
}

double functions(const Tally& tally) { return tally[LutPart::kFunction] + tally[LutPart::kWideFunction]; }

}  // namespace

TEST_CASE("a counter takes a function a bit, and its adder", "[cost]") {
  Fabric fabric;
  Logic logic(fabric);
  const Word held = logic.input(4);
  describe_counter(logic, held, 10, logic.input());
  const Tally tally = logic.count(1).front();
  CHECK(tally[LutPart::kAdder] == 4);
  CHECK(functions(tally) == 5);  // the last count, and four bits that it clears
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
  const double stream = functions(design(test::linear(8, 2), 8, 2, "xc7a35t"));
  const double ring = functions(design(test::linear(8, 2), 4, 1, "xc7a35t"));
  CHECK(ring > stream);
}

}  // namespace rtl4ml
