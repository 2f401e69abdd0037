// Watches the output stream for the protocol: valid and payload hold until the beat is taken.
#pragma once

#include <cstdint>
#include <cstring>
#include <string>
#include <vector>

#include "sim/harness/pins.hpp"
#include "sim/scoreboard/scoreboard.hpp"

namespace rtl4ml {

class Monitor {
 public:
  Monitor(const Pins& pins, int bytes, const unsigned char* full_mask, const unsigned char* last_mask)
      : pins_(pins),
        bytes_(bytes),
        full_mask_(full_mask),
        last_mask_(last_mask),
        held_(static_cast<std::size_t>(bytes)) {}

  /// Looks at the stream just before a clock edge; `last_beat`: the beat due is the last of its vector.
  /// Result: whether a beat is given.
  bool sample(bool last_beat, std::int64_t cycle) {
    const bool valid = *pins_.out_valid != 0;
    if (waiting_) check_held(valid, last_beat, cycle);
    const bool given = valid && *pins_.out_ready != 0;
    waiting_ = valid && !given;
    if (waiting_) copy_beat(held_.data(), pins_.out_data, bytes_);
    return given;
  }

  /// A reset ends every promise.
  void forget() { waiting_ = false; }

  /// Keeps the first ten; counts all.
  void complain(std::int64_t cycle, const std::string& what) {
    if (++count_ <= 10) complaints_.push_back("cycle " + std::to_string(cycle) + ": " + what);
  }

  [[nodiscard]] const std::vector<std::string>& complaints() const { return complaints_; }
  [[nodiscard]] std::int64_t count() const { return count_; }

 private:
  void check_held(bool valid, bool last_beat, std::int64_t cycle) {
    if (!valid) {
      complain(cycle, "data_out valid fell before the beat was taken");
    } else if (beats_differ(held_.data(), pins_.out_data, last_beat ? last_mask_ : full_mask_, bytes_)) {
      complain(cycle, "data_out changed while valid and not ready");
    }
  }

  Pins pins_;
  int bytes_;
  const unsigned char* full_mask_;
  const unsigned char* last_mask_;
  std::vector<unsigned char> held_;
  bool waiting_ = false;
  std::vector<std::string> complaints_;
  std::int64_t count_ = 0;
};

}  // namespace rtl4ml
