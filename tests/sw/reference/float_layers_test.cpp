// float_layer() is torch's own; it is reached through float_forward(), so that this test needs no torch.
#include "sw/reference/fake_quantized.hpp"
#include "tests/catch.hpp"

namespace rtl4ml {
namespace {

std::vector<float> through(const LayerKind& kind, const std::vector<double>& inputs) {
  return float_forward({{{"layer", kind}}}, inputs, static_cast<int>(inputs.size()));
}

}  // namespace

TEST_CASE("each layer computes what its name says") {
  const std::vector<double> x = {1.0, -2.0};
  CHECK(through(LinearLayer{2, 1, {3.0F, 4.0F}, {0.5F}}, x) == std::vector<float>{-4.5F});
  CHECK(through(LinearLayer{2, 1, {3.0F, 4.0F}, {}}, x) == std::vector<float>{-5.0F});
  CHECK(through(ReluLayer{}, x) == std::vector<float>{1.0F, 0.0F});
  CHECK(through(LeakyReluLayer{0.25}, x) == std::vector<float>{1.0F, -0.5F});
  CHECK(through(PReluLayer{{0.5F}}, x) == std::vector<float>{1.0F, -1.0F});
  CHECK(through(ClipLayer{-1.0, 0.5}, x) == std::vector<float>{0.5F, -1.0F});
  CHECK(through(ThresholdLayer{2, {0.0, 1.0, -3.0, -1.0}, {0, 1}, -1.0, 0.5}, x) == std::vector<float>{0.0F, -0.5F});
  CHECK(through(ThresholdLayer{1, {1.0, -2.5}, {}, 0.0, 2.0}, x) == std::vector<float>{2.0F, 2.0F});
  CHECK(through(ArgmaxLayer{}, x) == std::vector<float>{0.0F});
  CHECK(through(AffineLayer{{2.0, 3.0}, {0.25, 1.0}}, x) == std::vector<float>{2.25F, -5.0F});
  CHECK(through(IdentityLayer{"flatten"}, x) == std::vector<float>{1.0F, -2.0F});
  CHECK(through(BatchNorm1dLayer{{2, 1}, {0, 1}, {0, -2}, {1, 4}, 0.0}, x) == std::vector<float>{2.0F, 1.0F});
  CHECK(through(TableLayer{TableFunction::kHardSigmoid, 1.0, 20.0}, {0.0}) == std::vector<float>{0.5F});
}

}  // namespace rtl4ml
