#include "sw/experiment/present.hpp"

#include <cmath>

#include "tests/catch.hpp"
#include "tests/sw/experiment/studies/records.hpp"

namespace rtl4ml {
namespace {

std::vector<Record> two_variants() {
  std::vector<Record> records;
  add_records(records, "a", {0.5, 0.7}, 100.0);
  add_records(records, "b", {0.6, 0.6}, 200.0);
  return records;
}

}  // namespace

TEST_CASE("a series has means, intervals, links and notes") {
  const Series series = series_of(two_variants(), "name", {{1.0, "b"}, {2.0, "none"}}, "accuracy", 100.0);
  CHECK(series.y[0] == 60.0);
  CHECK(series.low[0] == 60.0);
  CHECK(series.links == std::vector<std::string>{"configs/b.yaml", ""});
  CHECK(series.notes == std::vector<std::string>{"b", "none"});
  CHECK(std::isnan(series.y[1]));
  const Series level = level_of(two_variants(), "name", {1.0, 5.0}, "b", "accuracy", 100.0);
  CHECK(level.control);
  CHECK(level.y == std::vector<double>{60.0, 60.0});
}

TEST_CASE("figures are shown with the half width of their interval, where there is one") {
  CHECK(shown(summarize(std::vector<double>{0.6, 0.6}), 100.0, 1) == "60.0");
  CHECK(shown(summarize(std::vector<double>{0.5, 0.7}), 100.0, 1) == "60.0 ± 127.1");
  CHECK(shown(summarize({}), 1.0, 1) == "-");
}

TEST_CASE("variants are compared seed by seed") {
  const Summary more = difference(two_variants(), "b", "a", "accuracy");
  CHECK(more.count == 2);
  CHECK(std::abs(more.mean) < 1e-12);
  CHECK(at_least_as_accurate(two_variants(), "b", "a", 0.001).holds);
  std::vector<Record> worse;
  add_records(worse, "a", {0.50});
  add_records(worse, "b", {0.48});
  CHECK(!at_least_as_accurate(worse, "b", "a", 0.01).holds);
  CHECK(at_least_as_accurate(worse, "b", "a", 0.03).holds);
  CHECK(!at_least_as_accurate(worse, "c", "a", 1.0).holds);  // was not measured
}

TEST_CASE("accuracy against cost leaves out what has no cost") {
  const Plot plot = pareto(two_variants(), "t", "weight_bits", "bits", {{"all", {"a", "b", "none"}}, {"no", {"none"}}});
  REQUIRE(plot.series.size() == 1);
  CHECK(plot.series[0].x == std::vector<double>{100.0, 200.0});
  CHECK(plot.series[0].notes == std::vector<std::string>{"a", "b"});
}

TEST_CASE("a table has a row per variant, linked to its config") {
  const Table table = summary_table("t", two_variants(), {"b"}, {{"bits", "weight_bits", 1.0, 0}});
  CHECK(table.columns == std::vector<std::string>{"variant", "bits"});
  CHECK(table.rows[0][0].link == "configs/b.yaml");
  CHECK(table.rows[0][1].text == "200");
  CHECK(variants_of(two_variants()) == std::vector<std::string>{"a", "b"});
}

TEST_CASE("what runs noted is told by run") {
  std::vector<Record> records = two_variants();
  CHECK(notes_table(records).rows.empty());
  records[3].note = "overflows";
  REQUIRE(notes_table(records).rows.size() == 1);
  CHECK(notes_table(records).rows[0][0].text == "b");
  CHECK(notes_table(records).rows[0][1].text == "2");
  CHECK(notes_table(records).rows[0][2].text == "overflows");
}

TEST_CASE("a page says how it was made") {
  const TestBench bench("title: T\ndata: rendered_digits\nseeds: 2\n");
  const Page page = start_page(bench.experiment, "lead");
  CHECK(page.title == "T");
  CHECK(page.facts.front() == std::pair<std::string, std::string>{"data", "rendered_digits"});
}

}  // namespace rtl4ml
