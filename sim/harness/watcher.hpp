// Listens to the layers' streams inside the design, so that a fault can be laid at the door of a layer.
#pragma once

#include <cstdint>
#include <cstdio>
#include <vector>

#include "sim/harness/job.hpp"
#include "sim/harness/testbench.hpp"

namespace rtl4ml {

/// Where a watched stream's signals are in memory; null where the model has no such signal.
struct WatchPins {
  const unsigned char* data = nullptr;
  const std::uint8_t* valid = nullptr;
  const std::uint8_t* ready = nullptr;
};

/// Counts the beats of every watched stream and keeps those of one vector.
class Watcher {
 public:
  Watcher(const Job& job, std::vector<WatchPins> pins) : job_(job), pins_(std::move(pins)), counts_(pins_.size(), 0) {
    for (const Watch& watch : job_.watches) {
      kept_.emplace_back(static_cast<std::size_t>(watch.beats * watch.bytes), static_cast<unsigned char>(0));
    }
  }

  /// To be called before bench.sample(), inputs and outputs settled.
  void sample(const Testbench& bench) {
    const bool reset = bench.in_reset();
    for (std::size_t i = 0; i < pins_.size(); ++i) {
      const WatchPins& pins = pins_[i];
      const Watch& watch = job_.watches[i];
      if (reset) counts_[i] = bench.scoreboard().vector() * watch.beats;
      if (reset || pins.data == nullptr || *pins.valid == 0 || *pins.ready == 0) continue;
      if (counts_[i] / watch.beats == job_.watch_vector) {
        copy_beat(kept_[i].data() + counts_[i] % watch.beats * watch.bytes, pins.data, static_cast<int>(watch.bytes));
      }
      ++counts_[i];
    }
  }

  /// A line a stream: found, beats, valid, ready, then the kept beats in hexadecimal, byte by byte.
  void write() const {
    std::FILE* const file = std::fopen(job_.watch_file.c_str(), "wb");
    if (file == nullptr) return;
    for (std::size_t i = 0; i < pins_.size(); ++i) {
      const bool found = pins_[i].data != nullptr;
      std::fprintf(file, "%d %lld %d %d ", found ? 1 : 0, static_cast<long long>(counts_[i]),
                   found ? *pins_[i].valid : 0, found ? *pins_[i].ready : 0);
      for (const unsigned char byte : kept_[i]) std::fprintf(file, "%02x", byte);
      std::fprintf(file, "\n");
    }
    std::fclose(file);
  }

 private:
  Job job_;
  std::vector<WatchPins> pins_;
  std::vector<std::int64_t> counts_;
  std::vector<std::vector<unsigned char>> kept_;
};

}  // namespace rtl4ml
