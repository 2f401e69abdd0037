// One device in one pass: its producers, its consumers and its scoreboard.
#pragma once

#include <cstdint>
#include <random>
#include <string>
#include <vector>

#include "tests/rtl_templates/harness/cosimulate.hpp"

namespace rtl4ml::test {

/// What the ports' words said before the consumers changed their minds.
struct SettledWords {
  std::vector<std::uint32_t> in_ready, out_data, out_valid;
};

/// Where the words of the bench's ports are in this cycle.
struct BenchWords {
  std::uint32_t *in_data, *in_valid, *in_ready, *out_data, *out_valid, *out_ready;
};

class DeviceRun {
 public:
  /// The device's streams are first_input, first_input + 1, ... of the bench, their payloads at the given offsets.
  DeviceRun(const Device& device, const Profile& profile, int first_input, const int* input_offsets, int first_output,
            const int* output_offsets, std::uint64_t seed);

  /// Sets what producers and consumers do in this cycle.
  void drive(const BenchWords& words);
  /// Looks at the settled ports; a failure ends the checks of this device. `rst` cycles count for nothing.
  void observe(const BenchWords& words, std::int64_t cycle, CosimReport& report);
  /// Looks at the ports after every ready of the outputs was inverted within the cycle: no valid and no payload may
  /// follow, and no ready of the inputs if the device promises that.
  void observe_inverted(const BenchWords& words, const SettledWords& before, std::int64_t cycle, CosimReport& report);
  /// Forgets what is in flight: every stream goes on with a vector that none has seen. True if anything was in flight.
  bool reset();
  /// All vectors have come out (or it failed).
  [[nodiscard]] bool done() const;
  [[nodiscard]] bool failed() const { return failed_; }
  /// To be called once all devices are done: vectors per cycle, latency.
  void finish(CosimReport& report);
  /// Marks the data bits that mean nothing to the device, and those of its outputs that mean something.
  void mark(const BenchWords& words, RecordedCycle& record) const;

 private:
  struct Producer {
    const DeviceStream* stream;
    int index, offset;
    Traffic traffic;
    int vector = 0, beat = 0;  // next to be taken; vectors since the last reset
    bool offered = false;
  };
  struct Consumer {
    const DeviceStream* stream;
    int index, offset;
    Traffic traffic;
    int vector = 0, beat = 0;  // next to come
    bool seen = false, held = false;
    std::vector<std::uint64_t> payload;       // of the beat that was held
    std::vector<std::int64_t> vector_cycles;  // in which the last beat of each vector was given
  };

  [[nodiscard]] std::uint64_t code(const DeviceStream& stream, int vector, int beat, int lane) const;
  [[nodiscard]] static bool real(const DeviceStream& stream, int beat, int lane) {
    return beat * stream.parallelism + lane < stream.features;
  }
  void offer(Producer& producer, const BenchWords& words);
  bool observe_output(Consumer& consumer, const BenchWords& words, std::int64_t cycle, CosimReport& report);
  void fail(CosimReport& report, const std::string& text);
  [[nodiscard]] int vectors_left_behind() const;  // the slowest output's count

  const Device& device_;
  const Profile& profile_;
  std::vector<Producer> producers_;
  std::vector<Consumer> consumers_;
  std::mt19937_64 random_;
  int vectors_;    // to go through since the last reset
  int first_ = 0;  // of the device's vectors, the first since the last reset
  std::int64_t idle_cycles_ = 0;
  std::int64_t alone_since_ = -1;
  bool failed_ = false;
};

}  // namespace rtl4ml::test
