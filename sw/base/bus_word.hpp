// A word for a memory-mapped bus.
#pragma once

#include <cstdint>

namespace rtl4ml {

struct BusWord {
  std::uint32_t address = 0;
  std::uint32_t data = 0;
};

}  // namespace rtl4ml
