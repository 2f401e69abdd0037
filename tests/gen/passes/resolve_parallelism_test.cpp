#include "gen/passes/resolve_parallelism.hpp"

#include "tests/catch.hpp"
#include "tests/gen/designs.hpp"

namespace rtl4ml {
namespace {

const Network& folded_chain() {
  static const Network kChain{{{"fc1", test::linear(6, 8)}, {"relu", ReluLayer{}}, {"fc2", test::linear(8, 3)}}};
  return kChain;
}
const std::vector<int> kFoldedFeatures = {6, 8, 8, 3};

ParallelismSpec both(std::optional<int> in, std::optional<int> out) { return {in, out, "c.yaml:7:3"}; }

}  // namespace

TEST_CASE("the default is clamped to each layer, element-wise layers follow", "[passes]") {
  HardwareConfig config = test::config();
  CHECK(resolve_parallelism(config, folded_chain(), kFoldedFeatures).value() ==
        std::vector<LayerParallelism>{{4, 4}, {4, 4}, {4, 3}});
  config.parallelism = both(8, 5);
  CHECK(resolve_parallelism(config, folded_chain(), kFoldedFeatures).value() ==
        std::vector<LayerParallelism>{{6, 5}, {5, 5}, {8, 3}});
}

TEST_CASE("a layer's own value wins, half of it too", "[passes]") {
  HardwareConfig config = test::config();
  config.layer_parallelism["fc1"] = both(std::nullopt, 1);
  config.layer_parallelism["relu"] = both(2, std::nullopt);
  CHECK(resolve_parallelism(config, folded_chain(), kFoldedFeatures).value() ==
        std::vector<LayerParallelism>{{4, 1}, {2, 2}, {4, 3}});
  config.layer_parallelism["relu"] = both(std::nullopt, 8);
  CHECK(resolve_parallelism(config, folded_chain(), kFoldedFeatures).value()[1] == LayerParallelism{8, 8});
}

TEST_CASE("an argmax takes as many scores as it is given, and gives one class", "[passes]") {
  const Network network{{{"fc", test::linear(6, 8)}, {"class", ArgmaxLayer{}}}};
  const std::vector<int> features = {6, 8, 1};
  HardwareConfig config = test::config();
  const auto lanes = [&] { return resolve_parallelism(config, network, features).value()[1]; };
  config.layer_parallelism["fc"] = both(std::nullopt, 3);
  CHECK(lanes() == LayerParallelism{3, 1});
  config.layer_parallelism["class"] = both(2, std::nullopt);
  CHECK(lanes() == LayerParallelism{2, 1});
  config.layer_parallelism["class"] = both(8, 8);  // `class: 8`
  CHECK(lanes() == LayerParallelism{8, 1});
  config.layer_parallelism["class"] = both(std::nullopt, 1);
  CHECK(lanes() == LayerParallelism{3, 1});
  config.layer_parallelism["class"] = both(4, 2);
  CHECK(test::count_of(resolve_parallelism(config, network, features).error(), "parallelism.too_large") == 1);
  config.layer_parallelism["class"] = both(9, 9);
  CHECK(test::count_of(resolve_parallelism(config, network, features).error(), "parallelism.too_large") == 1);
  CHECK(resolve_parallelism(test::config(), {{{"class", ArgmaxLayer{}}}}, {8, 1}).value() ==
        std::vector<LayerParallelism>{{4, 1}});
}

TEST_CASE("values beyond a layer are told at once, with their place", "[passes]") {
  HardwareConfig config = test::config();
  config.layer_parallelism["fc1"] = both(7, 9);
  config.layer_parallelism["relu"] = both(2, 4);
  config.parallelism = both(9, 9);
  const auto result = resolve_parallelism(config, folded_chain(), kFoldedFeatures);
  REQUIRE_FALSE(result);
  CHECK(test::count_of(result.error(), "parallelism.default") == 1);
  CHECK(test::count_of(result.error(), "parallelism.too_large") == 2);
  CHECK(test::count_of(result.error(), "parallelism.element_wise") == 1);
  CHECK(result.error()[1].place == "c.yaml:7:3");
  CHECK(result.error()[1].message.find("1 to 6") != std::string::npos);
}

TEST_CASE("a default is only wrong where no layer can use it", "[passes]") {
  HardwareConfig config = test::config();
  config.parallelism = both(8, 8);
  CHECK(resolve_parallelism(config, folded_chain(), kFoldedFeatures));
  config.parallelism = both(9, 3);
  CHECK(resolve_parallelism(config, folded_chain(), kFoldedFeatures));
  config.parallelism = both(9, 9);
  CHECK_FALSE(resolve_parallelism(config, folded_chain(), kFoldedFeatures));
  config.parallelism.place.clear();  // the reader's default, not the user's
  CHECK(resolve_parallelism(config, folded_chain(), kFoldedFeatures));
}

}  // namespace rtl4ml
