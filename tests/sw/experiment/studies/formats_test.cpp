#include "tests/catch.hpp"
#include "tests/sw/experiment/studies/records.hpp"

namespace rtl4ml {

TEST_CASE("formats: each after training and trained, one that there is not is told with its place") {
  const TestBench bench("data: rendered_digits\nseeds: 1\nstudy: {formats: [e4m3, binary]}\n");
  const Result<PlannedStudy> plan = plan_study(bench.laboratory, *bench.experiment.study);
  REQUIRE(plan);
  CHECK(planned_variants(plan->tasks, 1) == std::vector<std::string>{"float32, trained longer", "PTQ in e4m3",
                                                                     "QAT in e4m3", "PTQ in binary", "QAT in binary"});
  std::vector<Record> records;
  add_records(records, "float32", {0.98});
  for (const std::string& variant : planned_variants(plan->tasks, 1))
    add_records(records, variant, {variant == "QAT in binary" ? 0.2 : 0.9});
  const Page page = plan->page(records);
  CHECK(holds(page, "QAT in e4m3"));
  CHECK(!holds(page, "QAT in binary"));
  CHECK(page.plots[0].categories == std::vector<std::string>{"e4m3", "binary"});
  const TestBench wrong("data: rendered_digits\nseeds: 1\nstudy: {formats: [e4m3, e9m99x]}\n");
  const Result<PlannedStudy> refused = plan_study(wrong.laboratory, *wrong.experiment.study);
  REQUIRE(!refused);
  CHECK(refused.error().front().place == "studies/digits.yaml:3:25");
}

}  // namespace rtl4ml
