// A few threads that share out a list of jobs.
#pragma once

#include <atomic>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

#include "sw/base/error.hpp"

namespace rtl4ml::mutation {

/// Calls job(index, worker) for every index below `count`, `workers` at a time, in order. After a fault no new job is
/// started; the answer is the first fault.
inline Result<void> in_parallel(int workers, std::size_t count,
                                const std::function<Result<void>(std::size_t, int)>& job) {
  std::atomic<std::size_t> next{0};
  std::mutex guard;
  Result<void> answer;
  std::vector<std::thread> threads;
  for (int worker = 0; worker < workers; ++worker) {
    threads.emplace_back([&, worker] {
      for (std::size_t index = next++; index < count; index = next++) {
        const Result<void> done = job(index, worker);
        if (done) continue;
        const std::lock_guard<std::mutex> lock(guard);
        if (answer) answer = done;
        next = count;
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  return answer;
}

}  // namespace rtl4ml::mutation
