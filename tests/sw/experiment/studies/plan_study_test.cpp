#include "tests/catch.hpp"
#include "tests/sw/experiment/studies/records.hpp"

namespace rtl4ml {

TEST_CASE("every study of the schema is planned, with runs for every seed") {
  for (const char* study :
       {"{widths: [4]}", "{grid: {widths: [4], frac_widths: [2]}}", "{storage: [half]}", "{clustering: {}}",
        "{groups: {}}", "{sensitivity: {}}", "{pruning: {}}", "{formats: [e4m3]}"}) {
    INFO(study);
    const TestBench bench(std::string("data: rendered_digits\nseeds: [3, 8]\nstudy: ") + study + "\n");
    const Result<PlannedStudy> plan = plan_study(bench.laboratory, *bench.experiment.study);
    REQUIRE(plan);
    CHECK(!planned_variants(plan->tasks, 3).empty());
    CHECK(planned_variants(plan->tasks, 3) == planned_variants(plan->tasks, 8));
  }
}

}  // namespace rtl4ml
