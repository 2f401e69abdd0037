// Drives every device of a bench through all stall profiles and resets, and checks every beat that comes out.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "tests/rtl_templates/harness/device.hpp"
#include "tests/rtl_templates/harness/traffic.hpp"
#include "tests/rtl_templates/harness/verilated_bench.hpp"

namespace rtl4ml::test {

/// One pass over all devices at once, from reset until every device has given all of its vectors and stayed quiet.
struct Profile {
  const char* name;
  Pattern input, output;
  bool alone;  ///< a vector enters only when the one before has left
  int resets;  ///< in mid-flight; after each, every stream starts over with a new vector
};

/// All of them run in every check. Latency is checked in "alone", interval in "free".
inline constexpr Profile kProfiles[] = {
    {"alone", Pattern::kAlways, Pattern::kAlways, true, 0},   {"free", Pattern::kAlways, Pattern::kAlways, false, 0},
    {"random", Pattern::kRandom, Pattern::kRandom, false, 3}, {"bursty", Pattern::kBursty, Pattern::kBursty, false, 1},
    {"stalled", Pattern::kAlways, Pattern::kLong, false, 2},  {"starved", Pattern::kLong, Pattern::kAlways, false, 1},
    {"polite", Pattern::kAlways, Pattern::kPolite, false, 1},
};

/// What was on the bench's ports in one cycle, for another simulator to repeat. Data bits that a device must not look
/// at are marked in in_unknown; those of the outputs that mean something in out_care.
struct RecordedCycle {
  bool rst = false;
  std::vector<std::uint32_t> in_data, in_unknown, in_valid, in_ready, out_data, out_care, out_valid, out_ready;
};

struct CosimReport {
  std::vector<std::string> failures;    ///< empty: all equal; a device that failed is not looked at again in that pass
  std::int64_t cycles = 0;              ///< clock cycles of all passes
  std::int64_t elements = 0;            ///< compared at handshakes
  std::int64_t resets_in_flight = 0;    ///< pairs of device and reset with a vector under way
  std::vector<RecordedCycle> recorded;  ///< the first cycles of the pass with most resets
};

/// Checks: payloads equal what is expected and hold while stalled, valid is not dropped, nothing lost, repeated,
/// invented or reordered, no deadlock, no valid or payload that depends on ready, vectors per cycle, latency and
/// registered ready as the devices say.
/// `until_first_failure`: the answer has no more than that.
[[nodiscard]] CosimReport cosimulate(const std::vector<Device>& devices, VerilatedBench& bench, std::uint64_t seed,
                                     bool until_first_failure = false);

}  // namespace rtl4ml::test
