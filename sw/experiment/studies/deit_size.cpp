#include "sw/experiment/studies/deit_size.hpp"

#include <array>

#include "sw/quantize/group_wise.hpp"

namespace rtl4ml {

double deit_mebibytes(std::span<const int> bits, int group_size) {
  // Query, key and value; projection; the two layers of the MLP.
  constexpr std::array<std::int64_t, 4> kLayers = {384 * 1152, 384 * 384, 384 * 1536, 1536 * 384};
  constexpr std::int64_t kFloatBytes = 4;
  constexpr double kMebi = 1048576.0;
  std::int64_t bytes = kFloatBytes * kDeitOthers;
  if (bits.empty()) bytes += kFloatBytes * kDeitQuantizedWeights;
  for (const int block : bits) {
    for (const std::int64_t weights : kLayers) bytes += group_wise_bytes(weights, block, group_size);
  }
  return static_cast<double>(bytes) / kMebi;
}

}  // namespace rtl4ml
