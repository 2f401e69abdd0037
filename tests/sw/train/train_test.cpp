#include "sw/train/train.hpp"

#include <algorithm>
#include <cmath>
#include <string>
#include <utility>
#include <vector>

#include "tests/catch.hpp"

namespace rtl4ml {
namespace {

TrainOptions small_digits() {
  return {.widths = {64, 16, 10}, .batch_norm = true, .data_set = "rendered_digits", .epochs = 2, .seed = 11};
}

bool same_bytes(const TrainResult& a, const TrainResult& b) {
  if (a.tensors.size() != b.tensors.size()) return false;
  for (std::size_t i = 0; i < a.tensors.size(); ++i) {
    if (a.tensors[i].name != b.tensors[i].name || a.tensors[i].data != b.tensors[i].data) return false;
  }
  return true;
}

}  // namespace

TEST_CASE("training learns, and the same options give the same bytes", "[train]") {
  std::vector<double> losses;
  const TrainResult first = train(small_digits(), [&](const EpochReport& report) {
                              CHECK(report.epoch == static_cast<int>(losses.size()) + 1);
                              CHECK(report.epochs == 2);
                              losses.push_back(report.loss);
                              return true;
                            }).value();
  REQUIRE(losses.size() == 2);
  CHECK(losses[1] < losses[0]);
  CHECK(first.loss == losses[1]);
  CHECK(first.test_accuracy > 0.75);
  CHECK(first.train_accuracy >= first.test_accuracy - 0.03);
  CHECK(first.train_vectors == 8000);
  CHECK(first.test_vectors == 2000);
  CHECK(same_bytes(first, train(small_digits()).value()));
  TrainOptions other = small_digits();
  other.seed = 12;
  CHECK_FALSE(same_bytes(first, train(other).value()));
}

TEST_CASE("the tensors have the names and shapes of the layers", "[train]") {
  const TrainResult result = train({.widths = {5, 4, 3}, .batch_norm = true}).value();
  const std::vector<std::pair<std::string, std::vector<std::int64_t>>> expected = {
      {"fc1.weight", {4, 5}},    {"fc1.bias", {4}},        {"bn1.weight", {4}},    {"bn1.bias", {4}},
      {"bn1.running_mean", {4}}, {"bn1.running_var", {4}}, {"fc2.weight", {3, 4}}, {"fc2.bias", {3}}};
  REQUIRE(result.tensors.size() == expected.size());
  for (std::size_t i = 0; i < expected.size(); ++i) {
    CHECK(result.tensors[i].name == expected[i].first);
    CHECK(result.tensors[i].shape == expected[i].second);
    CHECK(result.tensors[i].dtype == DType::kFloat32);
    CHECK(result.tensors[i].data.size() == static_cast<std::size_t>(result.tensors[i].numel()) * 4);
  }
  CHECK(result.parameters == 20 + 4 + 4 * 4 + 12 + 3);
}

TEST_CASE("without a data set the parameters are uniform within 1/sqrt(in_features)", "[train]") {
  const TrainResult result = train({.widths = {100, 50}, .seed = 2}).value();
  CHECK(result.train_vectors == 0);
  float largest = 0.0F;
  float sum = 0.0F;
  for (const float value : result.tensors[0].to_float()) {
    largest = std::max(largest, std::fabs(value));
    sum += value;
  }
  CHECK(largest <= 0.1F);
  CHECK(largest > 0.099F);
  CHECK(sum / 5000.0F == Approx(0.0F).margin(0.003));
}

TEST_CASE("the activation matters", "[train]") {
  TrainOptions relu{.widths = {32, 8, 2}, .data_set = "two_class", .epochs = 1};
  TrainOptions leaky = relu;
  leaky.activation = Activation::kLeakyRelu;
  leaky.negative_slope = 0.125;
  const TrainResult with_leaky = train(leaky).value();
  CHECK_FALSE(same_bytes(train(relu).value(), with_leaky));
  leaky.negative_slope = 0.25;
  CHECK_FALSE(same_bytes(train(leaky).value(), with_leaky));
}

TEST_CASE("faults of training", "[train]") {
  const auto code = [](const TrainOptions& options, const TrainProgress& progress = {}) -> std::string {
    const Result<TrainResult> result = train(options, progress);
    return result ? "" : result.error().front().code;
  };
  CHECK(code({.widths = {4}}) == "train.options");
  CHECK(code({.widths = {64, 9}, .data_set = "rendered_digits"}) == "train.data");
  CHECK(code({.widths = {32, 2}, .data_set = "nothing"}) == "data.unknown");
  CHECK(code({.widths = {16, 5}, .data_set = "jets"}) == "data.split");
  for (const auto& [rate, message] : {std::pair{1e30, "no longer a number"}, std::pair{1e300, "LibTorch: "}}) {
    const Result<TrainResult> diverged = train({.widths = {32, 4, 2}, .data_set = "two_class", .learning_rate = rate});
    REQUIRE_FALSE(diverged);
    CHECK(diverged.error().front().code == "train.failed");
    CHECK(diverged.error().front().message.find(message) != std::string::npos);
  }
  int calls = 0;
  CHECK(code({.widths = {32, 2}, .data_set = "two_class"}, [&](const EpochReport&) { return ++calls < 2; }) ==
        "train.interrupted");
  CHECK(calls == 2);
}

}  // namespace rtl4ml
