#include "docs/pages/pages.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace rtl4ml {
namespace {

/// A part of bench/run: its name, its heading, and what a reader has to know of its rows.
struct Part {
  const char* name;
  const char* title;
  const char* text;
};

constexpr std::array<Part, 9> kParts = {{
    {"intervals", "Steady-state interval",
     "Clock cycles from one vector to the next when nothing stalls; ideal is that of the slowest layer with every "
     "multiplier busy in\nevery cycle. The random layers have 1 to 40 inputs and outputs and 1 to 8 elements a beat on "
     "either side."},
    {"area", "Area, latency and clock",
     "Layers that `rtl4ml generate` wrote for the part's target, full-range random 8-bit weights, 3 fractional bits, "
     "the "
     "sources of\nweights and biases included. LUTs of ECP5 count a carry cell as two and a LUT RAM as six; LUT4 cells "
     "alone in brackets. Latency\nis from the first beat in to the last beat out, both included. The reference is "
     "MASE, "
     "its last commit with RTL, measured with the\nsame tools."},
    {"memories", "Weights in block RAM",
     "The weight sources of layers of 32 to 1,024 kbit that the part can hold, each synthesised alone; the least share "
     "of the block "
     "RAMs "
     "that any of them\ntakes, and how much of all weights is in them (docs/synthesis.md)."},
    {"cosimulation", "Co-simulation",
     "The same SystemVerilog and the same vectors; every figure is the median of ratios, each of two runs one after "
     "the "
     "other."},
    {"warm", "`make sim` in a built project", "Without and with a cached simulation model."},
    {"oracle", "The integer oracle against LibTorch float32",
     "How many times faster the exact integer network is than LibTorch's float32 forward (OpenBLAS) of the same "
     "network, "
     "on the same\ncores: the best of interleaved rounds, so that other work on the machine counts as little as it "
     "can."},
    {"generation", "Generation", "`rtl4ml generate` of three equal layers, random weights."},
    {"estimates", "Estimates",
     "`rtl4ml estimate` against Yosys on random networks that its coefficients have never seen (docs/estimates.md)."},
    {"folding", "Folding",
     "The parallelism that the compiler chooses (docs/folding.md): the time for 50 Linear layers of 64 features, and "
     "what "
     "shipped designs\ncost by the whole estimate at the rate that they are shipped with, against the 1,000 of 10,000 "
     "random foldings that have the fewest bits."},
}};

/// As a cell of a table may hold it.
std::string cell(const std::string& text) {
  std::string safe;
  for (const char c : text) safe += c == '|' ? "\\|" : c == '\n' ? " " : std::string(1, c);
  return safe;
}

std::string verdict_of(const Claim& claim, const Results& results) {
  const auto result = results.find(claim.rung);
  if (result == results.end()) return "not measured";
  return result->second.passed ? "holds" : "**fails**";
}

/// The summary; and the command, where another one than the claim's gave it.
std::string last_figure(const Claim& claim, const Results& results) {
  const auto result = results.find(claim.rung);
  if (result == results.end()) return "";
  const bool same = result->second.command == claim.command;
  return cell(result->second.summary) + (same ? "" : " (`" + cell(result->second.command) + "`)");
}

/// The claims, and an entry for every result that none of them rests on: it is shown all the same.
std::vector<Claim> with_unclaimed(std::vector<Claim> claims, const Results& results) {
  for (const auto& [rung, result] : results) {
    const auto is_its = [&rung = rung](const Claim& claim) { return claim.rung == rung; };
    if (std::none_of(claims.begin(), claims.end(), is_its))
      claims.push_back({"(No claim in pages/claims.json rests on this.)", rung, result.command});
  }
  return claims;
}

std::string figures_of(const RungResult& result) {
  std::string text = fmt::format("\n### {}\n\n| figure | value |\n|---|---|\n", result.rung);
  for (const auto& [name, value] : result.figures) text += fmt::format("| {} | {} |\n", cell(name), cell(value));
  return text;
}

std::string part_of(const Part& part, const RungResult& bench) {
  std::vector<PerformanceRow> rows;
  std::copy_if(bench.rows.begin(), bench.rows.end(), std::back_inserter(rows),
               [&](const PerformanceRow& row) { return row.part == part.name; });
  if (rows.empty()) return "";  // a part that is newer than the last run
  const bool compared = std::any_of(rows.begin(), rows.end(), [](const auto& row) { return !row.reference.empty(); });
  std::string text = fmt::format("\n## {} (`bench/run {}`)\n\n{}\n\n", part.title, part.name, part.text);
  text += fmt::format("| what | measured | bound | {}verdict |\n|---|---|---|---|{}\n", compared ? "reference | " : "",
                      compared ? "---|" : "");
  for (const PerformanceRow& row : rows) {
    text +=
        fmt::format("| {} | {} | {} | {}{} |\n", cell(row.what), cell(row.measured), cell(row.bound),
                    compared ? cell(row.reference) + " | " : "", row.verdict == "fails" ? "**fails**" : row.verdict);
  }
  return text;
}

}  // namespace

Verdicts verdicts(const std::vector<Claim>& claims, const Results& results) {
  Verdicts count;
  for (const Claim& claim : with_unclaimed(claims, results)) {
    const auto result = results.find(claim.rung);
    ++(result == results.end() ? count.not_measured : result->second.passed ? count.hold : count.fail);
  }
  return count;
}

std::string assurance_page(const std::vector<Claim>& named, const Results& results) {
  const std::vector<Claim> claims = with_unclaimed(named, results);
  const Verdicts count = verdicts(claims, results);
  std::string text = fmt::format(
      "# Assurance\n\nWhat the project claims, the command that checks it, and what that command said last. `make "
      "assurance` writes this page from the\nresults that the commands leave; the claims are in "
      "[pages/claims.json](pages/claims.json), the results in [results](results).\n\n"
      "{} claims: {} hold, {} fail, {} not measured.\n\n"
      "| claim | command | verdict | its last word | on |\n|---|---|---|---|---|\n",
      claims.size(), count.hold, count.fail, count.not_measured);
  for (const Claim& claim : claims) {
    const auto result = results.find(claim.rung);
    text += fmt::format("| {} | `{}` | {} | {} | {} |\n", cell(claim.claim), cell(claim.command),
                        verdict_of(claim, results), last_figure(claim, results),
                        result == results.end() ? "" : result->second.date);
  }
  text += "\n## Figures\n";
  for (const Claim& claim : claims) {
    const auto result = results.find(claim.rung);
    if (result != results.end() && !result->second.figures.empty()) text += figures_of(result->second);
  }
  return text;
}

std::string performance_page(const Results& results) {
  std::string text =
      "# Performance\n\n`make bench` measures every row against its bound, `bench/run PART` those of one part; `make "
      "assurance` writes this page from its\nresult. Counts are exact; ratios compare runs on one machine.\n\n";
  const auto bench = results.find("bench");
  if (bench == results.end()) return text + "Not measured.\n";
  text += fmt::format("{}, on {} ({}).\n", bench->second.summary, bench->second.date, bench->second.machine);
  for (const Part& part : kParts) text += part_of(part, bench->second);
  return text;
}

}  // namespace rtl4ml
