#include "gen/folding/chain_cost.hpp"

#include "tests/catch.hpp"
#include "tests/gen/folding/problem.hpp"

namespace rtl4ml {

TEST_CASE("costs of steps and joints add up to the estimate of the whole design", "[folding]") {
  test::FoldingProblem problem("xc7a35t", test::three_layers());
  ChainCost& cost = *problem.cost;
  const std::vector<Choice> choices = {{2, 1}, {1, 1}, {0, 2}};
  Use sum;
  for (std::size_t step = 0; step < choices.size(); ++step) {
    if (problem.steps[step].both_ends) cost.describe(step, choices[step], Multipliers::kBlocks);
  }
  cost.settle();
  for (std::size_t step = 0; step < choices.size(); ++step) {
    sum += cost.step(step, choices[step], Multipliers::kBlocks);
    if (step > 0) sum += cost.joint(step, choices[step - 1].out, choices[step].in);
  }
  const Use whole = problem.estimate(problem.parallelism(choices));
  CHECK(sum.lut == Approx(whole.lut).epsilon(0.02));
  CHECK(sum.ff == Approx(whole.ff).epsilon(0.02));
  CHECK(sum.dsp == Approx(whole.dsp));
  CHECK(sum.bram == Approx(whole.bram));
}

TEST_CASE("what is described is no guess any more, and scales what still is one", "[folding]") {
  test::FoldingProblem problem("ecp5-85k", test::three_layers());
  ChainCost& cost = *problem.cost;
  const Choice described{1, 1}, other{2, 2};
  CHECK(cost.guessed(0, described, Multipliers::kTables));
  CHECK_FALSE(cost.guessed(1, {0, 0}, Multipliers::kTables));  // a ReLU is never guessed
  CHECK(cost.work(0, other, Multipliers::kBlocks) > cost.work(0, described, Multipliers::kBlocks));
  CHECK(cost.work(0, other, Multipliers::kPairs) > cost.work(0, other, Multipliers::kBlocks));
  const Use before = cost.step(0, other, Multipliers::kTables), guess = cost.step(0, described, Multipliers::kTables);
  const Use untouched = cost.step(0, other, Multipliers::kBlocks);
  cost.describe(0, described, Multipliers::kTables);
  cost.settle();
  CHECK_FALSE(cost.guessed(0, described, Multipliers::kTables));
  CHECK(cost.guessed(0, other, Multipliers::kTables));
  const Use after = cost.step(0, other, Multipliers::kTables), is = cost.step(0, described, Multipliers::kTables);
  CHECK(after.lut / before.lut == Approx(is.lut / guess.lut));
  CHECK(after.ff / before.ff == Approx(is.ff / guess.ff));
  CHECK(cost.step(0, other, Multipliers::kBlocks) == untouched);
}

TEST_CASE("equal parallelism needs no resizer", "[folding]") {
  for (const char* target : {"", "ice40-hx8k"}) {
    const test::FoldingProblem problem(target, test::three_layers());
    const std::vector<int>&from = problem.steps[0].out, &to = problem.steps[1].in;
    for (std::size_t out = 0; out < from.size(); ++out) {
      for (std::size_t in = 0; in < to.size(); ++in)
        CHECK((problem.cost->joint(1, out, in) == Use{}) == (from[out] == to[in]));
    }
  }
}

}  // namespace rtl4ml
