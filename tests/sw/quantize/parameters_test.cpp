#include "sw/quantize/parameters.hpp"

#include "tests/catch.hpp"

namespace rtl4ml {

TEST_CASE("parameters are those of all layers", "[quantize]") {
  Network network{{{"fc", LinearLayer{3, 2, std::vector<float>(6), std::vector<float>(2)}},
                   {"bn", BatchNorm1dLayer{{}, {}, {0.0F, 0.0F}, {1.0F, 1.0F}, 1e-5}},
                   {"relu", ReluLayer{}},
                   {"prelu", PReluLayer{{0.5F}}}}};
  CHECK(parameter_count(network) == 6 + 2 + 2 + 2 + 1);
  parameters_of(network.layers[0].kind)[1]->front() = 7.0F;
  CHECK(std::get<LinearLayer>(network.layers[0].kind).bias[0] == 7.0F);
  CHECK(parameters_of(network.layers[1].kind).size() == 2);
  CHECK(parameters_of(network.layers[2].kind).empty());
}

TEST_CASE("bytes of linear codes and their scales", "[quantize]") {
  CHECK(linear_bytes(1000, 8, 1) == 1004);
  CHECK(linear_bytes(1000, 16, 10) == 2040);
  CHECK(linear_bytes(3, 3, 1) == 6);
}

}  // namespace rtl4ml
