#include "tests/catch.hpp"
#include "tests/sw/experiment/studies/records.hpp"

namespace rtl4ml {
namespace {

constexpr const char* kSensitivityStudy =
    "data: rendered_digits\nmodel: {hidden: [64]}\nseeds: 2\n"
    "study: {sensitivity: {probe_width: 2, widths: [2, 4, 8], mean_bits: 4}}\n";

std::vector<Record> measured() {
  std::vector<Record> records;
  add_records(records, "all layers at 2 bits", {0.2, 0.2});
  add_records(records, "all layers at 4 bits", {0.9, 0.9});
  add_records(records, "all layers at 8 bits", {0.98, 0.98});
  add_records(records, "fc1 at 2 bits", {0.97, 0.97});
  add_records(records, "fc2 at 2 bits", {0.58, 0.58});
  return records;
}

}  // namespace

TEST_CASE("sensitivity: each layer is probed, and the mixed precision follows from all seeds' probes") {
  const TestBench bench(kSensitivityStudy);
  const Result<PlannedStudy> plan = plan_study(bench.laboratory, *bench.experiment.study);
  REQUIRE(plan);
  CHECK(planned_variants(plan->tasks, 1) == std::vector<std::string>{"all layers at 2 bits", "all layers at 4 bits",
                                                                     "all layers at 8 bits", "fc1 at 2 bits",
                                                                     "fc2 at 2 bits"});
  CHECK(planned_variants(plan->follow_up(measured()), 2) == std::vector<std::string>{"mixed precision"});
}

TEST_CASE("sensitivity: bars of points lost, widths where they save most, mixed against uniform") {
  const TestBench bench(kSensitivityStudy);
  const Result<PlannedStudy> plan = plan_study(bench.laboratory, *bench.experiment.study);
  REQUIRE(plan);
  std::vector<Record> records = measured();
  add_records(records, "mixed precision", {0.95, 0.95});
  const Page page = plan->page(records);
  REQUIRE(page.plots[0].kind == PlotKind::kBar);
  CHECK(page.plots[0].categories == std::vector<std::string>{"fc1", "fc2"});
  CHECK(std::abs(page.plots[0].series[0].y[0] - 1.0) < 1e-9);
  CHECK(std::abs(page.plots[0].series[0].y[1] - 40.0) < 1e-9);
  // 64 * 64 weights of fc1 and 64 * 10 of fc2: fc2 gets all it may.
  CHECK(page.tables[0].rows[0][3].text == "2");
  CHECK(page.tables[0].rows[1][3].text == "8");
  CHECK(holds(page, "mixed precision is at least as accurate as all layers at 4 bits"));
}

}  // namespace rtl4ml
