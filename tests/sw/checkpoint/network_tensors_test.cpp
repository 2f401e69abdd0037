#include "sw/checkpoint/network_tensors.hpp"

#include <cmath>

#include "sw/checkpoint/layer_requests.hpp"
#include "sw/checkpoint/safetensors.hpp"
#include "tests/catch.hpp"

namespace rtl4ml {

TEST_CASE("a network's tensors give the network back", "[checkpoint]") {
  const Network network{{{"fc1", LinearLayer{2, 3, {1, 2, 3, 4, 5, 6}, {0.5F, -0.25F, 1e-30F}}},
                         {"bn1", BatchNorm1dLayer{{1, 2, 3}, {4, 5, 6}, {7, 8, 9}, {1, 1, 2}, 1e-5}},
                         {"act", PReluLayer{{0.25F}}},
                         {"relu", ReluLayer{}},
                         {"a1", AffineLayer{{1.0 + 0x1p-52, 2, 3}, {0.1, 0.2, 0.3}}},
                         {"t1", ThresholdLayer{2, {1, 2, 16777217, 16777217.5, -HUGE_VAL, 3}, {0, 1, 0}, -1.0, 0.5}},
                         {"t2", ThresholdLayer{1, {1, 2, 3}, {}, 0.0, 1.0}},
                         {"fc2", LinearLayer{3, 1, {-1, -2, -3}, {}}}}};
  Checkpoint checkpoint;
  checkpoint.tensors = network_tensors(network);
  CHECK(checkpoint.tensors.size() == 13);
  CHECK(checkpoint.find("fc1.weight")->shape == std::vector<std::int64_t>{3, 2});
  CHECK(checkpoint.find("fc2.bias") == nullptr);
  const auto request = [](const char* op, const char* name) { return LayerRequest{op, name, {}, ""}; };
  const Result<Network> back =
      build_network(checkpoint, {request("linear", "fc1"), request("batch_norm1d", "bn1"), request("prelu", "act"),
                                 request("relu", "relu"), request("affine", "a1"),
                                 LayerRequest{"threshold", "t1", {{"low", -1.0}, {"step", 0.5}}, ""},
                                 request("threshold", "t2"), request("linear", "fc2")});
  REQUIRE(back);
  const auto& t1 = std::get<ThresholdLayer>(back->layers[5].kind);
  CHECK(t1.levels == 2);
  CHECK(t1.threshold == std::get<ThresholdLayer>(network.layers[5].kind).threshold);
  CHECK(t1.falling == std::vector<std::uint8_t>{0, 1, 0});
  CHECK(t1.low == -1.0);
  CHECK(t1.step == 0.5);
  CHECK(std::get<ThresholdLayer>(back->layers[6].kind).falling.empty());
  const std::vector<Tensor> again = network_tensors(*back);
  REQUIRE(again.size() == checkpoint.tensors.size());
  for (std::size_t i = 0; i < again.size(); ++i) {
    CHECK(again[i].name == checkpoint.tensors[i].name);
    CHECK(again[i].shape == checkpoint.tensors[i].shape);
    CHECK(again[i].data == checkpoint.tensors[i].data);
  }
}

}  // namespace rtl4ml
