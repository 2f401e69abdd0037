// Small networks and configs for the compiler's tests, the same in every run.
#pragma once

#include <filesystem>
#include <random>
#include <stdexcept>
#include <string>
#include <vector>

#include "gen/compile.hpp"
#include "gen/emit/emit_design.hpp"
#include "gen/ops/operators.hpp"
#include "sw/base/file.hpp"
#include "tests/scratch_folder.hpp"

namespace rtl4ml::test {

/// Weights and biases are multiples of 1/32 between -4 and 4.
inline LinearLayer linear(int in_features, int out_features, bool bias = true, std::uint64_t seed = 1) {
  std::mt19937_64 random(seed);
  const auto real = [&random] { return static_cast<float>(static_cast<int>(random() % 256) - 128) / 32.0F; };
  LinearLayer layer;
  layer.in_features = in_features;
  layer.out_features = out_features;
  for (int i = 0; i < in_features * out_features; ++i) layer.weight.push_back(real());
  for (int i = 0; bias && i < out_features; ++i) layer.bias.push_back(real());
  return layer;
}

inline TypeSpec spec(int width, int frac_width, bool is_signed = true) {
  TypeSpec type;
  type.width = width;
  type.frac_width = frac_width;
  type.is_signed = is_signed;
  return type;
}

/// s8.3 everywhere, weights s8.5.
inline HardwareConfig config(const std::string& name = "design") {
  HardwareConfig result;
  result.path = "configs/" + name + ".yaml";
  result.name = name;
  result.precision.data_in = result.precision.data_out = result.precision.bias = spec(8, 3);
  result.precision.weight = spec(8, 5);
  return result;
}

/// Linear(4, 8) and a ReLU.
inline Network small_network() { return {{{"fc1", linear(4, 8)}, {"relu", ReluLayer{}}}}; }

/// Whether one of the faults has the code, and how often.
inline int count_of(const Errors& errors, const std::string& code) {
  int count = 0;
  for (const Error& error : errors) count += error.code == code ? 1 : 0;
  return count;
}

inline std::string text_of(const std::filesystem::path& path) {
  const Result<std::string> text = read_file(path, std::uint64_t{1} << 28U);
  return text ? *text : "";
}

/// The whole word that a source's case has for a label: behind the stored bits where these are not all.
inline std::string word_of(const std::string& text, const std::string& label) {
  const std::size_t at = text.find(" " + label + ": ");
  if (at == std::string::npos) return "no such word";
  const std::string line = text.substr(at, text.find('\n', at) - at);
  const std::size_t comment = line.find("// "), value = line.find("= ") + 2;
  return comment != std::string::npos ? line.substr(comment + 3) : line.substr(value, line.find(';') - value);
}

/// `count` vectors of codes drawn evenly from the type of data_in.
inline std::vector<std::int64_t> random_codes(const QuantizedModel& model, int count, std::uint64_t seed = 1) {
  std::mt19937_64 random(seed);
  const FixedType& type = model.data_in();
  const auto range = static_cast<std::uint64_t>(type.max_code() - type.min_code()) + 1;
  std::vector<std::int64_t> codes(static_cast<std::size_t>(count * model.in_features()));
  for (std::int64_t& code : codes) code = type.min_code() + static_cast<std::int64_t>(random() % range);
  return codes;
}

/// Emits the design with `count` golden vectors.
inline Result<void> emit(const CompiledDesign& design, const std::filesystem::path& folder, int count = 8) {
  const std::vector<std::int64_t> data_in = random_codes(design.model, count);
  std::vector<std::int64_t> data_out(static_cast<std::size_t>(count * design.model.out_features()));
  evaluate(design.model, data_in, data_out);
  return emit_design(design, folder, data_in, data_out);
}

/// The design, which must compile.
inline CompiledDesign compiled(HardwareConfig settings, Network network) {
  Result<CompiledDesign> design = compile(std::move(settings), std::move(network), {});
  if (!design) throw std::runtime_error(to_string(design.error()));
  return std::move(*design);
}

inline NodeView view(const CompiledDesign& design, std::size_t node) {
  return view_of(design.graph, design.graph.nodes[node], design.model);
}

}  // namespace rtl4ml::test
