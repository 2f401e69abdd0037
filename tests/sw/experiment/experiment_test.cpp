#include "sw/experiment/experiment.hpp"

#include "tests/catch.hpp"
#include "tests/sw/experiment/parse.hpp"

namespace rtl4ml {

TEST_CASE("one width for weights and data, biases of 8 bits at least") {
  QuantizationPlan plan;
  plan.method = "lsq";
  const QuantizationPlan narrow = at_width(plan, 4), wide = at_width(plan, 12);
  CHECK(narrow.weight_width == 4);
  CHECK(narrow.input_width == 4);
  CHECK(narrow.score_width == 4);
  CHECK(narrow.bias_width == 8);
  CHECK(wide.data_width == 12);
  CHECK(wide.bias_width == 12);
  CHECK(wide.method == "lsq");
}

TEST_CASE("on another data set an experiment keeps its results apart") {
  const Experiment experiment = parsed("data: {train: two_class, test_count: 3}\n");
  const Experiment other = on_data_set(experiment, "optdigits", 7);
  CHECK(other.name == "digits_optdigits");
  CHECK(other.data.train == "optdigits");
  CHECK(other.data.test_count == 0);
  CHECK(other.data.train_count == 7);
  CHECK(other.settings != on_data_set(experiment, "optdigits", 8).settings);
  CHECK(other.settings != experiment.settings);
}

}  // namespace rtl4ml
