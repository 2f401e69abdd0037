#include "sw/checkpoint/safetensors.hpp"

#include "tests/hostile/targets/allocation_bound.hpp"
#include "tests/hostile/targets/checkpoints.hpp"
#include "tests/hostile/targets/targets.hpp"

namespace rtl4ml::hostile {

void safetensors(Bytes bytes) {
  const AllocationBound bound(bytes.size(), 1000, std::size_t{1} << 20);
  promise_checkpoint(read_safetensors(InputFile::from_bytes(std::as_bytes(bytes), "fuzz")));
}

}  // namespace rtl4ml::hostile
