// Writes other weights while a run pauses between two vectors: the words of a reload, one a cycle at most. C++17,
// shared by the C++ and the SystemC engine.
#pragma once

#include <cstdint>
#include <cstring>
#include <vector>

#include "sim/harness/job.hpp"
#include "sim/harness/pins.hpp"
#include "sw/base/split_mix.hpp"

namespace rtl4ml {

class Reloader {
 public:
  /// `words`: of the job's reload file, address and data. `pauses`: leaves out some cycles between the words.
  Reloader(const Pins& pins, const std::vector<Reload>& reloads, const unsigned char* words, bool pauses,
           std::uint64_t seed)
      : pins_(pins), reloads_(reloads), words_(words), pauses_(pauses), random_(seed) {}

  /// Vectors that may be fed before the next reload; `all` where there is none left.
  [[nodiscard]] std::int64_t limit(std::int64_t all) const { return done() ? all : reloads_[next_].before_vector; }
  [[nodiscard]] bool done() const { return next_ == reloads_.size(); }
  /// The vector that the last finished reload was for; 0: there was none.
  [[nodiscard]] std::int64_t last_vector() const { return next_ == 0 ? 0 : reloads_[next_ - 1].before_vector; }

  /// Whether a reload is due: all vectors before it are out.
  [[nodiscard]] bool due(std::int64_t vectors_out) const { return !done() && vectors_out >= limit(vectors_out + 1); }

  /// No word in the coming cycle. Address and data are garbage then, which the design must not take.
  void rest() {
    if (pins_.reload_valid == nullptr) return;
    *pins_.reload_valid = 0;
    if (pauses_) *pins_.reload_data = static_cast<std::uint32_t>(random_.between(0, 0x7FFFFFFF));
  }

  /// The next word of the reload that is due, in the coming cycle; perhaps a pause. Result: whether the reload ends.
  bool write() {
    const Reload& reload = reloads_[next_];
    if (word_ == reload.words) {
      rest();
      word_ = 0;
      ++next_;
      return true;
    }
    if (pauses_ && random_.between(0, 3) == 0) {
      rest();
      return false;
    }
    const unsigned char* const word = words_ + (reload.first_word + word_) * kWordBytes;
    std::memcpy(pins_.reload_address, word, static_cast<std::size_t>(pins_.reload_address_bytes));
    std::memcpy(pins_.reload_data, word + kWordBytes / 2, sizeof *pins_.reload_data);
    *pins_.reload_valid = 1;
    ++word_;
    return false;
  }

  /// Bytes of a word in the file: two numbers of 32 bits, the lowest byte first.
  static constexpr int kWordBytes = 8;

 private:
  Pins pins_;
  std::vector<Reload> reloads_;
  const unsigned char* words_;
  bool pauses_;
  SplitMix64 random_;
  std::size_t next_ = 0;
  std::int64_t word_ = 0;
};

}  // namespace rtl4ml
