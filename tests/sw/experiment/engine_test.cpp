#include "sw/experiment/engine.hpp"

#include <atomic>
#include <csignal>

#include "sw/base/interrupt.hpp"
#include "tests/catch.hpp"
#include "tests/scratch_folder.hpp"
#include "tests/sw/base/in_child.hpp"

namespace rtl4ml {
namespace {

RunStore opened(const test::ScratchFolder& scratch) {
  Result<RunStore> store = RunStore::open(scratch.path() / "e", "{}", false);
  if (!store) throw std::runtime_error(to_string(store.error()));
  return *store;
}

/// `count` tasks; each measures its own number and counts its call.
std::vector<Task> counting(int count, std::atomic<int>& calls) {
  std::vector<Task> tasks;
  for (int i = 0; i < count; ++i) {
    tasks.push_back({"v" + std::to_string(i % 3), static_cast<std::uint64_t>(i / 3), [i, &calls]() -> Result<Record> {
                       ++calls;
                       Record record;
                       record.figures["number"] = i;
                       return record;
                     }});
  }
  return tasks;
}

}  // namespace

TEST_CASE("records come in the order of the tasks, on any number of threads, finished runs are not run again") {
  for (const int threads : {0, 1, 3}) {
    const test::ScratchFolder scratch;
    std::atomic<int> calls = 0;
    const std::vector<Task> tasks = counting(20, calls);
    for (int round = 0; round < 2; ++round) {
      const Result<std::vector<Record>> records = run_tasks(opened(scratch), tasks, "test", threads);
      REQUIRE(records);
      REQUIRE(records->size() == tasks.size());
      for (std::size_t i = 0; i < tasks.size(); ++i) {
        CHECK((*records)[i].figure("number") == static_cast<double>(i));
        CHECK((*records)[i].variant == tasks[i].variant);
        CHECK((*records)[i].seed == tasks[i].seed);
      }
      CHECK(calls == 20);
    }
  }
}

TEST_CASE("the first fault ends the work, and what was finished is kept") {
  const test::ScratchFolder scratch;
  std::atomic<int> calls = 0;
  std::vector<Task> tasks = counting(20, calls);
  tasks[4].measure = [] { return Result<Record>(fault("test.broken", "here", "broken")); };
  const Result<std::vector<Record>> records = run_tasks(opened(scratch), tasks, "test", 1);
  REQUIRE(!records);
  CHECK(records.error().front().code == "test.broken");
  CHECK(calls == 4);
  CHECK(opened(scratch).find("v0", 1).has_value());
}

TEST_CASE("Ctrl-C ends the work between tasks, the same call goes on from there") {
  const test::ScratchFolder scratch;
  CHECK(in_child([&scratch] {
          catch_interrupts();
          std::atomic<int> calls = 0;
          std::vector<Task> tasks = counting(9, calls);
          const std::function<Result<Record>()> third = tasks[3].measure;
          tasks[3].measure = [third] {
            raise(SIGINT);
            return third();
          };
          const Result<std::vector<Record>> records = run_tasks(opened(scratch), tasks, "test", 1);
          const bool told = !records && records.error().front().code == "process.interrupted" &&
                            records.error().front().message == "interrupted; 4 of 9 runs are finished and kept";
          return told && calls == 4 ? 0 : 1;
        }) == 0);
  std::atomic<int> calls = 0;
  const Result<std::vector<Record>> records = run_tasks(opened(scratch), counting(9, calls), "test", 1);
  REQUIRE(records);
  CHECK(calls == 5);
}

TEST_CASE("a record that cannot be saved is a fault") {
  const test::ScratchFolder scratch;
  std::atomic<int> calls = 0;
  const RunStore store = opened(scratch);
  std::filesystem::remove_all(store.folder());
  scratch.write("e", "a file in the folder's place");
  const Result<std::vector<Record>> records = run_tasks(store, counting(3, calls), "test", 1);
  REQUIRE(!records);
  CHECK(records.error().front().code == "file.unwritable");
}

}  // namespace rtl4ml
