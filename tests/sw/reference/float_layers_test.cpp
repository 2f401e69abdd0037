#include "sw/reference/float_layers.hpp"

#include "tests/catch.hpp"

namespace rtl4ml {
namespace {

std::vector<float> values_of(const torch::Tensor& tensor) {
  const torch::Tensor flat = tensor.contiguous();
  return {flat.data_ptr<float>(), flat.data_ptr<float>() + flat.numel()};
}

}  // namespace

TEST_CASE("each layer computes what its name says") {
  const torch::Tensor x = tensor_of({1.0F, -2.0F}).view({1, 2});
  CHECK(values_of(float_layer(LinearLayer{2, 1, {3.0F, 4.0F}, {0.5F}}, x)) == std::vector<float>{-4.5F});
  CHECK(values_of(float_layer(LinearLayer{2, 1, {3.0F, 4.0F}, {}}, x)) == std::vector<float>{-5.0F});
  CHECK(values_of(float_layer(ReluLayer{}, x)) == std::vector<float>{1.0F, 0.0F});
  CHECK(values_of(float_layer(LeakyReluLayer{0.25}, x)) == std::vector<float>{1.0F, -0.5F});
  CHECK(values_of(float_layer(PReluLayer{{0.5F}}, x)) == std::vector<float>{1.0F, -1.0F});
  CHECK(values_of(float_layer(ClipLayer{-1.0, 0.5}, x)) == std::vector<float>{0.5F, -1.0F});
  CHECK(values_of(float_layer(IdentityLayer{"flatten"}, x)) == std::vector<float>{1.0F, -2.0F});
  CHECK(values_of(float_layer(BatchNorm1dLayer{{2, 1}, {0, 1}, {0, -2}, {1, 4}, 0.0}, x)) ==
        std::vector<float>{2.0F, 1.0F});
  CHECK(values_of(float_layer(TableLayer{TableFunction::kHardSigmoid, 1.0, 20.0}, torch::zeros({1, 1}))) ==
        std::vector<float>{0.5F});
}

}  // namespace rtl4ml
