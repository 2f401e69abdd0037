// A row-major matrix of floats whose memory is used again.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace rtl4ml {

struct Matrix {
  std::int64_t rows = 0, columns = 0;
  std::vector<float> values{};

  void resize(std::int64_t new_rows, std::int64_t new_columns) {
    rows = new_rows;
    columns = new_columns;
    values.resize(static_cast<std::size_t>(rows * columns));
  }
  [[nodiscard]] std::span<float> row(std::int64_t index) {
    return std::span(values).subspan(static_cast<std::size_t>(index * columns), static_cast<std::size_t>(columns));
  }
  [[nodiscard]] std::span<const float> row(std::int64_t index) const {
    return std::span(values).subspan(static_cast<std::size_t>(index * columns), static_cast<std::size_t>(columns));
  }
};

}  // namespace rtl4ml
