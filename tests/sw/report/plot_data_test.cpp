#include "sw/report/plot_data.hpp"

#include <cmath>
#include <limits>
#include <nlohmann/json.hpp>

#include "tests/catch.hpp"
#include "tests/sw/report/sample_page.hpp"

namespace rtl4ml {
namespace {

Plot lines(const std::vector<std::string>& names) {
  Plot plot;
  for (const std::string& name : names) plot.series.push_back({.name = name, .x = {1}, .y = {2}});
  return plot;
}

}  // namespace

TEST_CASE("a name keeps its colour over the page", "[report]") {
  Plot controlled = lines({"float", "QAT", "new"});
  controlled.series[0].control = true;
  const auto colours = series_colours({lines({"PTQ", "QAT"}), controlled, lines({"other", "PTQ"})});
  CHECK(colours == std::vector<std::vector<int>>{{0, 1}, {-1, 1, 0}, {1, 0}});
}

TEST_CASE("no two series of a plot share a colour while there are free ones", "[report]") {
  const Plot many = lines({"a", "b", "c", "d", "e", "f", "g", "h", "i", "j"});
  CHECK(series_colours({many})[0] == std::vector<int>{0, 1, 2, 3, 4, 5, 6, 7, 8, 9});  // 8 and 9: hollow
  CHECK(series_colours({lines({"a"}), lines({"b"}), lines({"b", "a"})})[2] == std::vector<int>{0, 1});
}

TEST_CASE("the plots' JSON holds every point, and null where there is no value", "[report]") {
  const Plot plot = test::sample_widths();
  const auto json = nlohmann::json::parse(plots_json({test::sample_heatmap(), plot}));
  REQUIRE(json.size() == 1);  // a heatmap is a table
  CHECK(json[0]["element"] == "plot-1");
  CHECK(json[0]["kind"] == "line");
  CHECK(json[0]["x_label"] == plot.x_label);
  CHECK(json[0]["log_x"] == false);
  CHECK(json[0]["series"][0]["y"] == nlohmann::json(plot.series[0].y));
  CHECK(json[0]["series"][0]["low"] == nlohmann::json(plot.series[0].low));
  CHECK(json[0]["series"][1]["y"][2].is_null());
  CHECK(json[0]["series"][1]["y"][3] == 97.6);
  CHECK(json[0]["series"][2]["colour"] == -1);
}

TEST_CASE("points go from left to right with all that belongs to them, bars stay in order", "[report]") {
  Plot plot = lines({"a"});
  plot.kind = PlotKind::kScatter;
  plot.series[0].x = {7, 2, NAN, 4};
  plot.series[0].y = {70, 20, 10, 40};
  plot.series[0].low = {69, 19, 9, 39};
  plot.series[0].high = {71, 21, 11, 41};
  plot.series[0].notes = {"seven", "two", "none", "four"};
  const auto series = nlohmann::json::parse(plots_json({plot}))[0]["series"][0];
  CHECK(series["x"] == nlohmann::json::parse("[2.0, 4.0, 7.0, null]"));
  CHECK(series["y"] == std::vector<double>{20, 40, 70, 10});
  CHECK(series["low"] == std::vector<double>{19, 39, 69, 9});
  CHECK(series["high"] == std::vector<double>{21, 41, 71, 11});
  CHECK(series["notes"] == std::vector<std::string>{"two", "four", "seven", "none"});
  plot.kind = PlotKind::kBar;
  plot.categories = plot.series[0].notes;
  CHECK(nlohmann::json::parse(plots_json({plot}))[0]["series"][0]["y"] == plot.series[0].y);
}

TEST_CASE("the plots' JSON is ASCII that no HTML parser takes for markup", "[report]") {
  Plot plot = lines({"</script><!--\xFF 量\u2028"});
  plot.series[0].links = {"javascript:alert(1)"};
  plot.series[0].notes = {"]]> &amp;"};
  const std::string text = plots_json({plot});
  CHECK(text.find('<') == std::string::npos);
  for (const char c : text) CHECK(static_cast<unsigned char>(c) < 0x80);
  const auto json = nlohmann::json::parse(text);
  CHECK(json[0]["series"][0]["name"] == "</script><!--\uFFFD 量\u2028");
  CHECK(json[0]["series"][0]["links"][0] == "javascript%3Aalert%281%29");
  CHECK(json[0]["series"][0]["notes"][0] == "]]> &amp;");
}

TEST_CASE("points that a logarithmic axis cannot show are counted", "[report]") {
  Plot plot;
  plot.series = {{.name = "a", .x = {0, 1, 2}, .y = {1, -1, test::kNan}}};
  CHECK(points_off_the_axis(plot) == 0);
  plot.log_x = true;
  CHECK(points_off_the_axis(plot) == 1);
  plot.log_y = true;
  CHECK(points_off_the_axis(plot) == 2);
}

TEST_CASE("what has no point to show is not drawn", "[report]") {
  Plot plot;
  CHECK_FALSE(is_drawn(plot));
  plot.series = {{.name = "a", .x = {1, 2}, .y = {test::kNan, test::kNan}},
                 {.name = "b", .x = {0, test::kNan}, .y = {3, 4}}};
  CHECK(is_drawn(plot));
  CHECK(nlohmann::json::parse(plots_json({plot})).size() == 1);
  plot.log_x = true;
  CHECK_FALSE(is_drawn(plot));
  CHECK(plots_json({plot}) == "[]");
  CHECK_FALSE(is_drawn(test::sample_heatmap()));
  CHECK(is_drawn(test::sample_formats()));
}

}  // namespace rtl4ml
