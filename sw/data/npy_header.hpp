// The header of a .npy file: a Python dictionary of three entries, read without Python.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "sw/base/error.hpp"

namespace rtl4ml {

struct NpyHeader {
  char kind = 'f';            ///< 'f', 'i', 'u', 'b'
  std::size_t item_size = 8;  ///< bytes of an element
  bool fortran_order = false;
  std::vector<std::int64_t> shape;
  std::size_t elements = 0;     ///< product of the shape, checked against overflow
  std::size_t data_offset = 0;  ///< where the elements start
};

/// Checks everything before anything is allocated: the elements fill the rest of `content` exactly.
/// Errors: data.npy, with `path` and the offset
[[nodiscard]] Result<NpyHeader> parse_npy_header(const std::string& path, std::string_view content);

}  // namespace rtl4ml
