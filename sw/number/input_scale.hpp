// What the values of a network's first stream stand for, where they are codes of a quantizer with a scale of its own.
#pragma once

namespace rtl4ml {

/// The model's own input is scale * (value - zero); the host gives value = input / scale + zero, rounded half to even
/// and saturated to the stream's type. Units: those of the values of the stream's type.
struct InputScale {
  double scale = 1.0;  ///< positive
  double zero = 0.0;

  [[nodiscard]] bool is_plain() const { return scale == 1.0 && zero == 0.0; }
  [[nodiscard]] double value(double input) const { return input / scale + zero; }
  [[nodiscard]] double input(double value) const { return scale * (value - zero); }
};

}  // namespace rtl4ml
