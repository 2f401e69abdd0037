#include "sw/report/tables.hpp"

#include "tests/catch.hpp"
#include "tests/sw/report/sample_page.hpp"

namespace rtl4ml {
namespace {

std::vector<std::string> texts(const std::vector<Cell>& row) {
  std::vector<std::string> all;
  for (const Cell& cell : row) all.push_back(cell.text);
  return all;
}

}  // namespace

TEST_CASE("columns of numbers are set to the right", "[report]") {
  const std::string html = table_html({"t",
                                       "",
                                       {"name", "size", "spread", "mixed", "blank", "text"},
                                       {{{"a"}, {"1,780"}, {"-"}, {"4"}, {""}, {"as long as three words or so are"}},
                                        {{"b"}, {"< 0.5 %"}, {"±.1"}, {"x"}}}});
  CHECK(html.find("<th scope=\"col\">name</th><th scope=\"col\" class=\"number\">size</th>"
                  "<th scope=\"col\" class=\"number\">spread</th><th scope=\"col\">mixed</th>"
                  "<th scope=\"col\">blank</th><th scope=\"col\" class=\"long\">text</th>") != std::string::npos);
  CHECK(html.find("<tr><th scope=\"row\">b</th><td class=\"number\">&lt; 0.5 %</td><td class=\"number\">±.1</td>"
                  "<td>x</td></tr>") != std::string::npos);
}

TEST_CASE("a cell with a link is one", "[report]") {
  CHECK(cell_html({"a & b", "a b.csv"}) == "<a href=\"a%20b.csv\">a &amp; b</a>");
  CHECK(cell_html({"a & b"}) == "a &amp; b");
}

TEST_CASE("the values of a plot: every point with its interval, note and link", "[report]") {
  const Table pareto = values_of(test::sample_pareto());
  CHECK(pareto.columns == std::vector<std::string>{"series", "estimate (LUT)", "accuracy (%)", "interval", "note"});
  REQUIRE(pareto.rows.size() == 13);
  CHECK(texts(pareto.rows[0]) == std::vector<std::string>{"PTQ", "420", "37.5", "32.5 to 42.5",
                                                          "width 2, frac_width 0: 12 DSP, 88 cycles a vector"});
  CHECK(pareto.rows[0][2].link == "configs/ptq w2.yaml");
  CHECK(texts(pareto.rows[12]) == std::vector<std::string>{"float", "60,000", "97.7", "–", ""});

  const Table formats = values_of(test::sample_formats());
  CHECK(formats.columns == std::vector<std::string>{"series", "format", "accuracy (%)", "interval"});
  CHECK(texts(formats.rows[6]) == std::vector<std::string>{"background", "int4", "–", "–"});
  CHECK(values_of(Plot{}).columns == std::vector<std::string>{"series", "x", "y"});
}

}  // namespace rtl4ml
