#include "tests/coverage/report/verdict.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace rtl4ml::coverage {
namespace {

class Judge {
 public:
  Judge(const Sources& sources, const std::vector<Exception>& exceptions)
      : sources_(sources), exceptions_(exceptions), used_(exceptions.size(), false) {
    for (const auto& [file, lines] : sources) verdict_.files[file].resize(lines.size());
  }

  Verdict judge(const Points& points, double least_toggles) {
    for (const auto& [point, count] : points) {
      const auto file = verdict_.files.find(point.file);
      if (file == verdict_.files.end()) continue;
      if (point.toggle) {
        take_toggle(point, count, file->second);
      } else {
        for (const int line : count.lines) take_line(point, line, count.hits, file->second);
      }
    }
    for (auto& [file, lines] : verdict_.files) add_up(file, lines);
    for (std::size_t i = 0; i < exceptions_.size(); ++i) {
      if (used_[i]) continue;
      complain("coverage.stale", exceptions_[i].place,
               fmt::format("excuses nothing: {} '{}' of {} was reached, or the text has changed", exceptions_[i].what,
                           exceptions_[i].text, exceptions_[i].file),
               "remove or correct the line");
    }
    if (verdict_.toggles.percent() < least_toggles) {
      complain("coverage.toggles", "rtl_templates",
               fmt::format("{} of {} bits toggled; at least {} % have to", verdict_.toggles.reached,
                           verdict_.toggles.total, least_toggles),
               "let the unit tests drive the bits that the report lists");
    }
    return std::move(verdict_);
  }

 private:
  void complain(const char* code, const std::string& place, const std::string& what, const char* fix) {
    verdict_.errors.push_back({code, place, what, fix});
  }

  /// Marks every exception that is about this as used.
  bool excused(const std::string& file, int line, const std::string& what) {
    const std::vector<std::string>& lines = sources_.at(file);
    if (line < 1 || static_cast<std::size_t>(line) > lines.size()) return false;
    const std::string_view text = trimmed(lines[static_cast<std::size_t>(line) - 1]);
    bool any = false;
    for (std::size_t i = 0; i < exceptions_.size(); ++i) {
      const Exception& one = exceptions_[i];
      if (one.file != file || (one.text != text && one.text != "*") || !matches(one.what, what)) continue;
      used_[i] = true;
      any = true;
    }
    return any;
  }

  void take_toggle(const Point& point, const Count& count, std::vector<LineReport>& lines) {
    if (point.line < 1 || static_cast<std::size_t>(point.line) > lines.size()) return;
    LineReport& report = lines[static_cast<std::size_t>(point.line) - 1];
    ++report.toggles;
    if (reached(point, count)) return;
    const bool is_excused = excused(point.file, point.line, point.name);
    (is_excused ? report.excused : report.missed).push_back(point.name);
  }

  void take_line(const Point& point, int line, std::uint64_t hits, std::vector<LineReport>& lines) {
    if (line < 1 || static_cast<std::size_t>(line) > lines.size()) return;
    LineReport& report = lines[static_cast<std::size_t>(line) - 1];
    report.hits = report.lines == Mark::kNone ? hits : std::min(report.hits, hits);
    if (hits == 0 && report.lines != Mark::kMissed) {
      report.lines = excused(point.file, line, "line") ? Mark::kExcused : Mark::kMissed;
    } else if (report.lines == Mark::kNone) {
      report.lines = Mark::kReached;
    }
  }

  void add_up(const std::string& file, const std::vector<LineReport>& lines) {
    auto& [line_share, toggle_share] = verdict_.shares[file];
    for (std::size_t i = 0; i < lines.size(); ++i) {
      const LineReport& report = lines[i];
      const std::string place = fmt::format("rtl_templates/{}:{}", file, i + 1);
      line_share.total += report.lines != Mark::kNone ? 1 : 0;
      line_share.reached += report.lines == Mark::kReached ? 1 : 0;
      line_share.excused += report.lines == Mark::kExcused ? 1 : 0;
      if (report.lines == Mark::kMissed) {
        complain("coverage.line", place, "no unit test reaches this line",
                 "add a case, or an exception with its reason");
      }
      const int not_reached = static_cast<int>(report.missed.size() + report.excused.size());
      toggle_share.total += report.toggles;
      toggle_share.reached += report.toggles - not_reached;
      toggle_share.excused += static_cast<int>(report.excused.size());
      if (!report.missed.empty()) {
        complain(
            "coverage.toggle", place,
            fmt::format("{} bits never rise and fall: {}{}", report.missed.size(),
                        fmt::join(report.missed.begin(),
                                  report.missed.begin() + std::min<std::ptrdiff_t>(8, std::ssize(report.missed)), ", "),
                        report.missed.size() > 8 ? ", ..." : ""),
            "add a case, or an exception with its reason");
      }
    }
    for (auto [part, sum] : {std::pair{&line_share, &verdict_.lines}, std::pair{&toggle_share, &verdict_.toggles}}) {
      sum->reached += part->reached;
      sum->excused += part->excused;
      sum->total += part->total;
    }
    const bool package = file.ends_with("_pkg.sv");  // functions of parameters: worked out before anything runs
    if (toggle_share.total == 0 && !package) {
      complain("coverage.file", "rtl_templates/" + file, "no unit test instantiates this module", "add one");
    }
  }

  const Sources& sources_;
  const std::vector<Exception>& exceptions_;
  std::vector<bool> used_;
  Verdict verdict_;
};

}  // namespace

Verdict judge(const Points& points, const Sources& sources, const std::vector<Exception>& exceptions,
              double least_toggles) {
  return Judge(sources, exceptions).judge(points, least_toggles);
}

}  // namespace rtl4ml::coverage
