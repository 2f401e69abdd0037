// What the tests of sw/data share: fixtures, the code of a fault, and a fingerprint.
#pragma once

#include <bit>
#include <cstdint>
#include <string>

#include "sw/base/error.hpp"
#include "sw/base/source_tree.hpp"
#include "sw/data/dataset.hpp"
#include "tests/catch.hpp"
#include "tests/environment.hpp"
#include "tests/scratch_folder.hpp"

namespace rtl4ml::test {

inline std::string fixture(const std::string& name) { return source_tree().string() + "/tests/fixtures/data/" + name; }

/// The code of the only fault; "" where there is none.
template <class T>
std::string code_of(const Result<T>& result) {
  if (result) return "";
  CHECK(result.error().size() == 1);
  UNSCOPED_INFO(to_string(result.error()));
  return result.error().front().code;
}

/// FNV-1a over inputs and labels, byte by byte.
inline std::uint64_t fingerprint(const Dataset& data) {
  std::uint64_t hash = 0xcbf29ce484222325ULL;
  const auto add = [&hash](std::uint64_t word) {
    for (int byte = 0; byte < 8; ++byte) hash = (hash ^ (word >> (8 * byte) & 0xFF)) * 0x100000001b3ULL;
  };
  for (const double value : data.inputs) add(std::bit_cast<std::uint64_t>(value));
  for (const std::int64_t label : data.labels) add(static_cast<std::uint64_t>(label));
  return hash;
}

}  // namespace rtl4ml::test
