#include "sw/report/render.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstddef>
#include <string_view>

#include "sw/report/heatmap.hpp"
#include "sw/report/html.hpp"
#include "sw/report/plot_data.hpp"
#include "sw/report/tables.hpp"

namespace rtl4ml {

namespace embedded {
extern const char* const kReportStyle;
extern const char* const kReportPlotParts;
extern const char* const kReportScript;
extern const char* const kChartLibrary;
extern const char* const kChartLicence;
}  // namespace embedded

namespace {

constexpr std::size_t kWideHeatmap = 10;  ///< columns from which on a heatmap takes the page's whole width

std::string head(const Page& page) {
  return fmt::format(
      "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
      "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
      "<meta name=\"color-scheme\" content=\"light dark\">\n"
      "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'; "
      "script-src 'unsafe-inline'; img-src data:\">\n"
      "<link rel=\"icon\" href=\"data:,\">\n<title>{}</title>\n<style>\n{}</style>\n"
      "<noscript><style>.chart {{ display: none; }}</style></noscript>\n</head>\n",
      html_text(page.title), embedded::kReportStyle);
}

std::string header(const Page& page) {
  std::string html = fmt::format("<header>\n<h1>{}</h1>\n", html_text(page.title));
  if (!page.lead.empty()) html += fmt::format("<p class=\"lead\">{}</p>\n", html_text(page.lead));
  if (!page.facts.empty()) {
    html += "<dl class=\"facts\">\n";
    for (const auto& [name, value] : page.facts)
      html += fmt::format("<div><dt>{}</dt><dd>{}</dd></div>\n", html_text(name), html_text(value));
    html += "</dl>\n";
  }
  return html + "</header>\n";
}

std::string section(const char* id, const char* title, const std::string& content) {
  return fmt::format("<section aria-labelledby=\"{0}\">\n<h2 id=\"{0}\">{1}</h2>\n{2}</section>\n", id, title, content);
}

std::string findings(const Page& page) {
  if (page.findings.empty()) return "";
  const auto hold = std::count_if(page.findings.begin(), page.findings.end(), [](const Finding& f) { return f.holds; });
  std::string html =
      fmt::format("<p>{} of {} expectations hold.</p>\n<ul class=\"findings\">\n", hold, page.findings.size());
  for (const Finding& finding : page.findings) {
    html += fmt::format(
        "<li class=\"{}\"><strong class=\"verdict\">{}</strong><div><p>{}</p><p class=\"figures\">{}</p></div></li>\n",
        finding.holds ? "holds" : "fails", finding.holds ? "✓ holds" : "✗ does not hold",
        html_text(finding.expectation), html_text(finding.figures));
  }
  return section("findings", "Expected and found", html + "</ul>\n");
}

std::string caption(const std::string& text) {
  return text.empty() ? "" : fmt::format("<p class=\"caption\">{}</p>\n", html_text(text));
}

/// page.js closes the values: without it they are open, in the plot's place.
std::string chart(const Plot& plot, std::size_t index) {
  const std::size_t off = points_off_the_axis(plot);
  std::string note;
  if (off > 0) {
    note =
        caption(fmt::format("{} value{} of zero or less {} no place on a logarithmic axis; the table of values has {}.",
                            off, off == 1 ? "" : "s", off == 1 ? "has" : "have", off == 1 ? "it" : "them"));
  }
  const std::string drawing =
      is_drawn(plot)
          ? fmt::format("<div class=\"chart\"><canvas id=\"plot-{}\" role=\"img\" aria-label=\"{}\"></canvas></div>\n",
                        index, html_text(fmt::format("Plot: {}. The table after it has its values.", plot.title)))
          : "<p class=\"empty\">There is no value to draw.</p>\n";
  return fmt::format("{}{}<details class=\"values\" open><summary>Values</summary>\n{}</details>\n", drawing, note,
                     table_html(values_of(plot)));
}

std::string plots(const Page& page) {
  if (page.plots.empty()) return "";
  std::string html;
  if (std::any_of(page.plots.begin(), page.plots.end(), is_drawn))
    html += "<noscript><p>The plots need JavaScript; their values are in the tables.</p></noscript>\n";
  html += "<div class=\"plots\">\n";
  for (std::size_t p = 0; p < page.plots.size(); ++p) {
    const Plot& plot = page.plots[p];
    const bool heatmap = plot.kind == PlotKind::kHeatmap;
    const bool wide = heatmap && plot.categories.size() >= kWideHeatmap;
    html += fmt::format("<article class=\"plot{}\">\n<h3>{}</h3>\n{}{}</article>\n", wide ? " wide" : "",
                        html_text(plot.title), caption(plot.caption), heatmap ? heatmap_html(plot) : chart(plot, p));
  }
  return section("plots", "Plots", html + "</div>\n");
}

std::string tables(const Page& page) {
  if (page.tables.empty()) return "";
  std::string html;
  for (const Table& table : page.tables) {
    html += fmt::format("<article>\n<h3>{}</h3>\n{}{}</article>\n", html_text(table.title), caption(table.caption),
                        table_html(table));
  }
  return section("tables", "Tables", html);
}

std::string files(const Page& page) {
  if (page.files.empty()) return "";
  std::string html = "<ul class=\"files\">\n";
  for (const Cell& file : page.files) html += "<li>" + cell_html(file) + "</li>\n";
  return section("files", "Files", html + "</ul>\n");
}

std::string scripts(const Page& page) {
  if (std::none_of(page.plots.begin(), page.plots.end(), is_drawn)) return "";
  std::string html = "<script type=\"application/json\" id=\"plots-data\">" + plots_json(page.plots) + "</script>\n";
  html += fmt::format("<!--\n{}-->\n<script>\n", embedded::kChartLicence);
  html += embedded::kChartLibrary;
  html += fmt::format("</script>\n<script>\n(function () {{\n'use strict';\n{}\n{}}}());\n</script>\n",
                      embedded::kReportPlotParts, embedded::kReportScript);
  return html;
}

}  // namespace

std::string render(const Page& page) {
  return head(page) + "<body>\n" + header(page) + "<main>\n" + findings(page) + plots(page) + tables(page) +
         files(page) + "</main>\n" + scripts(page) + "</body>\n</html>\n";
}

}  // namespace rtl4ml
