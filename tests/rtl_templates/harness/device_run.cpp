#include "tests/rtl_templates/harness/device_run.hpp"

#include <algorithm>

#include "tests/rtl_templates/harness/bits.hpp"

namespace rtl4ml::test {
namespace {

/// Vectors that go in before the interval counts: pipelines and buffers fill up first.
constexpr int kWarmUp = 3;

bool bit_of(const std::uint32_t* words, int index) { return get_bits(words, index, 1) != 0; }

std::string hex(std::uint64_t value) {
  std::string text;
  for (; text.empty() || value != 0; value >>= 4) text.insert(text.begin(), "0123456789abcdef"[value & 15]);
  return "0x" + text;
}

}  // namespace

DeviceRun::DeviceRun(const Device& device, const Profile& profile, int first_input, const int* input_offsets,
                     int first_output, const int* output_offsets, std::uint64_t seed)
    : device_(device), profile_(profile), random_(seed) {
  for (std::size_t i = 0; i < device.inputs.size(); ++i) {
    producers_.push_back(
        {&device.inputs[i], first_input + static_cast<int>(i), input_offsets[i], Traffic(profile.input, random_())});
  }
  for (std::size_t i = 0; i < device.outputs.size(); ++i) {
    consumers_.push_back({&device.outputs[i],
                          first_output + static_cast<int>(i),
                          output_offsets[i],
                          Traffic(profile.output, random_()),
                          0,
                          0,
                          false,
                          false,
                          {},
                          {}});
  }
  vectors_ = profile.alone ? std::min(3, device.outputs[0].vectors()) : device.outputs[0].vectors();
}

std::uint64_t DeviceRun::code(const DeviceStream& stream, int vector, int beat, int lane) const {
  const int v = (first_ + vector) % stream.vectors();
  const std::size_t index = static_cast<std::size_t>(v) * static_cast<std::size_t>(stream.features) +
                            static_cast<std::size_t>(beat * stream.parallelism + lane);
  return low_bits(stream.codes[index], stream.width);
}

void DeviceRun::offer(Producer& producer, const BenchWords& words) {
  const DeviceStream& stream = *producer.stream;
  for (int lane = 0; lane < stream.parallelism; ++lane) {
    const bool known = producer.offered && real(stream, producer.beat, lane);
    const std::uint64_t value = known ? code(stream, producer.vector, producer.beat, lane) : random_();
    put_bits(words.in_data, producer.offset + lane * stream.width, stream.width, value);
  }
}

void DeviceRun::drive(const BenchWords& words) {
  for (Producer& producer : producers_) {
    if (!producer.offered) {
      const bool wait = profile_.alone && producer.beat == 0 && vectors_left_behind() < producer.vector;
      producer.offered = producer.traffic.next(true) && producer.vector < vectors_ && !wait && !failed_;
      offer(producer, words);  // garbage where nothing is offered
    }
    put_bits(words.in_valid, producer.index, 1, producer.offered ? 1 : 0);
  }
  for (Consumer& consumer : consumers_) {
    put_bits(words.out_ready, consumer.index, 1, consumer.traffic.next(consumer.seen) ? 1 : 0);
  }
}

void DeviceRun::observe(const BenchWords& words, std::int64_t cycle, CosimReport& report) {
  if (failed_) return;
  for (const Producer& producer : producers_) {
    if (alone_since_ < 0 && producer.offered && bit_of(words.in_ready, producer.index)) alone_since_ = cycle;
  }
  bool moved = false, withheld = false;
  for (Consumer& consumer : consumers_) {
    const bool valid = bit_of(words.out_valid, consumer.index), ready = bit_of(words.out_ready, consumer.index);
    moved = moved || (valid && ready);
    withheld = withheld || (valid && !ready);
    if (!observe_output(consumer, words, cycle, report)) return;
  }
  for (Producer& producer : producers_) {
    if (producer.offered && bit_of(words.in_ready, producer.index)) {
      moved = true;
      producer.offered = false;
      if (++producer.beat == producer.stream->beats()) {
        producer.beat = 0;
        ++producer.vector;
      }
    } else {
      withheld = withheld || (!producer.offered && producer.vector < vectors_);
    }
  }
  // Nothing moves although nobody holds anything back: it hangs.
  idle_cycles_ = (moved || withheld || done()) ? 0 : idle_cycles_ + 1;
  if (idle_cycles_ > 100 + 4 * device_.interval_cycles + 2 * device_.latency_cycles) {
    std::string places;
    for (const Producer& one : producers_) {
      places += "; " + one.stream->name + " has given " + std::to_string(one.vector) + " vectors and " +
                std::to_string(one.beat) + " beats" + (one.offered ? " and offers the next" : "");
    }
    for (const Consumer& one : consumers_) {
      places += "; " + one.stream->name + " has got " + std::to_string(one.vector) + " and " + std::to_string(one.beat);
    }
    fail(report, "cycle " + std::to_string(cycle) + ": deadlock" + places);
  }
}

void DeviceRun::observe_inverted(const BenchWords& words, const SettledWords& before, std::int64_t cycle,
                                 CosimReport& report) {
  if (failed_) return;
  const auto depends = [&](const DeviceStream& stream, const char* what) {
    fail(report, "cycle " + std::to_string(cycle) + ": " + stream.name + what + " depends on a ready of the outputs");
  };
  for (const Consumer& consumer : consumers_) {
    const DeviceStream& stream = *consumer.stream;
    const bool valid = bit_of(words.out_valid, consumer.index);
    if (valid != bit_of(before.out_valid.data(), consumer.index)) return depends(stream, "_valid");
    for (int lane = 0; valid && lane < stream.parallelism && real(stream, consumer.beat, lane); ++lane) {
      const int offset = consumer.offset + lane * stream.width;
      if (get_bits(words.out_data, offset, stream.width) != get_bits(before.out_data.data(), offset, stream.width)) {
        return depends(stream, "");
      }
    }
  }
  for (const Producer& producer : producers_) {
    const bool same = bit_of(words.in_ready, producer.index) == bit_of(before.in_ready.data(), producer.index);
    if (device_.registered_ready && !same) return depends(*producer.stream, "_ready");
  }
}

bool DeviceRun::observe_output(Consumer& consumer, const BenchWords& words, std::int64_t cycle, CosimReport& report) {
  const DeviceStream& stream = *consumer.stream;
  const bool valid = bit_of(words.out_valid, consumer.index), ready = bit_of(words.out_ready, consumer.index);
  const auto at = [&](const std::string& text) {
    fail(report, "cycle " + std::to_string(cycle) + ": " + stream.name + ": vector " + std::to_string(consumer.vector) +
                     " beat " + std::to_string(consumer.beat) + ": " + text);
    return false;
  };
  std::vector<std::uint64_t> payload;
  for (int lane = 0; lane < stream.parallelism; ++lane) {
    payload.push_back(get_bits(words.out_data, consumer.offset + lane * stream.width, stream.width));
  }
  if (consumer.held && !valid) return at("valid dropped before ready came");
  if (consumer.held && payload != consumer.payload) return at("payload changed before ready came");
  consumer.seen = valid;
  consumer.held = valid && !ready;
  if (!valid) return true;
  if (consumer.vector >= vectors_) return at("a beat beyond the last vector");
  for (int lane = 0; lane < stream.parallelism && real(stream, consumer.beat, lane); ++lane) {
    const std::uint64_t expected = code(stream, consumer.vector, consumer.beat, lane);
    const std::uint64_t got = payload[static_cast<std::size_t>(lane)];
    if (got != expected) {
      return at("element " + std::to_string(consumer.beat * stream.parallelism + lane) + ": expected " + hex(expected) +
                ", got " + hex(got));
    }
    report.elements += ready ? 1 : 0;
  }
  consumer.payload = std::move(payload);
  if (!ready || ++consumer.beat < stream.beats()) return true;
  consumer.beat = 0;
  ++consumer.vector;
  consumer.vector_cycles.push_back(cycle);
  if (profile_.alone && vectors_left_behind() == consumer.vector) {
    const std::int64_t cycles = cycle - alone_since_ + 1;
    if (device_.latency_cycles != 0 && cycles != device_.latency_cycles) {
      return at("a latency of " + std::to_string(cycles) + " cycles instead of " +
                std::to_string(device_.latency_cycles));
    }
    alone_since_ = -1;
  }
  return true;
}

int DeviceRun::vectors_left_behind() const {
  int least = vectors_;
  for (const Consumer& consumer : consumers_) least = std::min(least, consumer.vector);
  return least;
}

bool DeviceRun::reset() {
  int started = 0, given = vectors_;
  bool inside = false;
  for (const Producer& producer : producers_) {
    started = std::max(started, producer.vector + (producer.beat > 0 || producer.offered ? 1 : 0));
    inside = inside || producer.beat > 0;
  }
  for (const Consumer& consumer : consumers_) given = std::min(given, consumer.vector);
  for (const Producer& producer : producers_) inside = inside || producer.vector > given;
  for (const Consumer& consumer : consumers_) inside = inside || consumer.beat > 0 || consumer.vector > given;
  first_ += started;
  idle_cycles_ = 0;
  alone_since_ = -1;
  for (Producer& producer : producers_) {
    producer.vector = producer.beat = 0;
    producer.offered = false;
  }
  for (Consumer& consumer : consumers_) {
    consumer.vector = consumer.beat = 0;
    consumer.seen = consumer.held = false;
    consumer.vector_cycles.clear();
  }
  return inside;
}

bool DeviceRun::done() const { return failed_ || vectors_left_behind() == vectors_; }

void DeviceRun::finish(CosimReport& report) {
  if (failed_) return;
  for (const Producer& producer : producers_) {
    if (producer.vector != vectors_ || producer.beat != 0) {
      return fail(report, producer.stream->name + ": beats of the last vector were not taken");
    }
  }
  const bool free = profile_.input == Pattern::kAlways && profile_.output == Pattern::kAlways && !profile_.alone;
  if (!free || device_.interval_cycles == 0 || vectors_ <= 2 * kWarmUp) return;
  for (const Consumer& consumer : consumers_) {
    const std::int64_t vectors = vectors_ - 1 - kWarmUp;
    const std::int64_t cycles = consumer.vector_cycles.back() - consumer.vector_cycles[kWarmUp];
    if (cycles != vectors * device_.interval_cycles) {
      return fail(report, consumer.stream->name + ": " + std::to_string(vectors) + " vectors in " +
                              std::to_string(cycles) + " cycles, interval " + std::to_string(device_.interval_cycles) +
                              " expected");
    }
  }
}

void DeviceRun::mark(const BenchWords& words, RecordedCycle& record) const {
  for (const Producer& producer : producers_) {
    const DeviceStream& stream = *producer.stream;
    for (int lane = 0; lane < stream.parallelism; ++lane) {
      if (producer.offered && real(stream, producer.beat, lane)) continue;
      put_bits(record.in_unknown.data(), producer.offset + lane * stream.width, stream.width, ~std::uint64_t{0});
    }
  }
  for (const Consumer& consumer : consumers_) {
    const DeviceStream& stream = *consumer.stream;
    if (!bit_of(words.out_valid, consumer.index)) continue;
    for (int lane = 0; lane < stream.parallelism && real(stream, consumer.beat, lane); ++lane) {
      put_bits(record.out_care.data(), consumer.offset + lane * stream.width, stream.width, ~std::uint64_t{0});
    }
  }
}

void DeviceRun::fail(CosimReport& report, const std::string& text) {
  failed_ = true;
  report.failures.push_back(device_.label + ": " + profile_.name + ": " + text);
}

}  // namespace rtl4ml::test
