// `make mutate`: are the tests any good? Changes the sources in small ways and sees whether a test fails.
#include <fmt/format.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <fstream>
#include <iostream>
#include <nlohmann/json.hpp>

#include "sw/base/file.hpp"
#include "sw/base/interrupt.hpp"
#include "sw/base/source_tree.hpp"
#include "tests/mutation/run/planted.hpp"
#include "tests/mutation/run/report.hpp"

namespace rtl4ml::mutation {
namespace {

namespace fs = std::filesystem;

constexpr std::uint64_t kLimit = std::uint64_t{1} << 20;

struct Options {
  int sample = 0;  // mutants of the library; 0: all
  int jobs = 2;
  std::string seed = "1";
  std::string file;    // mutants of this file only
  bool list = false;   // say what there is, and judge nothing
  std::string moment;  // "value" or "fixed": mutants of this moment only
  bool rtl = true, planted = true, thorough = true, resume = false;
  bool equivalents = false;  // try to kill what needs a model of its own although it is listed as equivalent
};

/// Some of the mutants, evenly from all files; always the same ones.
std::vector<std::size_t> chosen(const MutatedLibrary& library, const Options& options) {
  std::vector<std::size_t> all;
  for (std::size_t i = 0; i < library.mutants().size(); ++i) {
    const Mutant& mutant = library.mutants()[i];
    const bool value = mutant.moment == Moment::kRunTime;
    if (!options.file.empty() && mutant.file != options.file) continue;
    if (!options.moment.empty() && (options.moment == "value") != value) continue;
    all.push_back(i);
  }
  const auto wanted = static_cast<std::size_t>(options.sample);
  if (wanted == 0 || wanted >= all.size()) return all;
  std::vector<std::size_t> some;
  for (std::size_t i = 0; i < wanted; ++i) some.push_back(all[i * all.size() / wanted]);
  return some;
}

std::vector<std::size_t> of_moment(const MutatedLibrary& library, const std::vector<std::size_t>& mutants,
                                   bool run_time) {
  std::vector<std::size_t> some;
  for (const std::size_t index : mutants) {
    if ((library.mutants()[index].moment == Moment::kRunTime) == run_time) some.push_back(index);
  }
  return some;
}

Result<Report> judge_library(const Options& options, const fs::path& work) {
  const auto library = MutatedLibrary::read(source_tree() / "rtl_templates");
  if (!library) return faults(library.error());
  const auto text = read_file(source_tree() / "tests/mutation/equivalent.txt", kLimit);
  if (!text) return faults(text.error());
  const auto equivalents = parse_equivalents("tests/mutation/equivalent.txt", *text);
  if (!equivalents) return faults(equivalents.error());
  const std::vector<std::size_t> mutants = chosen(*library, options);
  const auto at_run_time = of_moment(*library, mutants, true);
  auto alone = of_moment(*library, mutants, false);
  fmt::print("{} mutants of rtl_templates, {} of them of values, {} of what is fixed before the simulation starts\n",
             mutants.size(), at_run_time.size(), alone.size());
  std::fflush(stdout);
  const auto listed = [&](std::size_t index) { return equivalents->contains(library->mutants()[index].statement); };
  if (!options.equivalents) alone.erase(std::remove_if(alone.begin(), alone.end(), listed), alone.end());
  JudgeOptions judge_options{source_tree(), work, RTL4ML_TEST_RTL, options.seed, options.jobs};
  judge_options.resume = options.resume;
  const auto created = Judge::create(*library, judge_options);
  if (!created) return faults(created.error());
  Judge& judge = **created;
  if (const auto done = judge.judge_at_run_time(at_run_time); !done) return faults(done.error());
  if (const auto done = judge.judge_at_elaboration(alone); !done) return faults(done.error());
  std::vector<std::size_t> doubtful;
  for (const std::size_t index : mutants) {
    const bool alive = judge.verdict(index).fate == Fate::kAlive;
    if (alive && !listed(index)) doubtful.push_back(index);
  }
  fmt::print("{} survive the quick tests and are not known to be equivalent\n", doubtful.size());
  std::fflush(stdout);
  if (options.thorough) {
    if (const auto done = judge.judge_thoroughly(doubtful); !done) return faults(done.error());
  }
  std::vector<Judged> judged;
  std::ofstream verdicts(work / "verdicts.txt");
  for (const std::size_t index : mutants) {
    const Mutant& mutant = library->mutants()[index];
    const Verdict& verdict = judge.verdict(index);
    judged.push_back({&mutant, verdict});
    verdicts << name_of(verdict.fate) << "\t" << mutant.place() << "\t" << mutant.statement << "\t" << verdict.by
             << "\n";
  }
  Report report = report_of(judged, *equivalents, mutants.size() < library->mutants().size());
  fmt::print("\n{}", table_of(report));
  for (const Judged& one : report.survivors) {
    fmt::print("\nsurvives: {}\n  {}\n", one.mutant->place(), one.mutant->statement);
  }
  for (const std::string& entry : report.stale) {
    fmt::print("\nnot alive any more, or not there: tests/mutation/equivalent.txt has\n  {}\n", entry);
  }
  return report;
}

struct Planted {
  std::size_t bugs = 0, noticed = 0;
};

Result<Planted> judge_planted(const Options& options, const fs::path& work) {
  Planted answer;
  for (const char* name : {"planted.txt", "seeded_number.txt"}) {
    const std::string path = std::string("tests/mutation/") + name;
    const auto text = read_file(source_tree() / path, kLimit);
    if (!text) return faults(text.error());
    auto bugs = parse_planted(path, *text);
    if (!bugs) return faults(bugs.error());
    const auto noticed = plant(*bugs, {source_tree(), RTL4ML_BUILD, fs::path(RTL4ML_TEST_RTL).parent_path(), work,
                                       options.seed, options.jobs});
    if (!noticed) return faults(noticed.error());
    for (std::size_t i = 0; i < bugs->size(); ++i) {
      ++answer.bugs;
      answer.noticed += (*noticed)[i] ? 1 : 0;
      if (!(*noticed)[i]) fmt::print("not noticed: {}: {} in {}\n", (*bugs)[i].place, (*bugs)[i].name, (*bugs)[i].file);
    }
  }
  return answer;
}

int list_mutants(const Options& options) {
  const auto library = MutatedLibrary::read(source_tree() / "rtl_templates");
  if (!library) {
    std::cerr << to_string(library.error());
    return 2;
  }
  for (const std::size_t index : chosen(*library, options)) {
    const Mutant& mutant = library->mutants()[index];
    const char* moment = mutant.moment == Moment::kRunTime  ? "value"
                         : mutant.moment == Moment::kIcarus ? "icarus"
                                                            : "fixed";
    fmt::print("{:4} {}{} {}:{} {}\n     {}\n", index + 1, moment, mutant.guard ? " guard" : "", mutant.line,
               mutant.column, mutant.kind, mutant.statement);
  }
  return 0;
}

int run(const Options& options) {
  if (options.list) return list_mutants(options);
  const fs::path work = fs::path(RTL4ML_BUILD).parent_path() / "mutation";
  fs::create_directories(work);
  Report report;
  if (options.rtl) {
    auto judged = judge_library(options, work);
    if (!judged) {
      std::cerr << to_string(judged.error());
      return 2;
    }
    report = std::move(*judged);
  }
  Planted planted;
  if (options.planted) {
    const auto judged = judge_planted(options, work);
    if (!judged) {
      std::cerr << to_string(judged.error());
      return 2;
    }
    planted = *judged;
  }
  const Score& total = report.total;
  const bool passed = (!options.rtl || report.passed()) && planted.noticed == planted.bugs;
  const std::string summary = fmt::format(
      "mutation: {}{} RTL mutants, {} killed ({:.1f} %), {} equivalent, {} surviving; {} of {} planted bugs noticed",
      total.mutants, report.sampled ? " sampled" : "", total.killed, total.killed_percent(), total.equivalent,
      total.surviving, planted.noticed, planted.bugs);
  if (options.rtl && options.planted && options.thorough && options.file.empty() && options.moment.empty()) {
    const nlohmann::ordered_json result = {
        {"rung", "mutation"},
        {"command", options.sample == 0 ? "make mutate" : fmt::format("make mutate SAMPLE={}", options.sample)},
        {"passed", passed},
        {"summary", summary},
        {"figures",
         {{"mutants", total.mutants},
          {"killed", total.killed},
          {"killed_by_check", total.by_lint},
          {"killed_percent", fmt::format("{:.1f}", total.killed_percent())},
          {"equivalent", total.equivalent},
          {"surviving", total.surviving},
          {"not_compiled", total.not_compiled},
          {"planted", planted.bugs},
          {"planted_noticed", planted.noticed},
          {"seed", options.seed}}}};
    fs::create_directories(fs::path(RTL4ML_BUILD).parent_path() / "results");
    const auto written =
        write_file(fs::path(RTL4ML_BUILD).parent_path() / "results/mutation.json", result.dump(2) + "\n");
    if (!written) {
      std::cerr << to_string(written.error());
      return 2;
    }
  }
  fmt::print("\n{}: {}\n", summary, passed ? "passed" : "FAILED");
  return passed ? 0 : 1;
}

}  // namespace
}  // namespace rtl4ml::mutation

