#include <string_view>

#include "sw/experiment/read_experiment.hpp"
#include "tests/hostile/targets/allocation_bound.hpp"
#include "tests/hostile/targets/promises.hpp"
#include "tests/hostile/targets/targets.hpp"

namespace rtl4ml::hostile {

void experiment(Bytes bytes) {
  (void)experiment_schema();  // parsed once, whatever the text
  const std::string_view text(reinterpret_cast<const char*>(bytes.data()), bytes.size());
  // Aliases may expand to kMaxYamlNodes values.
  const AllocationBound bound(bytes.size(), 20'000, std::size_t{256} << 20);
  const Result<Experiment> experiment = parse_experiment(text, "fuzz.yaml");
  if (!experiment) promise_faults(experiment.error());
}

}  // namespace rtl4ml::hostile
