#include "sw/data/npy.hpp"

#include <cmath>

#include "tests/hostile/targets/allocation_bound.hpp"
#include "tests/hostile/targets/memory_file.hpp"
#include "tests/hostile/targets/promises.hpp"

namespace rtl4ml::hostile {
namespace {

void promise_dataset(const Result<Dataset>& data) {
  if (!data) return promise_faults(data.error());
  promise(data->count > 0 && data->features > 0, "a data set holds vectors");
  promise(data->inputs.size() == static_cast<std::size_t>(data->count) * static_cast<std::size_t>(data->features),
          "a data set holds every element");
  promise(data->labels.empty() || data->labels.size() == static_cast<std::size_t>(data->count), "a label per vector");
}

}  // namespace

void npy(Bytes bytes) {
  const MemoryFile file(bytes);
  const AllocationBound bound(bytes.size(), 200, std::size_t{1} << 20);
  const Result<NpyArray> array = read_npy(file.path());
  if (!array) return promise_faults(array.error());
  for (const double value : array->values) promise(std::isfinite(value), "elements are finite");
  promise_dataset(read_npy_dataset(file.path(), "", 0));
  promise_dataset(read_npy_dataset(file.path(), file.path(), 2));
}

}  // namespace rtl4ml::hostile
