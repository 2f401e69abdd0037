// Makes a failing case smaller for as long as it fails: fewer layers, smaller sizes, simpler types, fewer vectors.
#pragma once

#include <functional>
#include <vector>

#include "sim/fuzz/fuzz_case.hpp"

namespace rtl4ml {

/// How much there is to read in a case: layers, sizes, lanes, bits, modes, vectors, values, each with a weight.
[[nodiscard]] std::int64_t complexity(const FuzzCase& fuzz_case);

/// Every way to make the case simpler in one step, the boldest first; shapes agree and complexity() is less in each.
[[nodiscard]] std::vector<FuzzCase> simpler_cases(const FuzzCase& fuzz_case);

/// For each of several cases whether it still fails in the same way; they may be judged at the same time.
using StillFails = std::function<Result<std::vector<bool>>(const std::vector<FuzzCase>&)>;

struct Shrunk {
  FuzzCase fuzz_case;
  std::int64_t steps = 0;   ///< simplifications that held
  std::int64_t judged = 0;  ///< cases that were run
  bool finished = true;     ///< false: the budget ended first
};

/// Takes the first simpler case that still fails, again and again. `at_once`: cases given to `still_fails` in one call;
/// the result does not depend on it. `budget`: cases that may be judged. Errors: those of `still_fails`
[[nodiscard]] Result<Shrunk> shrink(FuzzCase fuzz_case, std::size_t at_once, std::int64_t budget,
                                    const StillFails& still_fails);

}  // namespace rtl4ml
