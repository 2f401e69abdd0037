// What must hold for every generated data set.
#pragma once

#include <map>
#include <set>
#include <vector>

#include "tests/sw/data/common.hpp"

namespace rtl4ml::test {

struct GeneratedExpectation {
  std::int64_t train, test;
  int features, classes;
  double balance;  ///< a class has at least this share of its fair share
};

/// Sizes, shapes, class balance, the same bytes twice, a prefix for a smaller count, and no vector in both splits.
inline void check_generated(const std::string& name, const GeneratedExpectation& expected) {
  const Dataset train = load_data(name, "", Split::kTrain, 0).value();
  const Dataset test = load_data(name, "", Split::kTest, 0).value();
  CHECK(train.count == expected.train);
  CHECK(test.count == expected.test);
  for (const Dataset* data : {&train, &test}) {
    CHECK(data->features == expected.features);
    CHECK(data->inputs.size() == static_cast<std::size_t>(data->count * data->features));
    CHECK(data->labels.size() == static_cast<std::size_t>(data->count));
    std::map<std::int64_t, std::int64_t> counts;
    for (const std::int64_t label : data->labels) ++counts[label];
    REQUIRE(counts.size() == static_cast<std::size_t>(expected.classes));
    CHECK(counts.begin()->first == 0);
    CHECK(counts.rbegin()->first == expected.classes - 1);
    for (const auto& [label, count] : counts) {
      CHECK(static_cast<double>(count) >= expected.balance * static_cast<double>(data->count) / expected.classes);
    }
  }
  CHECK(fingerprint(load_data(name, "", Split::kTest, 0).value()) == fingerprint(test));
  const Dataset few = load_data(name, "", Split::kTest, 7).value();
  CHECK(few.count == 7);
  CHECK(std::equal(few.inputs.begin(), few.inputs.end(), test.inputs.begin()));
  std::set<std::vector<double>> seen;
  const auto row = [](const Dataset& data, std::int64_t i) {
    return std::vector<double>(data.inputs.begin() + i * data.features, data.inputs.begin() + (i + 1) * data.features);
  };
  for (std::int64_t i = 0; i < train.count; ++i) seen.insert(row(train, i));
  CHECK(seen.size() == static_cast<std::size_t>(train.count));
  for (std::int64_t i = 0; i < test.count; ++i) seen.insert(row(test, i));
  CHECK(seen.size() == static_cast<std::size_t>(train.count + test.count));
}

/// Mean and deviation of every feature over the vectors.
inline void check_standardised(const Dataset& data, double margin) {
  for (int f = 0; f < data.features; ++f) {
    double sum = 0.0;
    double squares = 0.0;
    for (std::int64_t i = 0; i < data.count; ++i) {
      const double value = data.inputs[static_cast<std::size_t>(i * data.features + f)];
      sum += value;
      squares += value * value;
    }
    INFO("feature " << f);
    CHECK(sum / static_cast<double>(data.count) == Approx(0.0).margin(margin));
    CHECK(squares / static_cast<double>(data.count) == Approx(1.0).margin(margin));
  }
}

}  // namespace rtl4ml::test
