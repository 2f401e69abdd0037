#include "sw/data/csv.hpp"

#include <cmath>

#include "tests/hostile/targets/allocation_bound.hpp"
#include "tests/hostile/targets/memory_file.hpp"
#include "tests/hostile/targets/promises.hpp"

namespace rtl4ml::hostile {

void csv(Bytes bytes) {
  const MemoryFile file(bytes);
  const AllocationBound bound(bytes.size(), 200, std::size_t{1} << 20);
  for (const std::int64_t count : {0, 1}) {
    const Result<Dataset> data = read_csv(file.path(), count);
    if (!data) {
      promise_faults(data.error());
      continue;
    }
    promise(data->count > 0 && data->features > 0 && (count == 0 || data->count <= count), "a table holds rows");
    promise(data->labels.size() == static_cast<std::size_t>(data->count), "a label per row");
    promise(data->inputs.size() == data->labels.size() * static_cast<std::size_t>(data->features),
            "a table holds every element");
    for (const double value : data->inputs) promise(std::isfinite(value), "elements are finite");
  }
}

}  // namespace rtl4ml::hostile
