#include "sim/signature.hpp"

#include <vector>

#include "sim/beats.hpp"
#include "tests/hostile/targets/allocation_bound.hpp"
#include "tests/hostile/targets/memory_file.hpp"
#include "tests/hostile/targets/promises.hpp"

namespace rtl4ml::hostile {
namespace {

/// A vector of ones as beats and back. The fuzzer's time goes into the reader: only small streams are tried.
void promise_stream(const StreamSignature& stream) {
  constexpr int kSmall = 64;
  promise(stream.features > 0 && stream.parallelism > 0 && stream.type.width > 0, "sizes of a stream are positive");
  if (stream.features > kSmall || stream.parallelism > kSmall) return;
  const std::vector<std::int64_t> ones(static_cast<std::size_t>(stream.features), 1);
  const std::string beats = pack_beats(stream, ones, 1);
  promise(!beats.empty() && beat_masks(stream).size() * static_cast<std::size_t>(stream.beats) == 2 * beats.size(),
          "beats of a stream have one size");
  (void)unpack_element(stream, beats, stream.parallelism - 1);
}

}  // namespace

void signature(Bytes bytes) {
  const MemoryFile file(bytes);
  const AllocationBound bound(bytes.size(), 1000, std::size_t{1} << 20);
  const Result<DesignSignature> design = read_signature(file.path());
  if (!design) return promise_faults(design.error());
  promise(design->half_period_ps() > 0, "time goes on");
  promise_stream(design->input);
  promise_stream(design->output);
  for (const LayerSignature& layer : design->layers) promise_stream(layer.output);
}

}  // namespace rtl4ml::hostile
