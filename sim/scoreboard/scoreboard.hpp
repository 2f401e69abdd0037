// Compares what comes out with what the oracle said, beat by beat, as packed words. C++17, shared by every engine.
#pragma once

#include <cstdint>
#include <cstdio>
#include <cstring>

namespace rtl4ml {

/// A beat in memory: 1, 2, 4 or 8 bytes up to 64 bits, whole 32-bit words beyond, lowest byte first, as Verilator keeps
/// it.
inline int beat_bytes(std::int64_t bits) {
  if (bits <= 8) return 1;
  if (bits <= 16) return 2;
  if (bits <= 32) return 4;
  if (bits <= 64) return 8;
  return static_cast<int>((bits + 31) / 32 * 4);
}

/// Copies one beat. The switch is one well-predicted branch; memcpy of a size unknown at compile time is a call.
inline void copy_beat(void* to, const void* from, int bytes) {
  switch (bytes) {
    case 1:
      std::memcpy(to, from, 1);
      return;
    case 2:
      std::memcpy(to, from, 2);
      return;
    case 4:
      std::memcpy(to, from, 4);
      return;
    case 8:
      std::memcpy(to, from, 8);
      return;
    default:
      std::memcpy(to, from, static_cast<std::size_t>(bytes));
  }
}

template <class Word>
bool words_differ(const void* left, const void* right, const void* mask) {
  Word a = 0;
  Word b = 0;
  Word m = 0;
  std::memcpy(&a, left, sizeof a);
  std::memcpy(&b, right, sizeof b);
  std::memcpy(&m, mask, sizeof m);
  return ((a ^ b) & m) != 0;
}

/// Whether two beats differ in a bit that the mask holds.
inline bool beats_differ(const void* left, const void* right, const void* mask, int bytes) {
  switch (bytes) {
    case 1:
      return words_differ<std::uint8_t>(left, right, mask);
    case 2:
      return words_differ<std::uint16_t>(left, right, mask);
    case 4:
      return words_differ<std::uint32_t>(left, right, mask);
    case 8:
      return words_differ<std::uint64_t>(left, right, mask);
    default:
      for (int at = 0; at < bytes; at += 4) {
        if (words_differ<std::uint32_t>(static_cast<const char*>(left) + at, static_cast<const char*>(right) + at,
                                        static_cast<const char*>(mask) + at)) {
          return true;
        }
      }
      return false;
  }
}

/// What the mismatch file holds for each beat that differs; the beat as the hardware gave it follows.
struct MismatchRecord {
  std::int64_t vector;
  std::int64_t beat;
  std::int64_t cycle;
};

/// The expected beats in their order, and the place reached.
class Scoreboard {
 public:
  /// Shapes: expected[stored][beats], repeated until `vectors` are checked; full_mask and last_mask: one beat each (the
  /// last beat of a vector may be padded). `mismatches` takes the records; it stays the caller's.
  Scoreboard(const unsigned char* expected, std::int64_t vectors, std::int64_t stored, std::int64_t beats, int bytes,
             const unsigned char* full_mask, const unsigned char* last_mask, std::FILE* mismatches)
      : expected_(expected),
        full_mask_(full_mask),
        last_mask_(last_mask),
        vectors_(vectors),
        stored_(stored),
        beats_(beats),
        bytes_(bytes),
        mismatches_(mismatches),
        next_(expected) {}

  /// One beat given by the hardware. Result: true where it was the last of its vector.
  bool take(const void* beat, std::int64_t cycle) {
    const bool last = beat_ + 1 == beats_;
    if (beats_differ(beat, next_, last ? last_mask_ : full_mask_, bytes_)) record(beat, cycle);
    next_ += bytes_;
    if (!last) {
      ++beat_;
      return false;
    }
    beat_ = 0;
    ++vector_;
    if (++stored_vector_ == stored_) {
      stored_vector_ = 0;
      next_ = expected_;
    }
    return true;
  }

  /// After a reset: the vector in flight starts anew; `vector` is the next one expected.
  void rewind(std::int64_t vector) {
    vector_ = vector;
    beat_ = 0;
    stored_vector_ = vector % stored_;
    next_ = expected_ + stored_vector_ * beats_ * bytes_;
  }

  [[nodiscard]] bool empty() const { return vector_ == vectors_; }
  [[nodiscard]] std::int64_t vector() const { return vector_; }  ///< whole vectors checked
  [[nodiscard]] std::int64_t beat() const { return beat_; }      ///< of the vector in flight
  [[nodiscard]] std::int64_t vectors() const { return vectors_; }
  [[nodiscard]] std::int64_t mismatch_beats() const { return mismatch_beats_; }
  [[nodiscard]] std::int64_t first_bad_vector() const { return first_bad_vector_; }  ///< -1: none
  [[nodiscard]] int bytes() const { return bytes_; }

 private:
  void record(const void* beat, std::int64_t cycle) {
    if (first_bad_vector_ < 0) first_bad_vector_ = vector_;
    ++mismatch_beats_;
    const MismatchRecord entry{vector_, beat_, cycle};
    if (mismatches_ == nullptr) return;
    std::fwrite(&entry, sizeof entry, 1, mismatches_);
    std::fwrite(beat, static_cast<std::size_t>(bytes_), 1, mismatches_);
  }

  const unsigned char* expected_;
  const unsigned char* full_mask_;
  const unsigned char* last_mask_;
  std::int64_t vectors_;
  std::int64_t stored_;
  std::int64_t beats_;
  int bytes_;
  std::FILE* mismatches_;
  const unsigned char* next_;
  std::int64_t vector_ = 0;
  std::int64_t stored_vector_ = 0;  // the same in the file
  std::int64_t beat_ = 0;
  std::int64_t mismatch_beats_ = 0;
  std::int64_t first_bad_vector_ = -1;
};

}  // namespace rtl4ml
