#include "tests/catch.hpp"
#include "tests/sw/experiment/studies/records.hpp"

namespace rtl4ml {
namespace {

constexpr const char* kGridStudy =
    "data: rendered_digits\nseeds: 1\nstudy: {grid: {widths: [4, 8], frac_widths: [2, 6]}}\n";

Page page_with(double wide_coarse) {
  const TestBench bench(kGridStudy);
  std::vector<Record> records;
  add_records(records, "width 4, frac_width 2", {0.3});
  add_records(records, "width 4, frac_width 6", {0.5});
  add_records(records, "width 8, frac_width 2", {wide_coarse});
  add_records(records, "width 8, frac_width 6", {0.97});
  return plan_study(bench.laboratory, *bench.experiment.study)->page(records);
}

}  // namespace

TEST_CASE("grid: every width with every frac_width") {
  const TestBench bench(kGridStudy);
  CHECK(planned_variants(plan_study(bench.laboratory, *bench.experiment.study)->tasks, 1).size() == 4);
  const Page page = page_with(0.4);
  REQUIRE(page.plots[0].kind == PlotKind::kHeatmap);
  CHECK(page.plots[0].rows == std::vector<std::string>{"4", "8"});
  CHECK(page.plots[0].categories == std::vector<std::string>{"2", "6"});
  CHECK(page.plots[0].cells == std::vector<std::vector<double>>{{30.0, 50.0}, {40.0, 97.0}});
}

TEST_CASE("grid: whether width mends a coarse frac_width is measured") {
  CHECK(holds(page_with(0.4), "no width mends it"));
  CHECK(!holds(page_with(0.96), "no width mends it"));
}

}  // namespace rtl4ml
