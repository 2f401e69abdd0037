#include "sim/fuzz/shrink.hpp"

#include <algorithm>

#include "sim/fuzz/random_case.hpp"
#include "tests/catch.hpp"

using namespace rtl4ml;

namespace {

/// Shrinks with a rule that says whether one case fails.
template <class Fails>
Shrunk shrink_by(const FuzzCase& start, std::size_t at_once, const Fails& fails, std::int64_t budget = 100'000) {
  REQUIRE(fails(start));
  const Result<Shrunk> shrunk = shrink(start, at_once, budget, [&](const std::vector<FuzzCase>& cases) {
    std::vector<bool> result;
    std::transform(cases.begin(), cases.end(), std::back_inserter(result), fails);
    return Result<std::vector<bool>>(result);
  });
  REQUIRE(shrunk);
  CHECK(fails(shrunk->fuzz_case));
  return *shrunk;
}

/// The first drawn network that has the property.
template <class Has>
FuzzCase draw_with(const Has& has) {
  for (std::uint64_t index = 0; index < 5000; ++index) {
    FuzzCase drawn = draw_case(1, index);
    if (has(drawn)) return drawn;
  }
  FAIL("no such network");
  return {};
}

}  // namespace

TEST_CASE("every step is simpler, and shapes agree in it") {
  for (std::uint64_t index = 0; index < 40; ++index) {
    const FuzzCase drawn = draw_case(2, index);
    for (const FuzzCase& simpler : simpler_cases(drawn)) {
      CHECK(complexity(simpler) < complexity(drawn));
      FuzzCase fitted = simpler;
      fit_shapes(fitted);
      CHECK(fitted == simpler);
    }
  }
}

TEST_CASE("a fault of one layer leaves that layer alone, at the smallest sizes that show it") {
  // "Fails" where a linear layer wraps and has at least three inputs.
  const auto fails = [](const FuzzCase& each) {
    return std::any_of(each.layers.begin(), each.layers.end(), [](const FuzzLayer& layer) {
      return layer.op == "linear" && layer.overflow == Overflow::kWrap && layer.in_features >= 3;
    });
  };
  const FuzzCase start = draw_with([&](const FuzzCase& each) { return each.layers.size() >= 5 && fails(each); });
  const Shrunk shrunk = shrink_by(start, 2, fails);
  CHECK(shrunk.finished);
  REQUIRE(shrunk.fuzz_case.layers.size() == 1);
  const FuzzLayer& layer = shrunk.fuzz_case.layers.front();
  CHECK(layer.in_features == 3);
  CHECK(layer.out_features == 1);
  CHECK(layer.parallelism_in == 1);
  CHECK(layer.rounding == Rounding::kHalfEven);
  CHECK(layer.data_in == FixedType{1, 0, true});
  CHECK(layer.tensors.count("bias") == 0);
  CHECK(layer.name == "linear0");
  CHECK(shrunk.fuzz_case.vectors == 1);
  CHECK(shrunk.fuzz_case.resets == 0);
  CHECK(shrunk.fuzz_case.stall == Stall::kNone);
  CHECK(shrunk.fuzz_case.first_vectors.empty());
}

TEST_CASE("the result does not depend on how many cases are judged at once") {
  const auto fails = [](const FuzzCase& each) { return each.vectors >= 3 && each.in_features >= 2; };
  const FuzzCase start = draw_with(fails);
  const FuzzCase one = shrink_by(start, 1, fails).fuzz_case;
  CHECK(one == shrink_by(start, 3, fails).fuzz_case);
  CHECK(one.vectors == 3);
  CHECK(one.in_features == 2);
}

TEST_CASE("a budget ends the shrinking") {
  const auto always = [](const FuzzCase&) { return true; };
  const Shrunk shrunk = shrink_by(draw_case(1, 0), 1, always, 3);
  CHECK_FALSE(shrunk.finished);
  CHECK(shrunk.judged == 3);
}

TEST_CASE("a fault of the judge ends the shrinking") {
  const Result<Shrunk> shrunk = shrink(draw_case(1, 0), 1, 10, [](const std::vector<FuzzCase>&) {
    return Result<std::vector<bool>>(faults({{"process.interrupted", "", "", ""}}));
  });
  REQUIRE_FALSE(shrunk);
  CHECK(shrunk.error().front().code == "process.interrupted");
}
