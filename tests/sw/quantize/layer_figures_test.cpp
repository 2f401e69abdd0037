#include "sw/quantize/layer_figures.hpp"

#include "tests/catch.hpp"

namespace rtl4ml {

TEST_CASE("figures of layers and their sum", "[quantize]") {
  const Network network{{{"fc", LinearLayer{3, 2, {1.0F, 0.0F, -2.0F, 0.0F, -0.0F, 3.0F}, {1.0F, 0.0F}}},
                         {"relu", ReluLayer{}},
                         {"prelu", PReluLayer{{0.5F, 0.25F}}}}};
  const std::vector<LayerFigures> figures = layer_figures(network, {{8, 4, 16}, {9, 9, 9}, {5, 3, 9}});
  REQUIRE(figures.size() == 3);
  CHECK(figures[0].layer == "fc");
  CHECK(figures[0].weights == 6);
  CHECK(figures[0].nonzero_weights == 3);
  CHECK(figures[0].weight_bits == 24);
  CHECK(figures[0].bias_bits == 32);
  CHECK(figures[0].macs == 6);
  CHECK(figures[0].nonzero_macs == 3);
  CHECK(figures[0].bit_operations == 6 * 32);
  CHECK(figures[0].nonzero_bit_operations == 3 * 32);
  CHECK(figures[1].macs == 0);
  CHECK(figures[2].bit_operations == 2 * 15);
  CHECK(figures[2].bias_bits == 0);
  LayerFigures sum;
  for (const LayerFigures& figure : figures) sum += figure;
  CHECK(sum.weights == 8);
  CHECK(sum.nonzero_weights == 5);
  CHECK(sum.weight_bits == 30);
  CHECK(sum.bias_bits == 32);
  CHECK(sum.macs == 8);
  CHECK(sum.nonzero_macs == 5);
  CHECK(sum.bit_operations == 222);
  CHECK(sum.nonzero_bit_operations == 126);
}

}  // namespace rtl4ml