int main(int argc, char** argv) {
  rtl4ml::mutation::Options options;
  CLI::App app{"Changes the sources in small ways and sees whether a test fails"};
  app.add_option("--sample", options.sample, "that many mutants of the library; 0: all");
  app.add_option("--jobs", options.jobs, "tests that run at the same time");
  app.add_option("--seed", options.seed, "RTL4ML_SEED of the tests");
  app.add_option("--file", options.file, "mutants of this file only, such as stream/stream_fifo.sv");
  app.add_option("--moment", options.moment, "value: mutants that one model can hold; fixed: the others");
  app.add_flag("--list", options.list, "list the mutants, run nothing");
  app.add_flag("!--no-rtl", options.rtl, "no mutants of the library");
  app.add_flag("!--no-thorough", options.thorough, "do not run whole unit tests on what survives the quick ones");
  app.add_flag("!--no-planted", options.planted, "no bugs planted by hand");
  app.add_flag("--equivalents", options.equivalents,
               "build models of the mutants that are listed as equivalent too: an hour more");
  app.add_flag("--resume", options.resume, "go on with a run that was interrupted, of the same sources and tests");
  CLI11_PARSE(app, argc, argv);
  rtl4ml::catch_interrupts();
  return rtl4ml::mutation::run(options);
}
