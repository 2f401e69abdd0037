#include "tests/coverage/report/html.hpp"

#include <fmt/format.h>

namespace rtl4ml::coverage {
namespace {

constexpr const char* kHead = R"(<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><title>rtl4ml: coverage of rtl_templates</title><style>
body { font: 15px/1.4 system-ui, sans-serif; margin: 2em auto; max-width: 110em; padding: 0 1em; color: #222; background: #fff; }
table { border-collapse: collapse; } th, td { padding: .15em .8em; text-align: left; } td.n, th.n { text-align: right; }
table.files td { border-top: 1px solid #ddd; }
table.source { font: 13px/1.35 ui-monospace, monospace; width: 100%; } table.source td { padding: 0 .6em; vertical-align: top; }
table.source td.n { color: #777; width: 5em; white-space: nowrap; } td.text { white-space: pre; }
td.note { color: #555; max-width: 40em; } tr.reached td.n { background: #dcf2dc; } tr.missed td { background: #f8d0d0; }
tr.excused td { background: #fdf3cf; } summary { cursor: pointer; font-weight: 600; margin: .6em 0; }
</style></head><body>
<h1>Coverage of rtl_templates by the unit suite</h1>
<p>A line is reached when every block of it ran in some instance; a bit has toggled when it rose and fell in one instance. Modules are
compiled once per set of parameters, and what any of them reaches counts. Lines without a count hold nothing that runs: declarations,
wires, parameters. Red: not reached. Yellow: excused, with the reason in tests/coverage/exceptions.txt.</p>
)";

std::string escaped(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c == '&') {
      out += "&amp;";
    } else if (c == '<') {
      out += "&lt;";
    } else if (c == '>') {
      out += "&gt;";
    } else {
      out += c;
    }
  }
  return out;
}

std::string row(const std::string& name, const Share& lines, const Share& toggles) {
  return fmt::format(
      "<tr><td>{}</td><td class=n>{:.1f} %</td><td class=n>{} of {}</td><td class=n>{}</td><td class=n>{:.1f} "
      "%</td><td class=n>{} of {}</td><td class=n>{}</td></tr>\n",
      name, lines.percent(), lines.reached, lines.total, lines.excused, toggles.percent(), toggles.reached,
      toggles.total, toggles.excused);
}

const char* style(const LineReport& report) {
  if (report.lines == Mark::kMissed || !report.missed.empty()) return "missed";
  if (report.lines == Mark::kExcused || !report.excused.empty()) return "excused";
  return report.lines == Mark::kReached || report.toggles > 0 ? "reached" : "";
}

std::string note(const LineReport& report) {
  std::string text;
  if (!report.missed.empty()) text += fmt::format("do not toggle: {} ", fmt::join(report.missed, " "));
  if (!report.excused.empty()) text += fmt::format("excused: {}", fmt::join(report.excused, " "));
  return escaped(text);
}

}  // namespace

std::string html_report(const Verdict& verdict, const Sources& sources) {
  std::string page = kHead;
  page +=
      "<table class=files><tr><th>file</th><th class=n>lines</th><th class=n></th><th class=n>excused</th><th "
      "class=n>toggles</th><th class=n></th><th class=n>excused</th></tr>\n";
  page += row("<b>all</b>", verdict.lines, verdict.toggles);
  for (const auto& [file, shares] : verdict.shares)
    page += row(fmt::format("<a href=\"#{0}\">{0}</a>", escaped(file)), shares.first, shares.second);
  page += "</table>\n";
  for (const auto& [file, reports] : verdict.files) {
    page += fmt::format("<details open id=\"{0}\"><summary>{0}</summary><table class=source>\n", escaped(file));
    const std::vector<std::string>& lines = sources.at(file);
    for (std::size_t i = 0; i < reports.size(); ++i) {
      const LineReport& report = reports[i];
      const std::string hits = report.lines == Mark::kNone ? "" : fmt::format("{}", report.hits);
      page += fmt::format(
          "<tr class=\"{}\"><td class=n>{}</td><td class=n>{}</td><td class=text>{}</td><td class=note>{}</td></tr>\n",
          style(report), i + 1, hits, escaped(lines[i]), note(report));
    }
    page += "</table></details>\n";
  }
  return page + "</body></html>\n";
}

}  // namespace rtl4ml::coverage
