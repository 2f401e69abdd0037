#include "tests/mutation/run/report.hpp"

#include <fmt/format.h>

#include <set>

namespace rtl4ml::mutation {
namespace {

void count(Score& score, const Verdict& verdict, bool listed) {
  if (verdict.fate == Fate::kNotCompiled) {
    ++score.not_compiled;
    return;
  }
  ++score.mutants;
  if (verdict.fate == Fate::kKilled) {
    ++score.killed;
    score.by_lint += verdict.by.ends_with("(lint)") || verdict.by.ends_with("(parameter check)") ? 1 : 0;
  } else {
    ++(listed ? score.equivalent : score.surviving);
  }
}

std::string row(const std::string& name, const Score& score) {
  return fmt::format("{:<42} {:>7} {:>7} {:>10} {:>10} {:>9} {:>8.1f} %\n", name, score.mutants, score.killed,
                     score.by_lint, score.equivalent, score.surviving, score.killed_percent());
}

}  // namespace

Report report_of(const std::vector<Judged>& judged, const Equivalents& equivalents, bool sampled) {
  Report report;
  report.sampled = sampled;
  std::set<std::string> survived, seen;
  for (const Judged& one : judged) {
    const bool listed = equivalents.contains(one.mutant->statement);
    count(report.files[one.mutant->file], one.verdict, listed);
    count(report.total, one.verdict, listed);
    seen.insert(one.mutant->statement);
    if (one.verdict.fate != Fate::kAlive) continue;
    survived.insert(one.mutant->statement);
    if (!listed) report.survivors.push_back(one);
  }
  for (const auto& [mutant, reason] : equivalents) {
    const bool judged_here = !sampled || seen.contains(mutant);
    if (judged_here && !survived.contains(mutant)) report.stale.push_back(mutant);
  }
  return report;
}

std::string table_of(const Report& report) {
  std::string text = fmt::format("{:<42} {:>7} {:>7} {:>10} {:>10} {:>9} {:>10}\n", "file", "mutants", "killed",
                                 "(by check)", "equivalent", "surviving", "killed");
  for (const auto& [file, score] : report.files) text += row(file, score);
  return text + row("all", report.total);
}

}  // namespace rtl4ml::mutation
