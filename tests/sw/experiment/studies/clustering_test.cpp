#include "tests/catch.hpp"
#include "tests/sw/experiment/studies/records.hpp"

namespace rtl4ml {
namespace {

constexpr const char* kClusteringStudy =
    "data: rendered_digits\nseeds: 1\nstudy: {clustering: {bits: [8, 2], linear_widths: [8, 16]}}\n";

Page page_with(double two, double eight, double line) {
  const TestBench bench(kClusteringStudy);
  std::vector<Record> records;
  add_records(records, "float32", {0.98});
  for (const auto& [variant, error] : std::vector<std::pair<std::string, double>>{
           {"k-means, 8 bits", eight}, {"k-means, 2 bits", two}, {"linear int8", line}, {"linear int16", line / 1e4}}) {
    add_records(records, variant, {0.9});
    records.back().figures["mean_squared_error"] = error;
    records.back().figures["bytes"] = 100.0;
  }
  return plan_study(bench.laboratory, *bench.experiment.study)->page(records);
}

}  // namespace

TEST_CASE("clustering: codebooks and lines for every seed") {
  const TestBench bench(kClusteringStudy);
  CHECK(planned_variants(plan_study(bench.laboratory, *bench.experiment.study)->tasks, 1) ==
        std::vector<std::string>{"k-means, 8 bits", "k-means, 2 bits", "linear int8", "linear int16"});
}

TEST_CASE("clustering: errors that fall, and codebooks nearer than lines, are found where they are") {
  const Page good = page_with(1e-2, 1e-6, 1e-5);
  CHECK(holds(good, "the squared error of k-means falls with every bit"));
  CHECK(holds(good, "at 8 bits a codebook is nearer"));
  const Page bad = page_with(1e-6, 1e-4, 1e-5);
  CHECK(!holds(bad, "the squared error of k-means falls with every bit"));
  CHECK(holds(bad, "the squared error of weights on a line"));
  CHECK(!holds(bad, "at 8 bits a codebook is nearer"));
  CHECK(good.plots[0].series[0].x == std::vector<double>{2.0, 8.0});
}

}  // namespace rtl4ml
