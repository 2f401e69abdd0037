// The idx files of MNIST, as they are or compressed by gzip.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "sw/base/error.hpp"

namespace rtl4ml {

/// Bytes with a shape, row-major.
struct IdxArray {
  std::vector<std::int64_t> shape;
  std::vector<std::uint8_t> values;
};

/// Reads unsigned bytes of 1 to 4 dimensions. At most `count` entries of the first dimension are unpacked; 0 is all.
/// Errors: data.idx (missing, wrong magic, shape beyond 2^30 bytes, truncated, damaged, too long)
/// Source: http://yann.lecun.com/exdb/mnist, "the idx file format"
[[nodiscard]] Result<IdxArray> read_idx(const std::string& path, std::int64_t count);

}  // namespace rtl4ml
