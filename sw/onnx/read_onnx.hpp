// ONNX files: protobuf's wire format, read by Debian's libonnx_proto.
#pragma once

#include <string>
#include <string_view>

#include "sw/base/error.hpp"
#include "sw/onnx/graph.hpp"

namespace rtl4ml {

/// Reads the graph of a file with all of its tensors. `name` is for messages. Everything is checked before it is used,
/// and all faults come at once. Errors: onnx.format (no ONNX model, or damaged), onnx.external (tensors in other
/// files), onnx.sparse, onnx.dtype, onnx.shape (negative, overflowing, or not that of the data), onnx.value (NaN, or
/// beyond the type), onnx.attribute (of a kind that is not supported, or twice), those of check_onnx_graph() Source:
/// onnx.proto of ONNX 1.12
[[nodiscard]] Result<OnnxGraph> parse_onnx(std::string_view bytes, const std::string& name);

/// The same of a file. Errors: file.missing, file.unreadable, file.too_large (beyond protobuf's 2 GiB), as parse_onnx()
[[nodiscard]] Result<OnnxGraph> read_onnx(const std::string& path);

}  // namespace rtl4ml
