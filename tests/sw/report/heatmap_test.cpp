#include "sw/report/heatmap.hpp"

#include <regex>

#include "tests/catch.hpp"
#include "tests/sw/report/sample_page.hpp"

namespace rtl4ml {
namespace {

/// Background, text colour, title and text of every coloured cell.
std::vector<std::smatch> cells_of(const std::string& html) {
  static const std::regex pattern(
      R"re(<td style="background:(#[0-9a-f]{6});color:(#[0-9a-f]{3})" title="([^"]*)">([^<]*)</td>)re");
  return {std::sregex_iterator(html.begin(), html.end(), pattern), std::sregex_iterator()};
}

/// One row of values.
Plot row_of(const std::vector<double>& values) {
  Plot plot{.kind = PlotKind::kHeatmap, .title = "t", .rows = {"r"}, .cells = {values}};
  for (std::size_t i = 0; i < values.size(); ++i) plot.categories.push_back("c" + std::to_string(i));
  return plot;
}

/// Source: WCAG 2.1
double luminance(const std::string& colour) {
  double sum = 0;
  const double weights[] = {0.2126, 0.7152, 0.0722};
  for (std::size_t k = 0; k < 3; ++k) {
    const std::string digits = colour.size() == 4 ? std::string(2, colour[k + 1]) : colour.substr(2 * k + 1, 2);
    const double share = std::stoi(digits, nullptr, 16) / 255.0;
    sum += weights[k] * (share <= 0.04045 ? share / 12.92 : std::pow((share + 0.055) / 1.055, 2.4));
  }
  return sum;
}

}  // namespace

TEST_CASE("colours get lighter with the value, and texts stay readable on them", "[report]") {
  std::vector<double> values;
  for (int i = 0; i <= 200; ++i) values.push_back(i);
  const std::string html = heatmap_html(row_of(values));
  double last = -1;
  std::size_t count = 0;
  for (const std::smatch& cell : cells_of(html)) {
    const double background = luminance(cell[1]), text = luminance(cell[2]);
    CHECK(background > last);
    CHECK((std::max(background, text) + 0.05) / (std::min(background, text) + 0.05) >= 4.5);
    CHECK(cell[3] == std::to_string(count));
    last = background;
    ++count;
  }
  CHECK(count == values.size());
}

TEST_CASE("cells without a value have no colour and do not stretch the scale", "[report]") {
  const std::string html = heatmap_html(row_of({1, test::kNan, 3}));
  CHECK(cells_of(html).size() == 2);
  CHECK(html.find("<td class=\"none\">–</td>") != std::string::npos);
  CHECK(html.find("<p class=\"ramp\"><span>1.00</span>") != std::string::npos);
  CHECK(html.find("<span>3.00</span></p>") != std::string::npos);
  const std::string nothing = heatmap_html(row_of({test::kNan}));
  CHECK(cells_of(nothing).empty());
  CHECK(nothing.find("ramp") == std::string::npos);
  CHECK(cells_of(heatmap_html(row_of({5, 5}))).size() == 2);
}

TEST_CASE("all cells have as many decimals as the greatest value needs", "[report]") {
  const auto texts = [](const Plot& plot) {
    std::vector<std::string> all;
    const std::string html = heatmap_html(plot);
    for (const std::smatch& cell : cells_of(html)) all.push_back(cell[4]);
    return all;
  };
  CHECK(texts(row_of({9.125, 97.53})) == std::vector<std::string>{"9.1", "97.5"});
  CHECK(texts(row_of({0.5, 0.12345})) == std::vector<std::string>{"0.500", "0.123"});
  CHECK(texts(row_of({-1234.5, 0})) == std::vector<std::string>{"-1234", "0"});
  CHECK(texts(row_of({0, 0})) == std::vector<std::string>{"0", "0"});
  Plot decades = row_of({1e-7, 1e-5, 1e-3});
  decades.log_y = true;
  CHECK(texts(decades) == std::vector<std::string>{"1e-7", "1e-5", "0.001"});
  const std::string html = heatmap_html(decades);
  CHECK(html.find(" (logarithmic)") != std::string::npos);
  CHECK(cells_of(html)[1][1] == "#2f9298");  // the middle of the ramp
}

TEST_CASE("a heatmap names its rows and columns", "[report]") {
  const Plot plot = test::sample_heatmap();
  const std::string html = heatmap_html(plot);
  for (const std::string& row : plot.rows) CHECK(html.find("<th scope=\"row\">" + row + "</th>") != std::string::npos);
  for (const std::string& category : plot.categories)
    CHECK(html.find("<th scope=\"col\">" + category + "</th>") != std::string::npos);
  CHECK(html.find(">frac_width (bits)</th>") != std::string::npos);
  CHECK(html.find(">width (bits)</th>") != std::string::npos);
}

}  // namespace rtl4ml
