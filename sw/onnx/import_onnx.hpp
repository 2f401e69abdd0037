// From an ONNX graph to the integer model that means the same, and to the network and types that a hardware config
// names.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "sw/base/error.hpp"
#include "sw/model/network.hpp"
#include "sw/model/quantized_model.hpp"
#include "sw/number/input_scale.hpp"
#include "sw/onnx/graph.hpp"
#include "sw/onnx/operator.hpp"

namespace rtl4ml {

/// What a quantizer becomes whose scale is no power of two, or that rounds as no type does.
enum class OnnxActivation {
  kCheaper,     ///< whichever takes less hardware, by rule of thumb
  kThresholds,  ///< comparisons with integers
  kRequantize,  ///< a multiplication, an addition and a shift
};

/// Where the input's own quantizer runs whose scale is no power of two, or that has a zero point or a narrow range.
enum class OnnxInputQuantizer {
  kHost,      ///< in software: data_in are its codes
  kHardware,  ///< in a layer of its own: data_in are numbers of OnnxImportOptions::input
};

struct OnnxImportOptions {
  /// Of a graph whose first layer reads its input as it comes, or whose quantizer the hardware is to run.
  FixedType input{24, 16, true};
  OnnxActivation activation = OnnxActivation::kCheaper;
  OnnxBudget budget = {};
  /// The last layer is an argmax: the design answers the class, and nothing is left to the host.
  bool classes = false;
  OnnxInputQuantizer quantize_input = OnnxInputQuantizer::kHost;
};

struct OnnxImport {
  QuantizedModel model;  ///< one layer for each of the network, with the same name: fc1, relu1, threshold1, fc2, ...
  Network network;       ///< its parameters, exactly
  InputScale input;      ///< what the codes of data_in are of the file's input
  std::vector<std::string>
      left_to_host;  ///< nodes behind the last layer that only compare or scale: "Softmax_0 (Softmax)"
  /// The file's output, before what is left to the host, is scale * value + offset, up to largest_deviation (0:
  /// exactly). Of a class: 1 and 0, and the deviation is that of the scores it is chosen from.
  double output_scale = 1.0, output_offset = 0.0, largest_deviation = 0.0;
  /// Codes of a layer before the last one may be off by one, as the notes say; how far outputs are then is not known.
  bool deviates_inside = false;
  /// By the node's name: the layer that it is, or part of; "data_in" for the input's type. Nodes without an entry are
  /// constants, or reshape.
  std::map<std::string, std::string> becomes;
  /// What each layer became and why, one line each, and where equality depends on the rounding of the file's own sums.
  std::vector<std::string> notes;
};

/// Imports a chain of MatMul or Gemm and functions of each element that rise or fall throughout. Where every number is
/// on a grid of a power of two, a layer is a linear operator whose output type is its Quant; else its sums are kept
/// exactly and a `threshold` or an `affine` operator makes of them the code that the file's own nodes make, shown at
/// every step of that function. Errors: onnx.chain, onnx.import (nodes in a form, or of a kind, that cannot be
/// imported), onnx.scale (scales along a product's inputs, or data without a Quant between products), onnx.width (a sum
/// or a parameter is too wide), onnx.monotone, onnx.levels; those of check_class_answer(); all at once; those of
/// simplify_onnx()
[[nodiscard]] Result<OnnxImport> import_onnx(OnnxGraph graph, const OnnxImportOptions& options = {});

}  // namespace rtl4ml
