// Analyses the network: the activations of its float layers on calibration vectors, run when first asked for.
#pragma once

#include <span>
#include <vector>

#include "sw/model/network.hpp"

namespace rtl4ml {

/// The most calibration vectors that are looked at; of more, that many are taken at even distances. Large networks look
/// at fewer (the work is bounded), but at no fewer than 32.
inline constexpr std::int64_t kMaxCalibrationVectors = 1024;

class Calibration {
 public:
  /// `vectors`: row-major [count][features[0]]; empty: 1,024 seeded standard-normal vectors. Both spans and the network
  /// must outlive this. `features`: as infer_shapes() gives them.
  Calibration(const Network& network, std::vector<int> features, std::span<const double> vectors);

  /// The input (0) or the outputs of a layer (its index + 1). Shapes: -> [vectors looked at * features], row-major
  [[nodiscard]] std::span<const double> activations(std::size_t index);
  /// Whether activations were asked for while there were no real vectors.
  [[nodiscard]] bool invented() const { return used_ && vectors_.empty(); }

 private:
  void run();

  const Network& network_;
  std::vector<int> features_;
  std::span<const double> vectors_;
  bool used_ = false;
  std::vector<std::vector<double>> activations_;
};

}  // namespace rtl4ml
