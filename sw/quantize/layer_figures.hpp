// What quantization and pruning do to the work of each layer: bits of weights, multiplications, bit operations.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "sw/model/network.hpp"

namespace rtl4ml {

/// Widths of one layer, in bits.
struct FigureWidths {
  int data_in = 8;
  int weight = 8;
  int bias = 8;
};

/// Of one vector through one layer.
struct LayerFigures {
  std::string layer;
  std::int64_t weights = 0;
  std::int64_t nonzero_weights = 0;
  std::int64_t weight_bits = 0;             ///< weights * weight width; zeros are stored as any other
  std::int64_t bias_bits = 0;               ///< biases * bias width
  std::int64_t macs = 0;                    ///< multiply-accumulates: one per weight
  std::int64_t nonzero_macs = 0;            ///< of them, those whose weight is not zero
  std::int64_t bit_operations = 0;          ///< macs * weight width * data_in width
  std::int64_t nonzero_bit_operations = 0;  ///< nonzero_macs * weight width * data_in width

  LayerFigures& operator+=(const LayerFigures& other);
};

/// One per layer, all zero where it has no weights (a PReLU multiplies once a feature by its slope). Sparse weights
/// are not given any index: the nonzero figures say what hardware that skips zeros would do, weight_bits what storage
/// without compression takes. Shapes: widths[layers]
/// Source of bit operations: Baskin et al., "UNIQ", ACM TOCS 2021, without its adder terms
[[nodiscard]] std::vector<LayerFigures> layer_figures(const Network& network, const std::vector<FigureWidths>& widths);

}  // namespace rtl4ml
