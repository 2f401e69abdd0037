// Random data for an imported network, and what its file makes of them.
#pragma once

#include <cmath>
#include <cstdint>
#include <vector>

#include "sw/number/fixed_type.hpp"
#include "sw/number/input_scale.hpp"
#include "sw/onnx/execute.hpp"
#include "tests/sw/onnx/run_node.hpp"

namespace rtl4ml::test {

/// Codes of the type, evenly drawn.
inline std::vector<std::int64_t> random_codes(Random& random, const FixedType& type, std::int64_t count) {
  const auto span = static_cast<std::uint64_t>(type.max_code() - type.min_code() + 1);
  std::vector<std::int64_t> codes;
  for (std::int64_t i = 0; i < count; ++i)
    codes.push_back(type.min_code() + static_cast<std::int64_t>(random.below(span)));
  return codes;
}

/// What the file itself gives, vector by vector.
inline std::vector<double> file_outputs(const OnnxGraph& graph, const std::vector<double>& x, std::int64_t vectors) {
  const Result<OnnxProgram> program = OnnxProgram::prepare(graph);
  INFO(told(program));
  REQUIRE(program);
  const Result<std::vector<double>> outputs = program->run_each(x, vectors);
  INFO(told(outputs));
  REQUIRE(outputs);
  return *outputs;
}

/// The same of codes of data_in.
inline std::vector<double> file_outputs(const OnnxGraph& graph, const FixedType& type, const InputScale& scale,
                                        const std::vector<std::int64_t>& codes, std::int64_t vectors) {
  std::vector<double> x;
  for (const std::int64_t code : codes)
    x.push_back(scale.input(std::ldexp(static_cast<double>(code), -type.frac_width)));
  return file_outputs(graph, x, vectors);
}

}  // namespace rtl4ml::test
