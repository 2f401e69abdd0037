#include "tests/mutation/run/judge.hpp"

#include <algorithm>
#include <map>
#include <sstream>

#include "sw/base/file.hpp"
#include "sw/base/process.hpp"
#include "tests/mutation/run/parallel.hpp"
#include "tests/mutation/source/schemata.hpp"

namespace rtl4ml::mutation {
namespace {

namespace fs = std::filesystem;

constexpr double kBenchSeconds = 1200.0;  // all mutants of one unit test
constexpr double kTestSeconds = 300.0;
constexpr int kAllDevices = 1 << 20;

void write_text(const fs::path& path, const std::string& text) {
  fs::create_directories(path.parent_path());
  std::ofstream(path, std::ios::trunc) << text;
}

bool contains(const std::vector<std::string>& list, const std::string& one) {
  return std::find(list.begin(), list.end(), one) != list.end();
}

/// Whether Verilator found an error, and not just warnings.
bool has_errors(const std::string& output) {
  for (std::size_t at = output.find("%Error"); at != std::string::npos; at = output.find("%Error", at + 1)) {
    if (output.compare(at, 19, "%Error: Exiting due") != 0) return true;
  }
  return false;
}

/// What a failed test case says of how it was noticed.
std::string manner(const std::string& output) {
  if (output.find("%Warning-USERERROR") != std::string::npos) return " (parameter check)";
  if (output.find("%Warning-") != std::string::npos) return " (lint)";
  return "";
}

}  // namespace

const char* name_of(Fate fate) {
  return fate == Fate::kAlive ? "alive" : fate == Fate::kKilled ? "killed" : "uncompiled";
}

Result<std::unique_ptr<Judge>> Judge::create(const MutatedLibrary& library, JudgeOptions options) {
  std::unique_ptr<Judge> judge(new Judge(library, std::move(options)));
  for (const Bench& bench : benches()) {
    auto files = library.closure(bench.roots);
    if (!files) return faults(files.error());
    judge->closures_.push_back(std::move(*files));
  }
  const fs::path journal = judge->options_.work / "journal.txt";
  if (judge->options_.resume) {
    if (const auto read = judge->read_journal(journal); !read) return faults(read.error());
  }
  fs::create_directories(judge->options_.work);
  judge->journal_.open(journal, judge->options_.resume ? std::ios::app : std::ios::trunc);
  return judge;
}

Result<void> Judge::read_journal(const fs::path& path) {
  std::map<std::string, std::size_t> known;
  for (std::size_t i = 0; i < library_.mutants().size(); ++i) known[library_.mutants()[i].statement] = i;
  std::ifstream lines(path);
  if (!lines) return fault("mutation.journal", path.string(), "there is no run to resume", "run without --resume");
  for (std::string line; std::getline(lines, line);) {
    std::istringstream words(line);
    std::string fate, statement, by;
    std::getline(std::getline(std::getline(words, fate, '\t'), statement, '\t'), by);
    const auto found = known.find(statement);
    if (found == known.end()) {
      return fault("mutation.journal", path.string(), "of other sources: " + statement, "run without --resume");
    }
    verdicts_[found->second] = {fate == name_of(Fate::kKilled) ? Fate::kKilled : Fate::kNotCompiled, by};
  }
  return {};
}

void Judge::settle(std::size_t mutant, Verdict verdict) {
  const std::lock_guard<std::mutex> lock(settling_);
  journal_ << name_of(verdict.fate) << "\t" << library_.mutants()[mutant].statement << "\t" << verdict.by << std::endl;
  verdicts_[mutant] = std::move(verdict);
}

/// With the formal wrappers, which the proofs need.
void Judge::write_library(const fs::path& folder) const {
  fs::copy(options_.tree / "rtl_templates", folder, fs::copy_options::recursive | fs::copy_options::overwrite_existing);
}

Result<Judge::Outcome> Judge::run_test(const std::string& test, const fs::path& library,
                                       const std::vector<std::string>& environment,
                                       const std::vector<std::string>& arguments) const {
  std::vector<std::string> command = {"env", "RTL4ML_RTL=" + library.string(), "RTL4ML_SEED=" + options_.seed};
  command.insert(command.end(), environment.begin(), environment.end());
  command.insert(command.end(), {options_.test_program.string(), filter_of(test)});
  command.insert(command.end(), arguments.begin(), arguments.end());
  const bool many = !environment.empty() && environment[0].starts_with("RTL4ML_MUTANTS");
  auto result = run_process(command, options_.tree, many ? kBenchSeconds : kTestSeconds);
  if (!result && result.error()[0].code == "process.timeout") return Outcome{false, "takes too long"};
  if (!result) return faults(result.error());
  return Outcome{result->exit_status == 0, std::move(result->output)};
}

// Run time
// ---------------------------------------------------------------------------------------------------------------

Result<void> Judge::judge_at_run_time(const std::vector<std::size_t>& mutants) {
  // File by file, and with a few devices first: all mutants in all devices would be a model that takes minutes to
  // build.
  return in_parallel(options_.jobs, library_.files().size(), [&](std::size_t number, int worker) -> Result<void> {
    const LibraryFile& file = library_.files()[number];
    const fs::path folder = options_.work / ("schemata_" + std::to_string(worker));
    write_library(folder);
    for (const int devices : {options_.quick_devices, 0}) {
      std::vector<std::size_t> alive;
      std::vector<NumberedMutant> numbered;
      for (const std::size_t index : mutants) {
        const Mutant& mutant = library_.mutants()[index];
        if (mutant.file != file.path || verdicts_[index].fate != Fate::kAlive) continue;
        alive.push_back(index);
        numbered.emplace_back(static_cast<int>(index) + 1, &mutant);
      }
      write_text(folder / file.path, schemata(file.text, numbered, devices != 0));
      for (std::size_t bench = 0; bench < benches().size(); ++bench) {
        if (!contains(closures_[bench], file.path) || (devices != 0 && !benches()[bench].of_devices)) continue;
        const Result<void> done = run_bench(bench, alive, folder, devices);
        if (!done) return done;
      }
    }
    return {};
  });
}

/// Asks a unit test about those of the mutants that are still alive; `folder` has the library that holds them.
Result<void> Judge::run_bench(std::size_t bench, const std::vector<std::size_t>& mutants, const fs::path& folder,
                              int devices) {
  const fs::path list = folder / "mutants.txt";
  fs::remove(list.string() + ".verdicts");
  std::size_t wanted = 0;
  {
    std::ofstream lines(list);
    for (const std::size_t index : mutants) {
      if (verdicts_[index].fate != Fate::kAlive) continue;
      lines << index + 1 << " " << library_.mutants()[index].file << "\n";
      ++wanted;
    }
  }
  if (wanted == 0) return {};
  const auto outcome = run_test(benches()[bench].test, folder,
                                {"RTL4ML_MUTANTS=" + list.string(), "RTL4ML_QUICK=" + std::to_string(devices)});
  if (!outcome) return faults(outcome.error());
  std::ifstream lines(list.string() + ".verdicts");
  std::size_t number = 0, judged = 0;
  bool baseline = false;
  for (std::string word; lines >> number >> word;) {
    if (number == 0) {
      baseline = word == "passed";
      continue;
    }
    ++judged;
    if (word == "killed") settle(number - 1, {Fate::kKilled, benches()[bench].test});
  }
  if (!outcome->passed || !baseline || judged != wanted) {
    return fault("mutation.baseline", benches()[bench].test,
                 "this test does not pass with the library that holds the mutants while none is chosen:\n" +
                     outcome->output.substr(0, 4000),
                 "see that make test passes; then compare " + folder.string() + " with rtl_templates");
  }
  return {};
}

// A model each
// -----------------------------------------------------------------------------------------------------------

template <class Each>
Result<void> Judge::with_own_library(const std::vector<std::size_t>& mutants, Each each) {
  for (int worker = 0; worker < options_.jobs; ++worker) {
    write_library(options_.work / ("library_" + std::to_string(worker)));
  }
  return in_parallel(options_.jobs, mutants.size(), [&](std::size_t i, int worker) -> Result<void> {
    const std::size_t index = mutants[i];
    if (verdicts_[index].fate != Fate::kAlive) return {};
    const fs::path folder = options_.work / ("library_" + std::to_string(worker));
    const Mutant& mutant = library_.mutants()[index];
    const std::string& original = library_.file(mutant.file).text;
    write_text(folder / mutant.file, applied(original, mutant));
    const Result<void> done = each(index, folder);
    write_text(folder / mutant.file, original);
    return done;
  });
}

Result<void> Judge::judge_at_elaboration(const std::vector<std::size_t>& mutants) {
  if (mutants.empty()) return {};
  if (const auto unchanged = check_unchanged(); !unchanged) return unchanged;
  return with_own_library(mutants, [&](std::size_t index, const fs::path& folder) {
    return judge_alone(index, folder, options_.quick_devices);
  });
}

Result<void> Judge::judge_thoroughly(const std::vector<std::size_t>& mutants) {
  return with_own_library(mutants, [&](std::size_t index, const fs::path& folder) -> Result<void> {
    // The cheapest first; Verilator's part is nearly always enough.
    if (const auto done = judge_alone(index, folder, kAllDevices); !done || verdicts_[index].fate != Fate::kAlive)
      return done;
    if (const auto done = judge_by_proof(index, folder); !done || verdicts_[index].fate != Fate::kAlive) return done;
    return judge_alone(index, folder, 0);
  });
}

/// The modules whose proofs look at the file: its own, or, where it has none, those that are built of it.
Result<std::vector<std::string>> Judge::proved_with(const std::string& file) const {
  const auto proofs = read_file(options_.tree / "tests/formal/proofs", std::uint64_t{1} << 20U);
  if (!proofs) return faults(proofs.error());
  const auto has_proofs = [&](const std::string& module) {
    return proofs->find("\n" + module + " ") != std::string::npos;
  };
  const std::string own = fs::path(file).stem().string();
  if (has_proofs(own)) return std::vector<std::string>{own};
  std::vector<std::string> modules;
  for (const LibraryFile& other : library_.files()) {
    const std::string module = fs::path(other.path).stem().string();
    if (!has_proofs(module) || fs::path(other.path).parent_path() != fs::path(file).parent_path()) continue;
    const auto files = library_.closure({module});
    if (!files) return faults(files.error());
    if (contains(*files, file)) modules.push_back(module);
  }
  return modules;
}

Result<void> Judge::judge_by_proof(std::size_t index, const fs::path& folder) {
  const auto modules = proved_with(library_.mutants()[index].file);
  if (!modules) return faults(modules.error());
  for (const std::string& module : *modules) {
    const auto holds = prove(module, folder, folder / "formal");
    if (!holds) return faults(holds.error());
    if (*holds) continue;
    if (const auto unchanged = check_unchanged_proofs(module); !unchanged) return unchanged;
    settle(index, {Fate::kKilled, "make formal: " + module});
    break;
  }
  return {};
}

/// Proofs that fail by themselves would kill every mutant.
Result<void> Judge::check_unchanged_proofs(const std::string& module) {
  const std::lock_guard lock(proving_);
  if (contains(proved_unchanged_, module)) return {};
  const auto holds = prove(module, options_.tree / "rtl_templates", options_.work / "formal");
  if (!holds) return faults(holds.error());
  if (!*holds) {
    return fault("mutation.baseline", "tests/formal/prove " + module,
                 "these proofs do not hold for the unchanged library", "see that make formal passes");
  }
  proved_unchanged_.push_back(module);
  return {};
}

/// Whether all proofs of the module hold.
Result<bool> Judge::prove(const std::string& module, const fs::path& library, const fs::path& work) const {
  const auto proved = run_process({"env", "RTL4ML_RTL=" + library.string(), "RTL4ML_FORMAL_FOLDER=" + work.string(),
                                   "tests/formal/prove", "--no-bugs", module},
                                  options_.tree, kBenchSeconds);
  if (!proved) return faults(proved.error());
  return proved->exit_status == 0;
}

/// Tests that fail by themselves would kill every mutant.
Result<void> Judge::check_unchanged() const {
  return in_parallel(options_.jobs, benches().size() + 1, [&](std::size_t i, int) -> Result<void> {
    const std::string test = i < benches().size() ? benches()[i].test : kRefusalTest;
    const auto outcome =
        run_test(test, options_.tree / "rtl_templates", {"RTL4ML_QUICK=" + std::to_string(options_.quick_devices)});
    if (!outcome) return faults(outcome.error());
    if (outcome->passed) return {};
    return fault("mutation.baseline", test,
                 "this test does not pass with the unchanged library:\n" + outcome->output.substr(0, 4000),
                 "see that make test passes");
  });
}

/// With a number of devices: the quick form of the tests; with 0: as `make test` runs them.
Result<void> Judge::judge_alone(std::size_t index, const fs::path& folder, int devices) {
  const Mutant& mutant = library_.mutants()[index];
  if (mutant.guard || mutant.moment == Moment::kIcarus || devices == kAllDevices) {
    const std::string stem = fs::path(mutant.file).stem().string();
    const bool package = stem.ends_with("_pkg");  // is in the checks of all modules
    const auto refusals =
        run_test(kRefusalTest, folder, {}, package ? std::vector<std::string>{} : std::vector<std::string>{"-c", stem});
    if (!refusals) return faults(refusals.error());
    if (!refusals->passed) {
      settle(index, {Fate::kKilled, kRefusalTest});
      return {};
    }
  }
  if (mutant.moment == Moment::kIcarus && devices != 0) return {};  // only the replays look at it
  const std::vector<std::string> quick = {"RTL4ML_QUICK=" + std::to_string(devices)};
  for (std::size_t bench = 0; bench < benches().size(); ++bench) {
    if (!contains(closures_[bench], mutant.file)) continue;
    const auto outcome = run_test(benches()[bench].test, folder, devices != 0 ? quick : std::vector<std::string>{});
    if (!outcome) return faults(outcome.error());
    if (outcome->passed) continue;
    if (has_errors(outcome->output) && !compiles(bench, folder)) {
      settle(index, {Fate::kNotCompiled, ""});
    } else {
      settle(index, {Fate::kKilled, benches()[bench].test + manner(outcome->output)});
    }
    return {};
  }
  return {};
}

/// With the parameters that the modules of the bench have by themselves.
bool Judge::compiles(std::size_t bench, const fs::path& library) const {
  std::vector<std::string> command = {"verilator", "--lint-only", "-Wno-fatal", "--top-module",
                                      benches()[bench].roots[0]};
  for (const std::string& file : closures_[bench]) command.push_back((library / file).string());
  const auto result = run_process(command, options_.work, 60.0);
  return result && !has_errors(result->output);
}

}  // namespace rtl4ml::mutation
