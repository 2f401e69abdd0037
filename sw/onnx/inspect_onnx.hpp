// What `rtl4ml inspect model.onnx` tells of an ONNX graph.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "sw/base/error.hpp"
#include "sw/onnx/graph.hpp"
#include "sw/onnx/import_onnx.hpp"

namespace rtl4ml {

struct OnnxInspection {
  /// The numbers of a tensor: how many, from, to.
  struct Range {
    std::int64_t count = 0;
    double low = 0.0, high = 0.0;
  };
  struct Value {
    std::string name;
    std::optional<DType> dtype;      ///< nothing where it cannot be found
    std::optional<OnnxShape> shape;  ///< the same; for a batch of one
  };
  /// How a node quantizes; ranges are left out where they are computed from the input.
  struct Quantizer {
    bool is_signed = true;
    bool narrow = false;
    bool bipolar = false;
    std::string rounding;  ///< as to_string(OnnxRounding) spells it
    std::optional<Range> width, scale, zero;
  };
  struct Node {
    std::string name, domain, op;
    std::vector<std::string> inputs;
    std::vector<Value> outputs;
    bool supported = true;
    std::optional<Quantizer> quantizer;
    std::string becomes;  ///< the layer that `rtl4ml import` makes of it, or "a constant"; empty where nothing is made
  };
  struct Constant {
    Value value;
    Range range;
  };
  std::string path, producer;
  std::map<std::string, std::int64_t> opsets;
  std::vector<OnnxInput> inputs;
  std::vector<Value> outputs;
  std::vector<Constant> constants;
  std::vector<Node> nodes;
  Errors errors;         ///< why the graph cannot be run, and its shapes be known
  Errors import_errors;  ///< why a graph that can be run cannot be imported
};

/// Errors: those of read_onnx(); a graph that cannot be run is no error here, but told in `errors`.
/// `options`: of the import whose layers are told
[[nodiscard]] Result<OnnxInspection> inspect_onnx(const std::string& path, const OnnxImportOptions& options = {});
[[nodiscard]] OnnxInspection inspect_onnx(const OnnxGraph& graph, const OnnxImportOptions& options = {});

/// A table for people; ends in a newline.
[[nodiscard]] std::string to_text(const OnnxInspection& inspection);
/// One JSON object, indented; ends in a newline.
[[nodiscard]] std::string to_json(const OnnxInspection& inspection);

}  // namespace rtl4ml
