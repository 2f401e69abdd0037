#include "sw/data/random.hpp"

namespace rtl4ml {

std::uint64_t Random::bits() {
  state_ += 0x9E3779B97F4A7C15ULL;
  std::uint64_t mixed = state_;
  mixed = (mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9ULL;
  mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EBULL;
  return mixed ^ (mixed >> 31);
}

double Random::uniform() { return static_cast<double>(bits() >> 11) * 0x1p-53; }

double Random::uniform(double low, double high) { return low + (high - low) * uniform(); }

double Random::normal() {
  double sum = -6.0;
  for (int term = 0; term < 12; ++term) sum += uniform();
  return sum;
}

std::uint64_t Random::below(std::uint64_t bound) {
  __extension__ typedef unsigned __int128 Wide;
  return static_cast<std::uint64_t>((static_cast<Wide>(bits()) * bound) >> 64);
}

}  // namespace rtl4ml
