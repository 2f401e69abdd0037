#include "sw/train/network_tensors.hpp"

#include "tests/catch.hpp"
#include "tests/sw/train/common.hpp"

namespace rtl4ml {

TEST_CASE("the tensors have the names and shapes of the layers", "[train]") {
  Random random(1);
  Network network = initial_network({.widths = {5, 4, 3}, .batch_norm = true}, random);
  network.layers.push_back({"p", PReluLayer{{0.5F}}});
  const std::vector<Tensor> tensors = network_tensors(network);
  const std::vector<std::pair<std::string, std::vector<std::int64_t>>> expected = {
      {"fc1.weight", {4, 5}}, {"fc1.bias", {4}},         {"bn1.weight", {4}},
      {"bn1.bias", {4}},      {"bn1.running_mean", {4}}, {"bn1.running_var", {4}},
      {"fc2.weight", {3, 4}}, {"fc2.bias", {3}},         {"p.weight", {1}}};
  REQUIRE(tensors.size() == expected.size());
  for (std::size_t i = 0; i < expected.size(); ++i) {
    CHECK(tensors[i].name == expected[i].first);
    CHECK(tensors[i].shape == expected[i].second);
    CHECK(tensors[i].dtype == DType::kFloat32);
    CHECK(tensors[i].data.size() == static_cast<std::size_t>(tensors[i].numel()) * 4);
  }
  CHECK(tensors[0].to_float() == std::get<LinearLayer>(network.layers[0].kind).weight);
}

}  // namespace rtl4ml
