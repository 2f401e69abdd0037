#include "tests/catch.hpp"
#include "tests/sw/experiment/studies/records.hpp"

namespace rtl4ml {

TEST_CASE("train and quantize: one variant a seed beside the float network, and its curves") {
  const TestBench bench("data: rendered_digits\nseeds: 1\nquantization: {width: 4}\n");
  CHECK(plan_train(bench.laboratory, std::nullopt).tasks.empty());
  CHECK(planned_variants(plan_train(bench.laboratory, bench.experiment.quantization).tasks, 1) ==
        std::vector<std::string>{"QAT"});
  const PlannedStudy plan = plan_quantize(bench.laboratory, *bench.experiment.quantization);
  CHECK(planned_variants(plan.tasks, 1) == std::vector<std::string>{"PTQ"});
  std::vector<Record> records;
  add_records(records, "float32", {0.98});
  records.front().curves = {{"loss", {2.0, 0.5}}, {"train_accuracy", {0.5, 0.9}}};
  add_records(records, "PTQ", {0.9});
  const Page page = plan.page(records);
  REQUIRE(page.plots.size() == 1);
  CHECK(page.plots[0].series.size() == 2);
  CHECK(page.plots[0].series[0].x == std::vector<double>{1.0, 2.0});
  CHECK(page.tables[0].rows.size() == 2);
}

}  // namespace rtl4ml
