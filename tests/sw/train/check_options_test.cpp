#include "sw/train/check_options.hpp"

#include <limits>

#include "tests/catch.hpp"

namespace rtl4ml {

TEST_CASE("training options: every fault is said at once", "[train]") {
  CHECK(check_options({.widths = {4, 8}}));
  CHECK(check_options({.widths = {4, 8}, .epochs = 0}));
  const Result<void> all = check_options({.widths = {4, 0, 70000},
                                          .negative_slope = std::numeric_limits<double>::quiet_NaN(),
                                          .epochs = -1,
                                          .batch_size = 0,
                                          .learning_rate = 0.0,
                                          .weight_decay = 1.0});
  REQUIRE_FALSE(all);
  CHECK(all.error().size() == 7);
  for (const Error& error : all.error()) CHECK(error.code == "train.options");
  CHECK_FALSE(check_options({.widths = {4}}));
  CHECK_FALSE(check_options({.widths = std::vector<int>(66, 1)}));
  CHECK_FALSE(check_options({.widths = {65536, 65536}}));  // 16 GiB of weights
  CHECK_FALSE(check_options({.widths = {4, 8}, .batch_norm = true, .batch_size = 1}));
  CHECK_FALSE(check_options({.widths = {4, 8}, .learning_rate = std::numeric_limits<double>::infinity()}));
}

TEST_CASE("training data must fit the network", "[train]") {
  const TrainOptions options{.widths = {2, 3}, .data_set = "mine.csv"};
  Dataset data{.count = 2, .features = 2, .inputs = {1, 2, 3, 4}, .labels = {0, 2}};
  CHECK(check_data(options, data));
  const auto code = [&] { return check_data(options, data).error().front().code; };
  data.labels = {0, 3};
  CHECK(code() == "train.data");
  data.labels = {0, -1};
  CHECK(code() == "train.data");
  data.labels = {};
  CHECK(code() == "train.data");
  data.labels = {0, 2};
  data.features = 1;
  CHECK(code() == "train.data");
}

}  // namespace rtl4ml
