#include "sw/train/block.hpp"

#include <cmath>

#include "tests/catch.hpp"
#include "tests/sw/train/common.hpp"
#include "tests/sw/train/gradient_error.hpp"

namespace rtl4ml {

TEST_CASE("gradients through a normalisation that is folded with its running statistics", "[train]") {
  Random random(8);
  const Matrix x = test::random_matrix(9, 5, random);
  const std::vector<std::int64_t> labels = {0, 1, 2, 0, 1, 2, 0, 1, 2};
  const Network network =
      initial_network({.widths = {5, 6, 3}, .activation = Activation::kTanh, .batch_norm = true}, random);
  const QuantizationSpec nothing;  // folds, rounds nothing
  Mlp model(network, &nothing);
  for (int i = 0; i < 20; ++i) (void)model.forward(x, true, 0.0, nullptr);  // statistics that are not 0 and 1
  CHECK(test::gradient_error(model, x, labels, false) < 2e-3);
  const Network folded = model.network(true);
  REQUIRE(folded.layers.size() == 3);
  Mlp plain(folded, nullptr);
  const Matrix scores = model.forward(x, false, 0.0, nullptr);
  CHECK(plain.forward(x, false, 0.0, nullptr).values == scores.values);
  Mlp unfolded(model.network(false), nullptr);
  const Matrix& normed = unfolded.forward(x, false, 0.0, nullptr);
  for (std::size_t i = 0; i < scores.values.size(); ++i) {
    CHECK(normed.values[i] == Approx(scores.values[i]).margin(1e-5));
  }
}

TEST_CASE("the statistics of a folded normalisation follow the batches as without folding", "[train]") {
  Random random(8);
  const Matrix x = test::random_matrix(9, 5, random);
  const Network network = initial_network({.widths = {5, 6, 3}, .batch_norm = true}, random);
  const QuantizationSpec nothing;
  Mlp folded(network, &nothing);
  Mlp plain(network, nullptr);
  (void)folded.forward(x, true, 0.0, nullptr);
  (void)plain.forward(x, true, 0.0, nullptr);
  CHECK(*folded.buffers()[0].values == *plain.buffers()[0].values);
  CHECK(*folded.buffers()[1].values == *plain.buffers()[1].values);
  CHECK(*folded.buffers()[1].values != std::vector<float>(6, 1.0F));
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
    CHECK(model.forward(x, true, 0.0, nullptr).values == std::vector<float>{0.0F, 0.0F});
    Matrix gradient{.rows = 1, .columns = 2, .values = {1.0F, 1.0F}};
    model.backward(gradient);
    CHECK(model.blocks()[0].weight().gradient == std::vector<float>{1.0F, 0.0F});
  }
}

TEST_CASE("dropout zeroes its share and keeps the sum", "[train]") {
  Network network;
  network.layers.push_back({"fc1", LinearLayer{1, 1000, std::vector<float>(1000, 1.0F), {}}});
  network.layers.push_back({"fc2", LinearLayer{1000, 1, std::vector<float>(1000, 1.0F), {}}});
  Mlp model(network, nullptr);
  const Matrix x{.rows = 1, .columns = 1, .values = {1.0F}};
  Random random(2);
  CHECK(model.forward(x, true, 0.25, &random).values[0] == Approx(1000.0).epsilon(0.06));
  Matrix gradient{.rows = 1, .columns = 1, .values = {1.0F}};
  model.backward(gradient);
  int zeros = 0;
  for (const float value : model.blocks()[1].weight().gradient) zeros += value == 0.0F ? 1 : 0;
  CHECK(zeros > 200);
  CHECK(zeros < 300);
  for (const float value : model.blocks()[0].weight().gradient) CHECK((value == 0.0F || value == Approx(4.0F / 3.0F)));
  CHECK(model.forward(x, false, 0.25, &random).values[0] == 1000.0F);
}

}  // namespace rtl4ml
