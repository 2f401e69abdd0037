// The seed of property tests.
#pragma once

#include <cstdint>
#include <cstdlib>
#include <string>

namespace rtl4ml {

/// The seed of a property test: RTL4ML_SEED where that is set, to replay a failure; else the given one.
inline std::uint64_t test_seed(std::uint64_t otherwise) {
  const char* const text = std::getenv("RTL4ML_SEED");
  return text == nullptr ? otherwise : std::stoull(text);
}

}  // namespace rtl4ml
