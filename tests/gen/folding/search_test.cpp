#include "gen/folding/search.hpp"

#include <functional>
#include <limits>

#include "tests/catch.hpp"
#include "tests/gen/folding/problem.hpp"

namespace rtl4ml {
namespace {

/// Every folding of the problem that takes at most `limit` cycles.
void for_each_folding(const test::FoldingProblem& problem, const FoldingSearch& search, std::int64_t limit,
                      const std::function<void(const std::vector<Choice>&)>& visit) {
  std::vector<Choice> choices;
  const std::function<void()> go_on = [&] {
    const std::size_t at = choices.size();
    if (at == problem.steps.size()) return visit(choices);
    const Step& step = problem.steps[at];
    for (std::size_t in = 0; in < step.in.size(); ++in) {
      for (std::size_t out = 0; out < step.out.size(); ++out) {
        if ((!step.both_ends && in != out) || search.interval(at, {in, out}) > limit) continue;
        choices.push_back({in, out});
        go_on();
        choices.pop_back();
      }
    }
  };
  go_on();
}

FullEstimate estimate_of(const test::FoldingProblem& problem) {
  return [&](const std::vector<LayerParallelism>& parallelism) {
    return estimate_folded(problem.config, problem.model, parallelism);
  };
}

}  // namespace

TEST_CASE("the least hardware at every interval is that of trying every folding", "[folding]") {
  for (const char* target : {"", "xc7a35t", "ice40-hx8k", "ecp5-85k"}) {
    test::FoldingProblem problem(target, test::three_layers());
    FoldingSearch search(problem.config, problem.model, problem.steps, *problem.cost);
    for (const std::int64_t limit : {1, 3, 7, 12, 20, 48}) {
      const std::optional<Solution> found = search.settled(limit);
      REQUIRE(found);
      double least = std::numeric_limits<double>::infinity();
      for_each_folding(problem, search, limit, [&](const std::vector<Choice>& choices) {
        least = std::min(least, search.evaluate(choices).cost);
      });
      INFO(target << " at " << limit << " cycles");
      CHECK(found->interval_cycles <= limit);
      CHECK(found->cost == Approx(least));
    }
  }
}

TEST_CASE("the search's cost is that of the whole design's estimate", "[folding]") {
  test::FoldingProblem problem("xc7a35t", test::three_layers());
  FoldingSearch search(problem.config, problem.model, problem.steps, *problem.cost);
  const std::optional<Solution> found = search.settled(12);
  REQUIRE(found);
  const Use whole = problem.estimate(search.parallelism(found->choices));
  CHECK(found->cost == Approx(search.prices().of(whole)).epsilon(0.01));
}

TEST_CASE("where there are too few blocks the rest of the multipliers is made of tables", "[folding]") {
  test::FoldingProblem problem("ice40-up5k", test::three_layers());  // 8 blocks
  FoldingSearch search(problem.config, problem.model, problem.steps, *problem.cost);
  const std::optional<Solution> few = search.settled(48), many = search.settled(2);
  REQUIRE(few);
  REQUIRE(many);
  CHECK(few->total.dsp <= 8);
  CHECK(many->total.dsp <= 8);
  CHECK(many->lanes[0].tables > 0);
  CHECK(many->total.lut > 4 * few->total.lut);
}

TEST_CASE("where there are too few blocks lanes share them, as the whole design's estimate has it", "[folding]") {
  const auto settled_with = [](Packing packing, std::int64_t limit) {
    HardwareConfig config = test::config();
    config.multipliers = packing;
    auto problem = std::make_unique<test::FoldingProblem>("xc7a35t", test::three_layers(), config);
    problem->config.target.resources.dsp = 30;
    FoldingSearch search(problem->config, problem->model, problem->steps, *problem->cost);
    std::optional<Solution> found = search.settled(limit);
    REQUIRE(found);
    CHECK(found->total.dsp <= 30);
    const Use whole = problem->estimate(search.parallelism(found->choices));
    CHECK(found->cost == Approx(search.prices().of(whole)).epsilon(0.01));
    return std::move(*found);
  };
  const Solution shared = settled_with(Packing::kAuto, 2), separate = settled_with(Packing::kSeparate, 2);
  CHECK(shared.lanes[0].pairs > 0);
  CHECK(separate.lanes[0].pairs == 0);
  CHECK(shared.total.lut < separate.total.lut);
  // Enough of them: a block a product, unless the config orders pairs.
  CHECK(settled_with(Packing::kAuto, 48).lanes[0].pairs == 0);
  const Solution ordered = settled_with(Packing::kPacked, 12);
  CHECK((ordered.lanes[0].pairs > 0 || ordered.lanes[2].pairs > 0));
}

TEST_CASE("limits are the intervals that a design can have", "[folding]") {
  HardwareConfig config = test::config();
  config.layer_parallelism["fc1"] = {3, 4, ""};
  test::FoldingProblem problem("", test::three_layers(), config);
  const FoldingSearch search(problem.config, problem.model, problem.steps, *problem.cost);
  CHECK(search.limits().front() == 4);  // fc1 at 3 x 4
  CHECK(search.limits().back() == 8 * 5);
  CHECK_FALSE(search.cheapest(3));
  CHECK(search.cheapest(4)->interval_cycles == 4);
}

TEST_CASE("the fastest design that has room: no faster folding has it", "[folding][long]") {
  test::FoldingProblem problem("ice40-hx8k", test::three_layers());
  FoldingSearch search(problem.config, problem.model, problem.steps, *problem.cost);
  const Use smallest = problem.estimate(search.parallelism(search.settled(search.limits().back())->choices));
  // Open: at 6 times the smallest, where layers are nearly unrolled and guesses are far too high, 4 of 75 faster
  // foldings have room (docs/folding.md).
  for (const double more : {1.02, 1.5, 3.0}) {
    const double lut = more * smallest.lut;
    const Room room{lut, 7680.0, 0.0, 32.0};
    const Result<std::optional<Estimated>> found = search.fastest_in(room, estimate_of(problem));
    REQUIRE(found);
    REQUIRE(*found);
    const std::int64_t interval = (*found)->solution.interval_cycles;
    INFO(lut << " LUT: " << interval << " cycles");
    const Use whole = problem.estimate(search.parallelism((*found)->solution.choices));
    CHECK(room.holds(whole));
    CHECK(search.prices().of((*found)->total()) == Approx(search.prices().of(whole)));
    int faster = 0, fit = 0;
    for_each_folding(problem, search, interval - 1, [&](const std::vector<Choice>& choices) {
      if (++faster % 16 != 0) return;  // all would take a minute
      fit += room.holds(problem.estimate(search.parallelism(choices))) ? 1 : 0;
    });
    CHECK(fit == 0);
    CHECK((faster > 0 || interval == 1));
  }
  const Result<std::optional<Estimated>> none =
      search.fastest_in({0.9 * smallest.lut, 7680.0, 0.0, 32.0}, estimate_of(problem));
  REQUIRE(none);
  CHECK_FALSE(*none);
}

TEST_CASE("faults of the estimate are handed on", "[folding]") {
  test::FoldingProblem problem("ice40-hx8k", test::three_layers());
  FoldingSearch search(problem.config, problem.model, problem.steps, *problem.cost);
  const auto found = search.fastest_in({7680.0, 7680.0, 0.0, 32.0}, [](const std::vector<LayerParallelism>&) {
    return Result<std::vector<Use>>(fault("cost.coefficients", "", "seeded"));
  });
  REQUIRE_FALSE(found);
  CHECK(found.error().front().code == "cost.coefficients");
}

TEST_CASE("a change of one step is the difference of two foldings", "[folding]") {
  test::FoldingProblem problem("xc7a35t", test::three_layers());
  FoldingSearch search(problem.config, problem.model, problem.steps, *problem.cost);
  const Solution solution = *search.settled(12);
  std::vector<Choice> choices = solution.choices;
  choices[0] = {choices[0].in, 0};
  const double change = search.prices().of(search.change(solution, 0, choices[0]));
  CHECK(change == Approx(search.evaluate(choices).cost - solution.cost));
}

}  // namespace rtl4ml
