#include "sw/train/evaluate.hpp"

#include <cmath>

#include "tests/catch.hpp"
#include "tests/sw/train/common.hpp"

namespace rtl4ml {
namespace {

/// Scores x and -x of one feature: class 0 where x >= 0.
Network sign_network() {
  Network network;
  network.layers.push_back({"fc1", LinearLayer{1, 2, {1.0F, -1.0F}, {0.0F, 0.0F}}});
  return network;
}

const Dataset kData{.count = 4, .features = 1, .inputs = {2.0, -2.0, 0.3, 0.0}, .labels = {0, 1, 1, 1}};

}  // namespace

TEST_CASE("accuracy, loss and confusion by hand", "[train]") {
  const Evaluation result = evaluate_network(sign_network(), nullptr, kData).value();
  CHECK(result.vectors == 4);
  CHECK(result.accuracy == 0.5);
  CHECK(result.confusion == std::vector<std::int64_t>{1, 0, 2, 1});
  const double loss = 2.0 * std::log1p(std::exp(-4.0)) + std::log1p(std::exp(0.6)) + std::log(2.0);
  CHECK(result.loss == Approx(loss / 4.0));
}

TEST_CASE("scores as they are quantized, inputs are rounded from the doubles", "[train]") {
  QuantizationSpec spec;
  spec.data_in = test::fixed(3, 1, true);  // -2 to 1.5
  const std::vector<float> scores = network_scores(sign_network(), &spec, kData).value();
  CHECK(scores == std::vector<float>{1.5F, -1.5F, -2.0F, 2.0F, 0.5F, -0.5F, 0.0F, 0.0F});
  spec.data_in = test::fixed(2, 0, true);
  const Dataset beside_a_tie{.count = 1, .features = 1, .inputs = {0.5 + 1e-12}, .labels = {0}};  // a tie as a float
  CHECK(network_scores(sign_network(), &spec, beside_a_tie).value()[0] == 1.0F);
}

TEST_CASE("formats that were learned are fixed ones afterwards", "[train]") {
  QuantizationSpec spec;
  spec.data_in = test::lsq(4, true);
  spec.layers["fc1"].weight = test::lsq(3, true);
  spec.layers["fc1"].weight->power_of_two = false;
  NetworkFormats formats;
  formats[""].data_out = LearnedFormat{.type = FixedType{4, 2, true}, .scale = 0.25};
  formats["fc1"].weight = LearnedFormat{.type = {}, .scale = 0.3};
  const QuantizationSpec settled = with_formats(spec, formats);
  CHECK(settled.data_in->learning == Learning::kNone);
  CHECK(settled.data_in->type == FixedType{4, 2, true});
  CHECK(settled.layers.at("fc1").weight->learning == Learning::kLsq);
  CHECK(settled.layers.at("fc1").weight->start_scale == 0.3);
}

TEST_CASE("faults of evaluation", "[train]") {
  Dataset data = kData;
  data.features = 2;
  CHECK(test::code_of(evaluate_network(sign_network(), nullptr, data)) == "train.data");
  data = kData;
  data.labels[0] = 2;
  CHECK(test::code_of(evaluate_network(sign_network(), nullptr, data)) == "train.data");
  CHECK(network_scores(sign_network(), nullptr, data));  // scores need no labels
  CHECK(test::code_of(evaluate_network({}, nullptr, kData)) == "train.network");
}

}  // namespace rtl4ml
