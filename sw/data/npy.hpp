// NumPy's .npy files, versions 1 to 3.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "sw/data/dataset.hpp"

namespace rtl4ml {

/// An array in row-major order, whatever its order in the file.
struct NpyArray {
  std::vector<std::int64_t> shape;
  std::vector<double> values;
};

/// Reads an array of f2, f4, f8, i1, u1, i2, u2, i4, u4, i8 or bool, little-endian, in C or Fortran order; i8 beyond
/// 2^53 is rounded. Errors: data.npy (not such a file, header malformed, type or shape not supported, truncated or too
/// long), data.value (NaN, infinity), file.* Source: numpy.lib.format, the file format's description
[[nodiscard]] Result<NpyArray> read_npy(const std::string& path);

/// Inputs of shape [count][features...], and labels of shape [count] or [count][1] from `labels` where it is not empty.
/// `count`: 0 is all. Errors: as read_npy; data.npy for one dimension only, data.labels
[[nodiscard]] Result<Dataset> read_npy_dataset(const std::string& path, const std::string& labels, std::int64_t count);

/// Writes f8 and i8 in C order; the product of `shape` is the number of values. Errors: file.unwritable
[[nodiscard]] Result<void> write_npy(const std::string& path, const std::vector<std::int64_t>& shape,
                                     std::span<const double> values);
[[nodiscard]] Result<void> write_npy(const std::string& path, const std::vector<std::int64_t>& shape,
                                     std::span<const std::int64_t> values);

}  // namespace rtl4ml
