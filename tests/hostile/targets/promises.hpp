// What every reader promises, whatever it is given.
#pragma once

#include <cstdio>
#include <cstdlib>

#include "sw/base/error.hpp"

namespace rtl4ml::hostile {

/// Ends the process where a promise is broken.
inline void promise(bool kept, const char* what) {
  if (kept) return;
  std::fprintf(stderr, "broken promise: %s\n", what);
  std::abort();
}

/// A refusal names its code, the place and what is wrong.
inline void promise_faults(const Errors& errors) {
  promise(!errors.empty(), "a refusal has a fault");
  for (const Error& error : errors) {
    promise(!error.code.empty() && !error.place.empty() && !error.message.empty(), "a fault says code, place and what");
  }
}

}  // namespace rtl4ml::hostile
