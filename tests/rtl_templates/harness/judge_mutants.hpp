// Where the mutation tool (tests/mutation) asks a unit test which mutants of the library it would notice.
#pragma once

#include <functional>
#include <string>
#include <vector>

namespace rtl4ml::test {

/// Whether RTL4ML_MUTANTS names a list of mutants: lines of a number and a file below rtl_templates. The library is
/// then one in which the environment variable RTL4ML_MUTANT chooses a mutant (tests/mutation/source/schemata.hpp).
[[nodiscard]] bool judging_mutants();

/// Asks `passes` about the unchanged library (number 0) and about every listed mutant of `files` (below rtl_templates),
/// each in a process of its own with RTL4ML_MUTANT set; appends "number passed" or "number killed" to the file
/// $RTL4ML_MUTANTS.verdicts. A process that crashes, or takes a minute, has noticed.
void judge_mutants(const std::vector<std::string>& files, const std::function<bool()>& passes);

/// RTL4ML_QUICK, the number of devices that a quick run of a bench is satisfied with; 0: a full run.
[[nodiscard]] int quick_devices();

}  // namespace rtl4ml::test
