#include "gen/passes/infer_shapes.hpp"

#include "tests/catch.hpp"
#include "tests/gen/designs.hpp"

namespace rtl4ml {

TEST_CASE("shapes follow the layers", "[passes]") {
  const Network network{{{"fc1", test::linear(4, 8)}, {"relu", ReluLayer{}}, {"fc2", test::linear(8, 3)}}};
  const Result<std::vector<int>> features = infer_shapes(test::config(), network);
  REQUIRE(features);
  CHECK(*features == std::vector<int>{4, 8, 8, 3});
}

TEST_CASE("a network without a size takes the config's input shape", "[passes]") {
  HardwareConfig config = test::config();
  config.input_shape = {2, 3};
  CHECK(infer_shapes(config, {{{"relu", ReluLayer{}}}}).value() == std::vector<int>{6, 6});
  config.input_shape = {};
  CHECK(test::count_of(infer_shapes(config, {{{"relu", ReluLayer{}}}}).error(), "network.shape") == 1);
  config.input_shape = {1 << 20, 1 << 20};
  CHECK(test::count_of(infer_shapes(config, {{{"relu", ReluLayer{}}}}).error(), "network.shape") == 1);
}

TEST_CASE("every shape that disagrees is told at once", "[passes]") {
  const Network network{{{"fc1", test::linear(4, 8)},
                         {"fc2", test::linear(7, 3)},
                         {"prelu", PReluLayer{{0.5F, 0.5F}}},
                         {"fc3", test::linear(9, 2)}}};
  const Result<std::vector<int>> result = infer_shapes(test::config(), network);
  REQUIRE_FALSE(result);
  CHECK(test::count_of(result.error(), "network.shape") == 3);
}

TEST_CASE("a class is the last output, and there is more than one to choose", "[passes]") {
  const Network network{{{"fc", test::linear(4, 3)}, {"class", ArgmaxLayer{}}}};
  CHECK(infer_shapes(test::config(), network).value() == std::vector<int>{4, 3, 1});
  Network followed = network;
  followed.layers.push_back({"relu", ReluLayer{}});
  const Result<std::vector<int>> refused = infer_shapes(test::config(), followed);
  REQUIRE_FALSE(refused);
  const Errors& errors = refused.error();
  CHECK(test::count_of(errors, "network.argmax") == 1);
  CHECK(errors[0].message.find("layer relu follows") != std::string::npos);
  const Network single{{{"fc", test::linear(4, 1)}, {"class", ArgmaxLayer{}}}};
  CHECK(test::count_of(infer_shapes(test::config(), single).error(), "network.shape") == 1);
}

TEST_CASE("input shape, tensor sizes and empty networks are checked", "[passes]") {
  HardwareConfig config = test::config();
  config.input_shape = {5};
  CHECK(test::count_of(infer_shapes(config, test::small_network()).error(), "network.shape") == 1);
  CHECK(test::count_of(infer_shapes(test::config(), {}).error(), "network.empty") == 1);
  LinearLayer torn = test::linear(4, 8);
  torn.weight.pop_back();
  LinearLayer nothing;
  CHECK(test::count_of(infer_shapes(test::config(), {{{"a", torn}, {"b", nothing}}}).error(), "network.shape") == 2);
  const Network left_over{{{"fc", test::linear(4, 8)}, {"flatten", IdentityLayer{"flatten"}}}};
  CHECK(test::count_of(infer_shapes(test::config(), left_over).error(), "network.operator") == 1);
}

}  // namespace rtl4ml
