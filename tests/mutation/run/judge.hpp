// Runs the unit tests against mutants of the library.
#pragma once

#include <filesystem>
#include <fstream>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "sw/base/error.hpp"
#include "tests/mutation/run/benches.hpp"
#include "tests/mutation/run/library.hpp"

namespace rtl4ml::mutation {

enum class Fate {
  kAlive,       ///< every test passes
  kKilled,      ///< a test fails
  kNotCompiled  ///< no SystemVerilog any more: counts for nothing
};

struct Verdict {
  Fate fate = Fate::kAlive;
  std::string by;  ///< the test that failed; "(lint)" and "(parameter check)" behind it where no simulation was needed
};

struct JudgeOptions {
  std::filesystem::path tree;          ///< the checkout
  std::filesystem::path work;          ///< a folder for mutated libraries, lists and outputs
  std::filesystem::path test_program;  ///< test_rtl
  std::string seed = "1";              ///< RTL4ML_SEED of the tests
  int jobs = 2;
  int quick_devices = 6;  ///< of a bench, at first
  bool resume = false;    ///< an earlier run of the same sources was interrupted: what it found holds
};

[[nodiscard]] const char* name_of(Fate fate);

/// Judges mutants of a library, each named by its index in library.mutants().
class Judge {
 public:
  /// Errors: emit.library where a unit test names a module that is not there; mutation.journal where there is nothing
  /// to resume, or not of these mutants
  [[nodiscard]] static Result<std::unique_ptr<Judge>> create(const MutatedLibrary& library, JudgeOptions options);

  /// Run-time mutants: one model per unit test, which is told the number of the mutant.
  /// Errors: mutation.baseline where a unit test fails on the unchanged library
  [[nodiscard]] Result<void> judge_at_run_time(const std::vector<std::size_t>& mutants);
  /// A model per mutant and unit test, with a few of the test's devices.
  /// Errors: mutation.baseline where a unit test fails on the unchanged library
  [[nodiscard]] Result<void> judge_at_elaboration(const std::vector<std::size_t>& mutants);
  /// What is still alive, against whole unit tests and proofs: all devices, parameters out of range and at their
  /// limits, the proofs of the module, then Icarus and the netlist.
  [[nodiscard]] Result<void> judge_thoroughly(const std::vector<std::size_t>& mutants);

  [[nodiscard]] const Verdict& verdict(std::size_t mutant) const { return verdicts_[mutant]; }

 private:
  Judge(const MutatedLibrary& library, JudgeOptions options)
      : library_(library), options_(std::move(options)), verdicts_(library.mutants().size()) {}

  struct Outcome {
    bool passed = false;
    std::string output;
  };

  /// Takes what the journal of an interrupted run says.
  [[nodiscard]] Result<void> read_journal(const std::filesystem::path& path);
  /// A verdict that no further test will change; safe to call from several threads.
  void settle(std::size_t mutant, Verdict verdict);
  [[nodiscard]] Result<void> run_bench(std::size_t bench, const std::vector<std::size_t>& mutants,
                                       const std::filesystem::path& folder, int devices);
  [[nodiscard]] Result<void> check_unchanged() const;
  /// The proofs that look at the mutant's file.
  [[nodiscard]] Result<void> judge_by_proof(std::size_t index, const std::filesystem::path& folder);
  [[nodiscard]] Result<std::vector<std::string>> proved_with(const std::string& file) const;
  /// Once for each module.
  [[nodiscard]] Result<void> check_unchanged_proofs(const std::string& module);
  [[nodiscard]] Result<bool> prove(const std::string& module, const std::filesystem::path& library,
                                   const std::filesystem::path& work) const;
  [[nodiscard]] Result<void> judge_alone(std::size_t mutant, const std::filesystem::path& library, int devices);
  /// Runs a test case with RTL4ML_RTL=library and what `more` adds to the environment and to the arguments.
  [[nodiscard]] Result<Outcome> run_test(const std::string& test, const std::filesystem::path& library,
                                         const std::vector<std::string>& environment,
                                         const std::vector<std::string>& arguments = {}) const;
  [[nodiscard]] bool compiles(std::size_t bench, const std::filesystem::path& library) const;
  void write_library(const std::filesystem::path& folder) const;
  /// Calls `each` for every mutant, jobs at a time, with a library folder of its own that holds the mutant.
  template <class Each>
  [[nodiscard]] Result<void> with_own_library(const std::vector<std::size_t>& mutants, Each each);

  const MutatedLibrary& library_;
  JudgeOptions options_;
  std::vector<std::vector<std::string>> closures_;  // of every bench
  std::vector<Verdict> verdicts_;
  std::mutex settling_;
  std::mutex proving_;
  std::vector<std::string> proved_unchanged_;  // modules whose proofs hold for the unchanged library
  std::ofstream journal_;                      // work/journal.txt: a line for each verdict that is settled
};

}  // namespace rtl4ml::mutation
