// Golden vectors as $readmemh reads them.
#pragma once

#include <cstdint>
#include <filesystem>
#include <span>

#include "gen/graph/graph.hpp"
#include "sw/base/error.hpp"

namespace rtl4ml {

/// One beat per line in hexadecimal, padded lanes zero, vector after vector.
/// Shapes: codes[count][stream.features]. Errors: emit.unwritable
[[nodiscard]] Result<void> write_vectors(const Stream& stream, std::span<const std::int64_t> codes,
                                         const std::filesystem::path& path);

}  // namespace rtl4ml
