#include "sw/compress/compressed_tensor.hpp"

#include <cmath>

#include "tests/catch.hpp"
#include "tests/sw/quantize/common.hpp"

namespace rtl4ml {

TEST_CASE("linear codes are those of the symmetric type, values within half a step", "[compress]") {
  Random random(test::seed());
  const std::vector<float> values = test::normal_values(random, 500);
  double before = 1e9;
  for (const int width : {8, 16}) {
    const LinearCodes codes = linear_codes(values, width).value();
    const std::vector<float> back = values_of(codes);
    double error = 0.0;
    for (std::size_t i = 0; i < values.size(); ++i) {
      CHECK(std::abs(codes.codes[i]) <= (1 << (width - 1)) - 1);
      CHECK(std::abs(back[i] - values[i]) <= 0.5 * codes.scale * (1 + 1e-3));
      error += std::pow(back[i] - values[i], 2);
    }
    CHECK(error < before);
    before = error;
    CHECK(payload_bytes(codes) == 500 * width / 8 + 4);
  }
  CHECK(values_of(linear_codes(std::vector<float>(3), 8).value()) == std::vector<float>(3));
}

TEST_CASE("half values, floats, clusters and groups stand for their values", "[compress]") {
  CHECK(values_of(half_values(std::vector<float>{1.0F / 3, -2.0F, 1e-7F}).value()) ==
        std::vector<float>{0.333251953125F, -2.0F, 0x1p-23F});
  CHECK(payload_bytes(half_values(std::vector<float>(5)).value()) == 10);
  CHECK(values_of(std::vector<float>{1.0F, 2.0F}) == std::vector<float>{1.0F, 2.0F});
  CHECK(payload_bytes(std::vector<float>{1.0F, 2.0F}) == 8);
  CHECK(values_of(Clustered{2, {0.5F, 2.0F}, {1, 0, 1}, 0.0, {}}) == std::vector<float>{2.0F, 0.5F, 2.0F});
  CHECK(payload_bytes(Clustered{2, {0.5F, 2.0F}, {1, 0, 1}, 0.0, {}}) == 1 + 8);
  CHECK(values_of(GroupWise{2, 2, 3, {0, 3, 1, 0}, {0.5F, 2.0F}, {1.0F, 0.0F}}) ==
        std::vector<float>{-0.5F, 1.0F, 2.0F});
  CHECK(payload_bytes(GroupWise{2, 2, 3, {0, 3, 1, 0}, {0.5F, 2.0F}, {1.0F, 0.0F}}) == 2 + 16);
}

TEST_CASE("what has no such form is told", "[compress]") {
  CHECK(test::code_of(linear_codes(std::vector<float>{1.0F}, 12)) == "quantize.width");
  CHECK(test::code_of(linear_codes({}, 8)) == "quantize.no_values");
  CHECK(test::code_of(half_values(std::vector<float>{70000.0F})) == "quantize.half_range");
}

}  // namespace rtl4ml
