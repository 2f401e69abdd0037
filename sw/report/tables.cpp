#include "sw/report/tables.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cassert>
#include <cmath>
#include <cstddef>
#include <string_view>
#include <utility>
#include <vector>

#include "sw/report/html.hpp"

namespace rtl4ml {
namespace {

/// Whether it starts with a number, after a sign or a relation.
bool is_number(std::string_view text) {
  for (const std::string_view sign : {"~", "<", ">", "=", "±", "-", "−", "+"}) {
    if (text.starts_with(sign)) text.remove_prefix(sign.size());
  }
  while (text.starts_with(" ")) text.remove_prefix(1);
  if (text.starts_with(".")) text.remove_prefix(1);
  return !text.empty() && text.front() >= '0' && text.front() <= '9';
}

/// Whether it stands for a figure that is missing.
bool is_blank(std::string_view text) { return text.empty() || text == "-" || text == "–" || text == "—"; }

/// The class attribute of every column's cells: of figures, of long texts (which may break), or none.
std::vector<const char*> classes_of(const Table& table) {
  constexpr std::size_t kLong = 28;  // bytes from which on
  std::vector<const char*> classes(table.columns.size(), "");
  for (std::size_t c = 0; c < classes.size(); ++c) {
    bool any = false, numbers = true, is_long = false;
    for (const std::vector<Cell>& row : table.rows) {
      if (c >= row.size() || is_blank(row[c].text)) continue;
      any = true;
      numbers = numbers && is_number(row[c].text);
      is_long = is_long || row[c].text.size() >= kLong;
    }
    if (any && numbers) {
      classes[c] = " class=\"number\"";
    } else if (is_long) {
      classes[c] = " class=\"long\"";
    }
  }
  return classes;
}

}  // namespace

std::string cell_html(const Cell& cell) {
  if (cell.link.empty()) return html_text(cell.text);
  return fmt::format("<a href=\"{}\">{}</a>", html_link(cell.link), html_text(cell.text));
}

std::string table_html(const Table& table) {
  const std::vector<const char*> classes = classes_of(table);
  std::string html = fmt::format("<div class=\"scroll\" role=\"region\" tabindex=\"0\" aria-label=\"{}\">\n<table>\n",
                                 html_text(table.title));
  html += "<thead><tr>";
  for (std::size_t c = 0; c < table.columns.size(); ++c)
    html += fmt::format("<th scope=\"col\"{}>{}</th>", classes[c], html_text(table.columns[c]));
  html += "</tr></thead>\n<tbody>\n";
  for (const std::vector<Cell>& row : table.rows) {
    assert(row.size() <= table.columns.size());
    html += "<tr>";
    for (std::size_t c = 0; c < row.size(); ++c) {
      const char* const tag = c == 0 ? "th" : "td";
      html += fmt::format("<{0}{1}{2}>{3}</{0}>", tag, c == 0 ? " scope=\"row\"" : "", classes[c], cell_html(row[c]));
    }
    html += "</tr>\n";
  }
  return html + "</tbody>\n</table>\n</div>\n";
}

Table values_of(const Plot& plot) {
  const bool bars = plot.kind == PlotKind::kBar;
  const auto has = [&](auto member) {
    return std::any_of(plot.series.begin(), plot.series.end(), [&](const Series& s) { return !(s.*member).empty(); });
  };
  const bool intervals = has(&Series::low), notes = has(&Series::notes);
  const auto label = [](const std::string& text, const char* otherwise) { return text.empty() ? otherwise : text; };

  Table table{"Values of " + plot.title, "", {"series", label(plot.x_label, "x"), label(plot.y_label, "y")}, {}};
  if (intervals) table.columns.emplace_back("interval");
  if (notes) table.columns.emplace_back("note");
  for (const Series& series : plot.series) {
    for (std::size_t i = 0; i < series.y.size(); ++i) {
      const std::string link = series.links.empty() ? "" : series.links[i];
      std::vector<Cell> row = {
          {series.name}, {bars ? plot.categories[i] : number_text(series.x[i])}, {number_text(series.y[i]), link}};
      if (intervals) {
        const bool there = !series.low.empty() && !(std::isnan(series.low[i]) && std::isnan(series.high[i]));
        row.push_back({there ? number_text(series.low[i]) + " to " + number_text(series.high[i]) : "–"});
      }
      if (notes) row.push_back({series.notes.empty() ? "" : series.notes[i]});
      table.rows.push_back(std::move(row));
    }
  }
  return table;
}

}  // namespace rtl4ml
