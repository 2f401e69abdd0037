// Drives the input stream: valid rises when the traffic allows and stays, with its payload, until the beat is taken.
#pragma once

#include <cstdint>
#include <cstring>

#include "sim/harness/pins.hpp"
#include "sim/scoreboard/scoreboard.hpp"
#include "sim/traffic/traffic.hpp"

namespace rtl4ml {

class Driver {
 public:
  /// Shapes: beats_data[stored][beats], `bytes` each, repeated until `vectors` are fed. `junk`: whether the payload is
  /// garbage while valid is low.
  Driver(const Pins& pins, const unsigned char* beats_data, std::int64_t vectors, std::int64_t stored,
         std::int64_t beats, int bytes, Traffic traffic, bool junk)
      : pins_(pins),
        data_(beats_data),
        beats_(beats),
        stored_beats_(stored * beats),
        bytes_(bytes),
        limit_(vectors * beats),
        traffic_(traffic),
        junk_(junk) {}

  /// Sets the pins for the coming cycle; `free`: no stall of our own. Never waits for ready, as the protocol asks.
  void drive(bool free) {
    if (*pins_.in_valid != 0 && !taken_) return;  // offered and not taken: hold
    taken_ = false;
    if (position_ < limit_ && (free || traffic_.willing(true))) {
      copy_beat(pins_.in_data, data_ + stored_position_ * bytes_, bytes_);
      *pins_.in_valid = 1;
      return;
    }
    if (*pins_.in_valid != 0) rest();
  }

  /// Looks at the handshake that the coming clock edge completes. Result: whether a beat is taken.
  bool sample() {
    taken_ = (*pins_.in_valid & *pins_.in_ready) != 0;
    position_ += taken_ ? 1 : 0;
    stored_position_ += taken_ ? 1 : 0;
    if (stored_position_ == stored_beats_) stored_position_ = 0;
    return taken_;
  }

  /// In reset: offers the next beat all the same, which the design must not take.
  void offer_in_reset() {
    if (position_ < limit_) copy_beat(pins_.in_data, data_ + stored_position_ * bytes_, bytes_);
    *pins_.in_valid = 1;
  }

  /// Starts again with a vector, nothing offered.
  void rewind(std::int64_t vector) {
    position_ = vector * beats_;
    stored_position_ = position_ % stored_beats_;
    taken_ = false;
    rest();
  }

  /// Offers no vector beyond the first `vectors`.
  void limit(std::int64_t vectors) { limit_ = vectors * beats_; }

  [[nodiscard]] std::int64_t position() const { return position_; }         ///< beats taken
  [[nodiscard]] std::int64_t vector() const { return position_ / beats_; }  ///< whole vectors taken
  [[nodiscard]] bool done() const { return position_ == limit_; }
  [[nodiscard]] bool offering() const { return *pins_.in_valid != 0; }

 private:
  void rest() {
    *pins_.in_valid = 0;
    auto* payload = static_cast<unsigned char*>(pins_.in_data);
    // Garbage is the beat just sent, so that a design which ignores valid computes with it; bits stay within the port.
    if (!junk_) std::memset(payload, 0, static_cast<std::size_t>(bytes_));
  }

  Pins pins_;
  const unsigned char* data_;
  std::int64_t beats_;
  std::int64_t stored_beats_;
  int bytes_;
  std::int64_t limit_;
  Traffic traffic_;
  bool junk_;
  std::int64_t position_ = 0;
  std::int64_t stored_position_ = 0;  // in the file
  bool taken_ = false;
};

}  // namespace rtl4ml
