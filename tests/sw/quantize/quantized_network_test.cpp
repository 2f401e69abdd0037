#include "sw/quantize/quantized_network.hpp"

#include "tests/catch.hpp"

namespace rtl4ml {

TEST_CASE("the input and every layer's output are values of their types", "[quantize]") {
  const AffineType halves{4, true, 0.5, 0, false};
  const AffineType thirds{8, false, 1.0 / 3, 2, false};
  const QuantizedNetwork quantized{{{{"fc", LinearLayer{1, 1, {0.5F}, {1.0F}}}, {"relu", ReluLayer{}}}},
                                   halves,
                                   {{"fc", {}, {}, thirds}, {"relu", {}, {}, thirds}}};
  // 0.8 -> 1 -> 1.5 -> 5/3 (4.5 steps, ties to even: 4) = 4/3
  CHECK(evaluate_quantized(quantized, std::vector<double>{0.8, -9.0}, 1) == std::vector<double>{4 * (1.0 / 3), 0.0});
}

}  // namespace rtl4ml
