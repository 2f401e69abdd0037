#include "tests/catch.hpp"
#include "tests/sw/experiment/studies/records.hpp"

namespace rtl4ml {
namespace {

/// Of widths 4 and 8.
Page page_with(double ptq4, double qat4, double ptq8, double qat8) {
  const TestBench bench("data: rendered_digits\nseeds: 2\nstudy: {widths: [8, 4]}\n");
  std::vector<Record> records;
  add_records(records, "float32", {0.98, 0.98});
  add_records(records, "float32, trained longer", {0.98, 0.99});
  add_records(records, "PTQ, 8 bits", {ptq8, ptq8});
  add_records(records, "QAT, 8 bits", {qat8, qat8});
  add_records(records, "PTQ, 4 bits", {ptq4, ptq4});
  add_records(records, "QAT, 4 bits", {qat4, qat4});
  return plan_study(bench.laboratory, *bench.experiment.study)->page(records);
}

}  // namespace

TEST_CASE("widths: every width after training and trained, and the control of equal budget, for every seed") {
  const TestBench bench("data: rendered_digits\nseeds: 2\nstudy: {widths: [8, 4]}\n");
  const Result<PlannedStudy> plan = plan_study(bench.laboratory, *bench.experiment.study);
  REQUIRE(plan);
  for (const std::uint64_t seed : {1, 2}) {
    CHECK(planned_variants(plan->tasks, seed) == std::vector<std::string>{"float32, trained longer", "PTQ, 8 bits",
                                                                          "QAT, 8 bits", "PTQ, 4 bits", "QAT, 4 bits"});
  }
}

TEST_CASE("widths: what is found depends on what was measured") {
  const Page good = page_with(0.1, 0.15, 0.978, 0.98);
  CHECK(holds(good, "QAT, 4 bits is at least as accurate as PTQ, 4 bits"));
  CHECK(holds(good, "at 4 bits, the lowest, both are near chance"));
  CHECK(holds(good, "PTQ, 8 bits is at least as accurate as float32"));
  const Page bad = page_with(0.9, 0.89, 0.97, 0.96);
  CHECK(!holds(bad, "QAT, 4 bits is at least as accurate as PTQ, 4 bits"));
  CHECK(!holds(bad, "QAT, 8 bits is at least as accurate as PTQ, 8 bits"));
  CHECK(!holds(bad, "at 4 bits, the lowest, both are near chance"));
  CHECK(!holds(bad, "PTQ, 8 bits is at least as accurate as float32"));
}

TEST_CASE("widths: lines by width, points with their configs, a row for every variant") {
  const Page page = page_with(0.5, 0.9, 0.97, 0.98);
  REQUIRE(page.plots.size() == 3);
  const Series& qat = page.plots[0].series[0];
  CHECK(qat.x == std::vector<double>{4.0, 8.0});
  CHECK(qat.y == std::vector<double>{90.0, 98.0});
  CHECK(qat.links[0] == "configs/qat_4_bits.yaml");
  CHECK(page.plots[0].series[2].control);
  CHECK(page.plots[1].series.size() == 2);
  CHECK(page.tables[0].rows.size() == 6);
}

}  // namespace rtl4ml
