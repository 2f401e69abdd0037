// Puts together what the unit suite reached in rtl_templates. cmake/coverage runs it.
// usage: rtl_coverage DATA_FOLDER REPORT_FOLDER    every *.dat of Verilator -> index.html and figures.txt (name value)
// Exit status: 0 enough was reached; 1 not, or an exception is stale; 2 the data or the list cannot be read.
#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <iostream>

#include "sw/base/file.hpp"
#include "sw/base/source_tree.hpp"
#include "tests/coverage/report/html.hpp"

namespace {

namespace fs = std::filesystem;
using namespace rtl4ml;

constexpr std::uint64_t kMostBytes = std::uint64_t{1} << 30;
constexpr double kLeastToggles = 95.0;
constexpr std::size_t kMostShown = 40;

Result<coverage::Points> read_points(const fs::path& folder, const fs::path& library) {
  coverage::Points points;
  std::error_code failed;
  for (const fs::directory_entry& entry : fs::directory_iterator(folder, failed)) {
    if (entry.path().extension() != ".dat") continue;
    const Result<std::string> text = read_file(entry.path(), kMostBytes);
    if (!text) return faults(text.error());
    const Result<void> added = coverage::add_points(points, entry.path().string(), *text, library.string() + "/");
    if (!added) return faults(added.error());
  }
  if (!points.empty()) return points;
  return fault("coverage.data", folder.string(), "holds no coverage data of rtl_templates",
               "run the unit suite with RTL4ML_COVERAGE=" + folder.string());
}

Result<coverage::Sources> read_sources(const fs::path& library) {
  coverage::Sources sources;
  for (const fs::directory_entry& entry : fs::recursive_directory_iterator(library)) {
    // The wrappers of the proofs stand beside their cells; `make formal` runs them, no simulation does.
    const std::string name = entry.path().filename().string();
    if (!name.ends_with(".sv") || name.ends_with("_formal.sv")) continue;
    const Result<std::string> text = read_file(entry.path(), kMostBytes);
    if (!text) return faults(text.error());
    std::vector<std::string>& lines = sources[fs::relative(entry.path(), library).string()];
    for (std::size_t at = 0; at < text->size();) {
      const std::size_t end = std::min(text->find('\n', at), text->size());
      lines.push_back(text->substr(at, end - at));
      at = end + 1;
    }
  }
  return sources;
}

Result<coverage::Verdict> run(const fs::path& data, const fs::path& report) {
  const fs::path library = source_tree() / "rtl_templates";
  const std::string list = (source_tree() / "tests" / "coverage" / "exceptions.txt").string();
  const Result<coverage::Points> points = read_points(data, library);
  if (!points) return faults(points.error());
  const Result<coverage::Sources> sources = read_sources(library);
  if (!sources) return faults(sources.error());
  const Result<std::string> text = read_file(list, kMostBytes);
  if (!text) return faults(text.error());
  const auto exceptions = coverage::read_exceptions("tests/coverage/exceptions.txt", *text);
  if (!exceptions) return faults(exceptions.error());
  coverage::Verdict verdict = coverage::judge(*points, *sources, *exceptions, kLeastToggles);
  Result<void> written = write_file(report / "index.html", coverage::html_report(verdict, *sources));
  const coverage::Share& lines = verdict.lines;
  const coverage::Share& toggles = verdict.toggles;
  if (written) {
    written =
        write_file(report / "figures.txt",
                   fmt::format("lines_percent {:.2f}\nlines_reached {}\nlines_excused {}\nlines {}\ntoggles_percent "
                               "{:.2f}\ntoggles_reached {}\ntoggles_excused {}\ntoggles {}\nexceptions {}\n",
                               lines.percent(), lines.reached, lines.excused, lines.total, toggles.percent(),
                               toggles.reached, toggles.excused, toggles.total, exceptions->size()));
  }
  if (!written) return faults(written.error());
  return verdict;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 3) {
    std::cerr << "usage: rtl_coverage DATA_FOLDER REPORT_FOLDER\n";
    return 2;
  }
  const Result<coverage::Verdict> verdict = run(argv[1], argv[2]);
  if (!verdict) {
    std::cerr << to_string(verdict.error());
    return 2;
  }
  for (std::size_t i = 0; i < std::min(verdict->errors.size(), kMostShown); ++i)
    std::cerr << to_string(verdict->errors[i]);
  if (verdict->errors.size() > kMostShown) std::cerr << verdict->errors.size() - kMostShown << " more\n";
  return verdict->errors.empty() ? 0 : 1;
}
