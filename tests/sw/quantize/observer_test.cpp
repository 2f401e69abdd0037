#include "sw/quantize/observer.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "tests/catch.hpp"
#include "tests/sw/quantize/common.hpp"

namespace rtl4ml {
namespace {

constexpr ObserverKind kAll[] = {ObserverKind::kMinMax, ObserverKind::kMovingAverage, ObserverKind::kPercentile,
                                 ObserverKind::kMse, ObserverKind::kKl};

double squared_error(const std::vector<float>& values, const AffineType& type) {
  double sum = 0.0;
  for (const float value : values) sum += std::pow(fake_quantize(static_cast<double>(value), type) - value, 2);
  return sum;
}

}  // namespace

TEST_CASE("min-max spans the extremes, the moving average their weighted means", "[quantize]") {
  const std::vector<float> first = {-1.0F, 2.0F};
  const std::vector<float> second = {-3.0F, 1.0F};
  Observer min_max = Observer::create(ObserverKind::kMinMax).value();
  Observer moving = Observer::create(ObserverKind::kMovingAverage, {0.25, 99.99}).value();
  for (const auto& batch : {first, second}) {
    min_max.observe(batch);
    moving.observe(batch);
  }
  CHECK(min_max.type({8, true, true, true}).value().scale == 3.0 / 127);
  CHECK(min_max.type({8, false, false, false}).value().scale == 5.0 / 255);
  CHECK(moving.type({8, false, false, false}).value().scale == (1.5 + 1.75) / 255);  // -1 to -1.5, 2 to 1.75
  CHECK(min_max.count() == 4);
}

TEST_CASE("observers but the moving average do not depend on batches or order", "[quantize]") {
  Random random(test::seed());
  std::vector<float> values = test::normal_values(random, 3000);
  values[17] = 9.0F;
  for (const ObserverKind kind : kAll) {
    if (kind == ObserverKind::kMovingAverage) continue;
    INFO(to_string(kind));
    const AffineShape shape{6, true, false, false};
    const AffineType whole = observed_type(values, kind, shape).value();
    Observer pieces = Observer::create(kind).value();
    std::vector<float> reversed(values.rbegin(), values.rend());
    for (std::size_t i = 0; i < reversed.size(); i += 100) pieces.observe(std::span(reversed).subspan(i, 100));
    pieces.observe({});
    CHECK(pieces.type(shape).value() == whole);
  }
}

TEST_CASE("with an outlier MSE has the least error, and all that clip have less than min-max", "[quantize]") {
  Random random(test::seed());
  std::vector<float> values = test::normal_values(random, 20000, 0.1);
  values[0] = 4.0F;
  const AffineShape shape{4, true, true, true};
  const auto error = [&](ObserverKind kind) {
    return squared_error(values, observed_type(values, kind, shape, {0.1, 99.9}).value());
  };
  CHECK(error(ObserverKind::kMse) < error(ObserverKind::kPercentile));
  CHECK(error(ObserverKind::kMse) < error(ObserverKind::kKl));
  CHECK(error(ObserverKind::kPercentile) < error(ObserverKind::kMinMax));
  CHECK(error(ObserverKind::kKl) < error(ObserverKind::kMinMax));
}

TEST_CASE("each row has its own type", "[quantize]") {
  const std::vector<float> values = {-1.0F, 0.5F, 10.0F, 4.0F};
  const std::vector<AffineType> types =
      observed_row_types(values, 2, ObserverKind::kMinMax, {8, true, true, true}).value();
  REQUIRE(types.size() == 2);
  CHECK(types[0].scale == 1.0 / 127);
  CHECK(types[1].scale == 10.0 / 127);
}

TEST_CASE("all-zero values, one value and subnormal values have types in every observer", "[quantize]") {
  for (const ObserverKind kind : kAll) {
    for (const bool symmetric : {true, false}) {
      INFO(to_string(kind));
      const AffineShape shape{8, true, symmetric, false};
      CHECK(observed_type(std::vector<float>(9), kind, shape).value() == AffineType{8, true, 1.0, 0, false});
      const AffineType one = observed_type(std::vector<float>{0.7F}, kind, shape).value();
      CHECK(fake_quantize(0.7, one) == Approx(0.7).epsilon(0.01));
      CHECK(observed_type(std::vector<float>{1e-45F}, kind, shape).value().scale > 0.0);
      CHECK(std::isfinite(observed_type(std::vector<float>{-3e38F, 3e38F}, kind, shape).value().scale));
    }
  }
}

TEST_CASE("what cannot be observed is told", "[quantize]") {
  const AffineShape shape{8, true, true, false};
  for (const ObserverKind kind : kAll) {
    CHECK(test::code_of(observed_type({}, kind, shape)) == "quantize.no_values");
    const float bad[] = {1.0F, std::nanf(""), 2.0F, std::numeric_limits<float>::infinity()};
    const Result<AffineType> result = observed_type(bad, kind, shape);
    REQUIRE(test::code_of(result) == "quantize.non_finite");
    CHECK(result.error().front().message == "2 of 4 values are NaN or infinite");
    CHECK(test::code_of(observed_type(std::span(bad).first(1), kind, {40, true, true, false})) == "quantize.width");
  }
  const float rows[] = {1.0F, 2.0F, std::nanf(""), 2.0F};
  const auto result = observed_row_types(rows, 2, ObserverKind::kMse, shape);
  REQUIRE(test::code_of(result) == "quantize.non_finite");
  CHECK(result.error().front().place == "row 1");
  for (const double wrong : {0.0, -1.0, 101.0, std::nan("")}) {
    CHECK(test::code_of(Observer::create(ObserverKind::kPercentile, {0.1, wrong})) == "quantize.option");
    CHECK(test::code_of(Observer::create(ObserverKind::kMovingAverage, {wrong, 99.0})) == "quantize.option");
  }
}

TEST_CASE("every observer has its word", "[quantize]") {
  for (const ObserverKind kind : kAll) CHECK(parse_observer(to_string(kind), "").value() == kind);
  const Result<ObserverKind> wrong = parse_observer("max", "file:3:1");
  REQUIRE(test::code_of(wrong) == "quantize.observer");
  CHECK(wrong.error().front().place == "file:3:1");
}

}  // namespace rtl4ml
