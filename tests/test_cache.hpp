// Where the tests keep what they build for simulation, for one another and for the next run.
#pragma once

#include <cstdlib>
#include <filesystem>

namespace rtl4ml::test {

/// A folder beside the test programs. Everything in it is named by a hash of all that it was built from.
inline std::filesystem::path test_cache() {
  return std::filesystem::read_symlink("/proc/self/exe").parent_path() / "test-cache";
}

/// From now on simulations of this process and of its children use it.
inline void use_test_cache() { setenv("RTL4ML_CACHE", test_cache().c_str(), 1); }

}  // namespace rtl4ml::test
