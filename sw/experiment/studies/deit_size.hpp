// How large DeiT-S is with group-wise weights: the published table that the study `groups` is held against.
#pragma once

#include <cstdint>
#include <span>

namespace rtl4ml {

/// The weights of the Linear layers of its twelve blocks: 12 * (384 * 1152 + 384 * 384 + 2 * 384 * 1536).
inline constexpr std::int64_t kDeitQuantizedWeights = 21'233'664;
/// What the table counts beside them, in float32: 1,051 vectors of 384. It follows from the table's own figures: each
/// row without codes and metadata bounds it, and this is the only multiple of 384 within all bounds.
inline constexpr std::int64_t kDeitOthers = 1051 * 384;

/// MiB of the model with `bits[block]` bits in the Linear layers of each of the twelve blocks; all in float32 where
/// there are none. Shapes: bits[12] or [0]
[[nodiscard]] double deit_mebibytes(std::span<const int> bits, int group_size);

}  // namespace rtl4ml
