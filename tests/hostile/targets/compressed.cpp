#include <optional>

#include "sw/checkpoint/tensor.hpp"
#include "sw/compress/compressed_file.hpp"
#include "tests/hostile/targets/allocation_bound.hpp"
#include "tests/hostile/targets/memory_file.hpp"
#include "tests/hostile/targets/promises.hpp"
#include "tests/hostile/targets/targets.hpp"

namespace rtl4ml::hostile {

void compressed(Bytes bytes) {
  const MemoryFile file(bytes);
  // Two bits become a float, with what lies in between.
  const AllocationBound bound(bytes.size(), 1000, std::size_t{1} << 20);
  const Result<std::vector<CompressedTensor>> tensors = read_compressed(file.path());
  if (!tensors) return promise_faults(tensors.error());
  for (const CompressedTensor& tensor : *tensors) {
    const std::optional<std::int64_t> count = checked_numel(tensor.shape);
    promise(count.has_value(), "the elements of a shape can be counted");
    promise(static_cast<std::int64_t>(values_of(tensor.content).size()) == *count, "a shape has a value each");
  }
}

}  // namespace rtl4ml::hostile
