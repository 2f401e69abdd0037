// A quantized network as a QONNX file: what other tools of the field read.
#pragma once

#include <string>

#include "sw/base/error.hpp"
#include "sw/model/network.hpp"
#include "sw/model/quantized_model.hpp"

namespace rtl4ml {

/// The bytes of a file whose own semantics are the integer model's: data, weights and biases behind a Quant of their
/// type, each layer an operator of ONNX and a Quant of its output. import_onnx() reads the same integers back.
/// `network`: the layers that the model was made of, for the functions behind its tables. Errors: onnx.export, all at
/// once: wrapping overflow and ties that always go up (QONNX has neither), numbers that float32 does not hold, signed
/// types of one bit (in QONNX they are bipolar), layers without an operator in ONNX
[[nodiscard]] Result<std::string> onnx_bytes(const QuantizedModel& model, const Network& network);

/// Writes the file. Errors: those of onnx_bytes() and of write_file()
[[nodiscard]] Result<void> write_onnx(const std::string& path, const QuantizedModel& model, const Network& network);

}  // namespace rtl4ml
