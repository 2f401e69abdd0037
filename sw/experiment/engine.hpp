// Runs the tasks of an experiment on all cores, each on one of them, and keeps what is finished.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "sw/base/error.hpp"
#include "sw/experiment/record.hpp"
#include "sw/experiment/run_store.hpp"

namespace rtl4ml {

/// One run. `measure` is called on some thread, unless the run is finished already; what it measures must not depend on
/// which thread, nor on the order of tasks.
struct Task {
  std::string variant;
  std::uint64_t seed = 0;
  std::function<Result<Record>()> measure;
};

/// The records of all tasks, in the order of the tasks. Tasks that are finished in `store` are not run again; those
/// that are run are saved at once. Progress goes to standard error, with an estimate, under the name `what`. `threads`
/// 0: as many as there are cores. The first fault ends the work: tasks that run are finished, no others begun. Errors:
/// those of the tasks; process.interrupted (Ctrl-C), what is finished is kept; file.unwritable
[[nodiscard]] Result<std::vector<Record>> run_tasks(const RunStore& store, const std::vector<Task>& tasks,
                                                    const std::string& what, int threads = 0);

}  // namespace rtl4ml
