#include "sw/data/idx.hpp"

#include "tests/hostile/targets/allocation_bound.hpp"
#include "tests/hostile/targets/memory_file.hpp"
#include "tests/hostile/targets/promises.hpp"

namespace rtl4ml::hostile {

void idx(Bytes bytes) {
  const MemoryFile file(bytes);
  // gzip unpacks to 1032 times its size at most; the values grow by doubling, twice.
  const AllocationBound bound(bytes.size(), 5000, std::size_t{8} << 20);
  for (const std::int64_t count : {0, 2}) {
    const Result<IdxArray> array = read_idx(file.path(), count);
    if (!array) {
      promise_faults(array.error());
      continue;
    }
    std::size_t product = 1;
    for (const std::int64_t size : array->shape) product *= static_cast<std::size_t>(size);
    promise(!array->shape.empty() && product == array->values.size(), "an array has the bytes of its shape");
    promise(count == 0 || array->shape[0] <= count, "no more entries than asked for");
  }
}

}  // namespace rtl4ml::hostile
