#include "sim/wave/read_vcd.hpp"
#include "tests/hostile/targets/allocation_bound.hpp"
#include "tests/hostile/targets/memory_file.hpp"
#include "tests/hostile/targets/promises.hpp"

namespace rtl4ml::hostile {

void vcd(Bytes bytes) {
  const MemoryFile file(bytes);
  const AllocationBound bound(bytes.size(), 500, std::size_t{8} << 20);
  const Result<Wave> wave = read_vcd(file.path(), "top", {"clk", "data_in_0", "data_out_0_valid"});
  if (!wave) return promise_faults(wave.error());
  promise(wave->end_ps >= 0, "time does not run backwards");
  for (const auto& [name, signal] : wave->signals) {
    for (const std::int64_t time : {std::int64_t{-1}, std::int64_t{0}, wave->end_ps}) {
      promise(signal.at(time).size() == static_cast<std::size_t>(signal.width), "a signal has all of its bits");
    }
  }
}

}  // namespace rtl4ml::hostile
