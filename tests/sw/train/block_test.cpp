#include "sw/train/block.hpp"

#include <cmath>

#include "tests/catch.hpp"
#include "tests/sw/train/common.hpp"
#include "tests/sw/train/gradient_error.hpp"

namespace rtl4ml {
namespace {

std::vector<float> scores_of(Mlp& model, const Matrix& x) {
  return floats_of(model.forward(view_of(x), false, 0.0, nullptr));
}

}  // namespace

TEST_CASE("gradients through a normalisation that is folded with its running statistics", "[train]") {
  Random random(8);
  const Matrix x = test::random_matrix(9, 5, random);
  const std::vector<std::int64_t> labels = {0, 1, 2, 0, 1, 2, 0, 1, 2};
  const Network network =
      initial_network({.widths = {5, 6, 3}, .activation = Activation::kTanh, .batch_norm = true}, random);
  const QuantizationSpec nothing;  // folds, rounds nothing
  Mlp model(network, &nothing);
  model.start_quantizers(view_of(x), true);  // statistics that are not 0 and 1
  CHECK(test::gradient_error(model, x, labels, true) < 2e-3);
  const Network folded = model.network(true);
  REQUIRE(folded.layers.size() == 3);
  Mlp plain(folded, nullptr);
  const std::vector<float> scores = scores_of(model, x);
  CHECK(scores_of(plain, x) == scores);
  Mlp unfolded(model.network(false), nullptr);
  const std::vector<float> normed = scores_of(unfolded, x);
  for (std::size_t i = 0; i < scores.size(); ++i) CHECK(normed[i] == Approx(scores[i]).margin(1e-5));
}

TEST_CASE("a folded normalisation keeps its statistics, they may be measured at the start", "[train]") {
  Random random(8);
  const Matrix x = test::random_matrix(9, 5, random);
  const Network network = initial_network({.widths = {5, 6, 3}, .batch_norm = true}, random);
  const QuantizationSpec nothing;
  Mlp folded(network, &nothing);
  Mlp plain(network, nullptr);
  (void)folded.forward(view_of(x), true, 0.0, nullptr);
  (void)plain.forward(view_of(x), true, 0.0, nullptr);
  CHECK(floats_of(folded.buffers()[0].values) == std::vector<float>(6, 0.0F));
  CHECK(floats_of(folded.buffers()[1].values) == std::vector<float>(6, 1.0F));
  folded.start_quantizers(view_of(x), false);
  CHECK(floats_of(folded.buffers()[1].values) == std::vector<float>(6, 1.0F));
  folded.start_quantizers(view_of(x), true);
  const std::vector<float> mean = floats_of(folded.buffers()[0].values);
  const std::vector<float> variance = floats_of(folded.buffers()[1].values);
  for (std::size_t i = 0; i < 6; ++i) {  // the plain one takes in a tenth of the batch's
    CHECK(floats_of(plain.buffers()[0].values)[i] == Approx(0.1F * mean[i]).margin(1e-6));
    CHECK(floats_of(plain.buffers()[1].values)[i] == Approx(0.9F + 0.1F * variance[i]));
  }
}

TEST_CASE("what rounds to zero before a ReLU still learns, what is negative does not", "[train]") {
  Network network;
  network.layers.push_back({"fc1", LinearLayer{1, 2, {0.1F, -0.1F}, {0.0F, 0.0F}}});
  network.layers.push_back({"relu1", ReluLayer{}});
  for (const bool is_signed : {true, false}) {
    QuantizationSpec spec;
    spec.layers["fc1"].data_out = test::fixed(4, 0, is_signed);
    Mlp model(network, &spec);
    const Matrix x{.rows = 1, .columns = 1, .values = {1.0F}};
    const at::Tensor result = model.forward(view_of(x), true, 0.0, nullptr);
    CHECK(floats_of(result) == std::vector<float>{0.0F, 0.0F});
    result.sum().backward();
    CHECK(floats_of(model.blocks()[0].weight().value.grad()) == std::vector<float>{1.0F, 0.0F});
  }
}

TEST_CASE("dropout zeroes its share and keeps the sum", "[train]") {
  Network network;
  network.layers.push_back({"fc1", LinearLayer{1, 1000, std::vector<float>(1000, 1.0F), {}}});
  network.layers.push_back({"fc2", LinearLayer{1000, 1, std::vector<float>(1000, 1.0F), {}}});
  Mlp model(network, nullptr);
  const Matrix x{.rows = 1, .columns = 1, .values = {1.0F}};
  Random random(2);
  const at::Tensor sum = model.forward(view_of(x), true, 0.25, &random);
  CHECK(sum.item<double>() == Approx(1000.0).epsilon(0.06));
  sum.backward();
  int zeros = 0;
  for (const float value : floats_of(model.blocks()[1].weight().value.grad())) zeros += value == 0.0F ? 1 : 0;
  CHECK(zeros > 200);
  CHECK(zeros < 300);
  for (const float value : floats_of(model.blocks()[0].weight().value.grad())) {
    CHECK((value == 0.0F || value == Approx(4.0F / 3.0F)));
  }
  CHECK(model.forward(view_of(x), false, 0.25, &random).item<double>() == 1000.0);
}

}  // namespace rtl4ml
