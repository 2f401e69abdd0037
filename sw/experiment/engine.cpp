#include "sw/experiment/engine.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cassert>
#include <mutex>
#include <set>
#include <thread>

#include "sw/base/interrupt.hpp"
#include "sw/base/progress.hpp"

namespace rtl4ml {
namespace {

/// What the threads share.
class Work {
 public:
  Work(const RunStore& store, const std::vector<Task>& tasks, const std::string& what)
      : store_(store),
        tasks_(tasks),
        records_(tasks.size()),
        progress_(what, "runs", static_cast<std::int64_t>(tasks.size())) {}

  /// Takes one task after the other until there are none, or one failed.
  void run() {
    for (std::size_t index = 0; take(index);) {
      const Task& task = tasks_[index];
      std::optional<Record> known = store_.find(task.variant, task.seed);
      Result<Record> record = known ? Result<Record>(std::move(*known)) : measured(task);
      finish(index, std::move(record));
    }
  }

  Result<std::vector<Record>> result() {
    if (!errors_.empty()) return faults(std::move(errors_));
    if (done_ < tasks_.size()) {
      return fault("process.interrupted", store_.folder().string(),
                   fmt::format("interrupted; {} of {} runs are finished and kept", done_, tasks_.size()),
                   "the same command goes on from there");
    }
    return std::move(records_);
  }

 private:
  Result<Record> measured(const Task& task) const {
    Result<Record> record = task.measure();
    if (!record) return record;
    record->variant = task.variant;
    record->seed = task.seed;
    if (auto saved = store_.save(*record); !saved) return faults(saved.error());
    return record;
  }

  bool take(std::size_t& index) {
    const std::lock_guard lock(mutex_);
    if (!errors_.empty() || next_ == tasks_.size() || interrupted()) return false;
    index = next_++;
    return true;
  }

  void finish(std::size_t index, Result<Record> record) {
    const std::lock_guard lock(mutex_);
    if (record) {
      records_[index] = std::move(*record);
      progress_.update(static_cast<std::int64_t>(++done_));
    } else if (!interrupted() && errors_.empty()) {
      errors_ = std::move(record.error());
    }
  }

  const RunStore& store_;
  const std::vector<Task>& tasks_;
  std::mutex mutex_;  // of all below
  std::vector<Record> records_;
  Errors errors_;
  std::size_t next_ = 0, done_ = 0;
  Progress progress_;
};

}  // namespace

Result<std::vector<Record>> run_tasks(const RunStore& store, const std::vector<Task>& tasks, const std::string& what,
                                      int threads) {
  std::set<std::string> names;
  for (const Task& task : tasks) {
    const bool own_file = names.insert(fmt::format("{}-s{}", slug(task.variant), task.seed)).second;
    assert(own_file);
    (void)own_file;
  }
  if (threads == 0) threads = static_cast<int>(std::max(1U, std::thread::hardware_concurrency()));
  Work work(store, tasks, what);
  std::vector<std::thread> others;
  for (int i = 1; i < threads; ++i) others.emplace_back([&work] { work.run(); });
  work.run();
  for (std::thread& other : others) other.join();
  return work.result();
}

}  // namespace rtl4ml
