#include "sw/report/render.hpp"

#include <regex>

#include "sw/base/file.hpp"
#include "sw/report/html.hpp"
#include "sw/report/plot_data.hpp"
#include "tests/catch.hpp"
#include "tests/scratch_folder.hpp"
#include "tests/sw/report/sample_page.hpp"

namespace rtl4ml {
namespace {

std::size_t times(const std::string& part, const std::string& text) {
  std::size_t count = 0;
  for (std::size_t at = text.find(part); at != std::string::npos; at = text.find(part, at + part.size())) ++count;
  return count;
}

std::string chart_library() {
  const Result<std::string> text = read_file(RTL4ML_CHART_JS, std::uint64_t{4} << 20);
  REQUIRE(text);
  return *text;
}

/// The page without the library, whose text is not ours.
std::string own_part(std::string html) {
  const std::string library = chart_library();
  const std::size_t at = html.find(library);
  REQUIRE(at != std::string::npos);
  return html.erase(at, library.size());
}

}  // namespace

TEST_CASE("the same page gives the same bytes", "[report]") {
  const std::string html = render(test::sample_page());
  CHECK(html == render(test::sample_page()));
  CHECK(html.starts_with("<!DOCTYPE html>\n"));
  CHECK(html.ends_with("</html>\n"));
  const test::ScratchFolder folder("report");  // RTL4ML_KEEP leaves it for a look in a browser
  folder.write("index.html", html);
}

TEST_CASE("Chart.js is in the page whole, once, with its licence, where a plot needs it", "[report]") {
  Page page = test::sample_page();
  const std::string html = render(page);
  CHECK(times(chart_library(), html) == 1);
  CHECK(times("Permission is hereby granted, free of charge", html) == 1);
  CHECK(chart_library().find("</script") == std::string::npos);  // else it would end where it should not
  page.plots = {test::sample_heatmap()};
  CHECK(times(chart_library(), render(page)) == 0);
  CHECK(times("<script", render(page)) == 0);
}

TEST_CASE("nothing is loaded from elsewhere", "[report]") {
  const std::string html = own_part(render(test::sample_page()));
  CHECK(times("default-src 'none'", html) == 1);
  CHECK_FALSE(std::regex_search(html, std::regex(R"re((src|href|action|data)\s*=\s*"?'?\s*(https?:|//))re")));
  CHECK_FALSE(std::regex_search(html, std::regex(R"re(@import|url\(|sourceMappingURL|\bsrc=|<iframe|<object|<img)re")));
  CHECK(times("sourceMappingURL", chart_library()) == 0);
}

TEST_CASE("no text breaks out of its place", "[report]") {
  const std::string html = own_part(render(test::sample_page()));
  CHECK(times("alert(1)", html) == times("&lt;script&gt;alert(1)&lt;/script&gt;", html));
  CHECK(times("<title>widths: PTQ against QAT &lt;/title&gt;", html) == 1);
  CHECK(times("&lt;/script&gt;&lt;!-- \uFFFD &amp; &#39;quotes&#39;", html) == 1);
  CHECK(times("ümlauts — 量子化 —", html) == 1);
  CHECK(times("<script", html) == 3);  // the plots' data, the library, page.js
  CHECK(times("</script", html) == 3);
  CHECK(times("<!--", html) == 1);  // the licence
  CHECK(html.find('\xFF') == std::string::npos);
}

TEST_CASE("everything that a page has is shown", "[report]") {
  const Page page = test::sample_page();
  const std::string html = own_part(render(page));
  for (const auto& [name, value] : page.facts)
    CHECK(times("<dt>" + html_text(name) + "</dt><dd>" + html_text(value) + "</dd>", html) == 1);
  for (const Finding& finding : page.findings) {
    CHECK(times("<p>" + html_text(finding.expectation) + "</p>", html) == 1);
    CHECK(times("<p class=\"figures\">" + html_text(finding.figures) + "</p>", html) == 1);
  }
  CHECK(times("<p>1 of 2 expectations hold.</p>", html) == 1);
  CHECK(times("<li class=\"holds\"><strong class=\"verdict\">✓ holds</strong>", html) == 1);
  CHECK(times("<li class=\"fails\"><strong class=\"verdict\">✗ does not hold</strong>", html) == 1);
  for (std::size_t p = 0; p < page.plots.size(); ++p) {
    INFO(page.plots[p].title);
    CHECK(times("<h3>" + html_text(page.plots[p].title) + "</h3>", html) == 1);
    const bool heatmap = page.plots[p].kind == PlotKind::kHeatmap;
    CHECK(times("<canvas id=\"plot-" + std::to_string(p) + "\" role=\"img\" aria-label=\"", html) == (heatmap ? 0 : 1));
  }
  CHECK(times("<details class=\"values\"", html) == 6);
  CHECK(times("<table class=\"heat\">", html) == 1);
  CHECK(times(plots_json(page.plots), html) == 1);
  CHECK(times("1 value of zero or less has no place on a logarithmic axis", html) == 1);
  for (const Table& table : page.tables) CHECK(times("<h3>" + html_text(table.title) + "</h3>", html) == 1);
  CHECK(times("<li><a href=\"checkpoints/qat_w4.pt\">qat_w4.pt</a></li>", html) == 1);
  CHECK(times("<a href=\"configs/ptq%20w2.yaml\">", html) == 1);  // a point, for the keyboard
}

TEST_CASE("a plot without values says so", "[report]") {
  Page page;
  page.plots = {{.title = "t", .series = {{.name = "a", .x = {1}, .y = {test::kNan}}}}};
  const std::string html = render(page);
  CHECK(times("There is no value to draw.", html) == 1);
  CHECK(times("<canvas", html) == 0);
  CHECK(times("<details class=\"values\"", html) == 1);
}

TEST_CASE("an empty page has no empty sections", "[report]") {
  const std::string html = render(Page{});
  CHECK(times("<section", html) == 0);
  CHECK(times("<dl", html) == 0);
}

}  // namespace rtl4ml
