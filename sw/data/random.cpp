#include "sw/data/random.hpp"

namespace rtl4ml {

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
