// Memory as a promise: what a reader allocates is bounded by the size of its file.
#pragma once

#include <cstddef>

namespace rtl4ml::hostile {

/// While it lives, operator new may hand out `factor * size + free` bytes, whether they are given back or not: this
/// bounds memory, and the time it takes to fill it. Beyond that the process ends (abort) at the allocation too many.
class AllocationBound {
 public:
  AllocationBound(std::size_t size, std::size_t factor, std::size_t free);
  AllocationBound(const AllocationBound&) = delete;
  AllocationBound& operator=(const AllocationBound&) = delete;
  ~AllocationBound();
};

}  // namespace rtl4ml::hostile
