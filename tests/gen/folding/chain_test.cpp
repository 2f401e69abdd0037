#include "gen/folding/chain.hpp"

#include "tests/catch.hpp"
#include "tests/gen/designs.hpp"

namespace rtl4ml {

TEST_CASE("a choice is the least parallelism for its number of beats", "[folding]") {
  CHECK(parallelism_choices(1) == std::vector<int>{1});
  CHECK(parallelism_choices(11) == std::vector<int>{1, 2, 3, 4, 6, 11});
  for (const int features : {2, 7, 64, 100, 784}) {
    std::vector<int> expected;  // by its definition
    for (int lanes = 1; lanes <= features; ++lanes) {
      const auto beats = [&](int parallelism) { return (features + parallelism - 1) / parallelism; };
      if (lanes == 1 || beats(lanes) < beats(lanes - 1)) expected.push_back(lanes);
    }
    INFO(features << " features");
    CHECK(parallelism_choices(features) == expected);
  }
}

TEST_CASE("very wide streams have a bounded number of choices, both ends among them", "[folding]") {
  const std::vector<int> choices = parallelism_choices(1 << 20);
  CHECK(choices.size() == kMostChoices);
  CHECK(choices.front() == 1);
  CHECK(choices.back() == 1 << 20);
  CHECK(std::is_sorted(choices.begin(), choices.end()));
}

TEST_CASE("every layer is a step, casts belong to the one they follow, the first to the one ahead of them",
          "[folding]") {
  HardwareConfig config = test::config();
  config.input_shape = {6};
  // The ReLU in front takes another type than it is given, and fc2 another than fc1 gives.
  config.layer_precision["relu"].data_out = test::spec(6, 2);
  config.layer_precision["fc1"].data_in = test::spec(8, 3);
  config.layer_precision["fc2"].data_in = test::spec(5, 1);
  const Network network{{{"relu", ReluLayer{}}, {"fc1", test::linear(6, 8)}, {"fc2", test::linear(8, 3)}}};
  config.layer_parallelism["fc1"] = {std::nullopt, 2, "c.yaml:1:1"};
  config.layer_parallelism["fc2"] = {4, 3, "c.yaml:1:1"};
  const CompiledDesign design = test::compiled(config, network);
  REQUIRE(design.model.layers.size() == 5);  // relu, cast, fc1, cast, fc2
  const std::vector<Step> steps = chain_of(config, network, design.model);
  REQUIRE(steps.size() == 3);
  CHECK(steps[0].casts == std::vector<std::size_t>{1});
  CHECK_FALSE(steps[0].both_ends);
  CHECK(steps[1].layer == 2);
  CHECK(steps[1].casts == std::vector<std::size_t>{3});
  CHECK(steps[1].both_ends);
  CHECK(steps[1].in == std::vector<int>{1, 2, 3, 6});
  CHECK(steps[1].out == std::vector<int>{2});
  CHECK_FALSE(steps[1].given);
  CHECK(steps[2].given);
  CHECK(steps[2].in == std::vector<int>{4});
}

TEST_CASE("an argmax has its lanes to choose, and gives one class", "[folding]") {
  HardwareConfig config = test::config();
  const Network network{{{"fc", test::linear(6, 8)}, {"class", ArgmaxLayer{}}}};
  const CompiledDesign design = test::compiled(config, network);
  const auto step = [&] { return chain_of(config, network, design.model)[1]; };
  CHECK_FALSE(step().both_ends);
  CHECK_FALSE(step().given);
  CHECK(step().in == std::vector<int>{1, 2, 3, 4, 8});
  CHECK(step().out == std::vector<int>(5, 1));
  config.layer_parallelism["class"] = {std::nullopt, 1, ""};
  CHECK_FALSE(step().given);
  CHECK(step().in.size() == 5);
  config.layer_parallelism["class"] = {4, std::nullopt, ""};
  CHECK(step().given);
  CHECK(step().in == std::vector<int>{4});
  CHECK(step().out == std::vector<int>{1});
}

TEST_CASE("the interval of a layer alone is that of the whole design's node", "[folding]") {
  HardwareConfig config = test::config();
  config.parallelism = {4, 3, ""};
  const Network network{{{"fc1", test::linear(6, 8)}, {"relu", ReluLayer{}}}};
  const CompiledDesign design = test::compiled(config, network);
  const std::vector<Step> steps = chain_of(config, network, design.model);
  CHECK(interval_of(design.model, steps[0], {4, 3}) == design.graph.nodes[0].timing.interval_cycles);
  CHECK(interval_of(design.model, steps[1], {3, 3}) == design.graph.nodes[1].timing.interval_cycles);
}

}  // namespace rtl4ml
