#include "sim/fuzz/fuzz_case.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstring>

#include "sw/base/file.hpp"
#include "sw/checkpoint/safetensors.hpp"
#include "sw/ops/argmax.hpp"

namespace rtl4ml {
namespace {

namespace fs = std::filesystem;

const char* stall_name(Stall stall) {
  constexpr std::array<const char*, 4> kNames = {"none", "random", "bursty", "worst"};
  return kNames.at(static_cast<std::size_t>(stall));
}

const char* engine_name(Engine engine) {
  constexpr std::array<const char*, 3> kNames = {"verilator", "systemc", "icarus"};
  return kNames.at(static_cast<std::size_t>(engine));
}

/// The overlap stays where it was; new places repeat what the old ones hold.
std::vector<float> resized(const std::vector<float>& old, int old_rows, int old_columns, int rows, int columns) {
  std::vector<float> result;
  for (int row = 0; row < rows; ++row) {
    for (int column = 0; column < columns; ++column) {
      const int from = row % old_rows * old_columns + column % old_columns;
      result.push_back(old.at(static_cast<std::size_t>(from)));
    }
  }
  return result;
}

void fit_linear(FuzzLayer& layer, int in_features) {
  std::vector<float>& weight = layer.tensors.at("weight");
  const auto old_rows = static_cast<int>(weight.size()) / layer.in_features;
  weight = resized(weight, old_rows, layer.in_features, layer.out_features, in_features);
  const auto bias = layer.tensors.find("bias");
  if (bias != layer.tensors.end()) {
    bias->second = resized(bias->second, 1, static_cast<int>(bias->second.size()), 1, layer.out_features);
  }
  layer.in_features = in_features;
}

/// Thresholds of a feature.
int levels_of(const FuzzLayer& layer) {
  return static_cast<int>(layer.tensors.at("threshold").size()) / layer.in_features;
}

void fit_element_wise(FuzzLayer& layer, int features) {
  for (auto& [name, values] : layer.tensors) {
    const bool shared = layer.op == "prelu" && values.size() == 1;  // one slope for all
    if (shared) continue;
    const int columns = name == "threshold" ? levels_of(layer) : 1;
    values = resized(values, static_cast<int>(values.size()) / columns, columns, features, columns);
  }
  layer.in_features = layer.out_features = features;
}

std::string type_text(const FixedType& type) {
  return fmt::format("{{width: {}, frac_width: {}, signed: {}}}", type.width, type.frac_width, type.is_signed);
}

bool has_weight(const FuzzLayer& layer) {
  return layer.op == "linear" || layer.op == "affine" || layer.op == "leaky_relu" || layer.op == "prelu";
}

std::string precision_text(const FuzzLayer& layer) {
  std::string text = "data_in: " + type_text(layer.data_in);
  if (has_weight(layer)) text += ", weight: " + type_text(layer.weight);
  if (layer.op == "linear" || layer.op == "affine") text += ", bias: " + type_text(layer.bias);
  return text + fmt::format(", data_out: {}, rounding: {}, overflow: {}", type_text(layer.data_out),
                            to_string(layer.rounding), to_string(layer.overflow));
}

std::string yaml_of(const FuzzCase& fuzz_case) {
  std::string text = fmt::format("name: {0}\ncheckpoint: {0}.safetensors\ninput: {1}\nmodel:\n", fuzz_case.name,
                                 fuzz_case.in_features);
  std::string precision, parallelism;
  for (const FuzzLayer& layer : fuzz_case.layers) {
    text += fmt::format("  - {}: '{}'\n", layer.op, layer.name);
    for (const auto& [key, value] : layer.attributes) text += fmt::format("    {}: {}\n", key, value);
    if (vanishes(layer)) continue;
    precision += fmt::format("    '{}': {{{}}}\n", layer.name, precision_text(layer));
    parallelism +=
        fmt::format("    '{}': {{in: {}, out: {}}}\n", layer.name, layer.parallelism_in, layer.parallelism_out);
  }
  if (reloads(fuzz_case)) {
    text += "weights:\n  layers:\n";
    for (const FuzzLayer& layer : fuzz_case.layers) {
      if (layer.reloadable) text += fmt::format("    '{}': reloadable\n", layer.name);
    }
  }
  text += "precision:\n  default: {width: 8, frac_width: 0}\n  layers:\n" + precision;
  text += "parallelism:\n  default: 1\n  layers:\n" + parallelism;
  if (!fuzz_case.first_vectors.empty()) text += "first_vectors:\n";
  for (const std::vector<std::int64_t>& vector : fuzz_case.first_vectors) {
    text += fmt::format("  - [{}]\n", fmt::join(vector, ", "));
  }
  return text;
}

fs::path other_weights(const fs::path& config) { return fs::path(config).replace_extension(".other.safetensors"); }

std::vector<std::int64_t> shape_of(const FuzzLayer& layer, const std::string& tensor, std::size_t size) {
  if (layer.op == "linear" && tensor == "weight") return {layer.out_features, layer.in_features};
  if (tensor == "threshold") return {layer.in_features, levels_of(layer)};
  return {static_cast<std::int64_t>(size)};
}

/// `others`: the weights that are written in the middle of the run.
std::vector<Tensor> tensors_of(const FuzzCase& fuzz_case, bool others) {
  std::vector<Tensor> result;
  for (const FuzzLayer& layer : fuzz_case.layers) {
    for (const auto& [name, own] : layer.tensors) {
      std::vector<float> values = own;
      if (others && layer.reloadable) std::reverse(values.begin(), values.end());
      Tensor tensor;
      tensor.name = layer.name + "." + name;
      tensor.shape = shape_of(layer, name, values.size());
      tensor.data.resize(values.size() * sizeof(float));
      std::memcpy(tensor.data.data(), values.data(), tensor.data.size());
      result.push_back(std::move(tensor));
    }
  }
  return result;
}

}  // namespace

bool vanishes(const FuzzLayer& layer) {
  return layer.op == "flatten" || layer.op == "dropout" || layer.op == "identity" || layer.op == "batch_norm1d";
}

bool reloads(const FuzzCase& fuzz_case) {
  return std::any_of(fuzz_case.layers.begin(), fuzz_case.layers.end(),
                     [](const FuzzLayer& layer) { return layer.reloadable; });
}

void fit_shapes(FuzzCase& fuzz_case) {
  int features = fuzz_case.in_features;
  for (FuzzLayer& layer : fuzz_case.layers) {
    if (layer.op == "linear") {
      fit_linear(layer, features);
    } else {
      fit_element_wise(layer, features);
      if (layer.op == "argmax") {
        layer.data_out = class_type(features);
        layer.out_features = 1;
      }
    }
    layer.parallelism_in = std::clamp(layer.parallelism_in, 1, features);
    features = layer.out_features;
    layer.parallelism_out = layer.op == "linear" ? std::clamp(layer.parallelism_out, 1, features)
                                                 : std::min(layer.parallelism_in, features);
  }
  for (std::vector<std::int64_t>& vector : fuzz_case.first_vectors) {
    vector.resize(static_cast<std::size_t>(fuzz_case.in_features), 0);
  }
}

std::vector<std::string> replay_arguments(const FuzzCase& fuzz_case, const fs::path& config) {
  std::vector<std::string> arguments = {"sim",      config.string(),
                                        "--count",  std::to_string(fuzz_case.vectors),
                                        "--seed",   std::to_string(fuzz_case.seed),
                                        "--stall",  stall_name(fuzz_case.stall),
                                        "--resets", std::to_string(fuzz_case.resets),
                                        "--engine", engine_name(fuzz_case.engine),
                                        "--trace",  "none"};
  if (reloads(fuzz_case)) arguments.insert(arguments.end(), {"--reload", other_weights(config).string()});
  return arguments;
}

Result<fs::path> write_case(const FuzzCase& fuzz_case, const fs::path& folder, const std::string& comment) {
  fs::path config = folder / (fuzz_case.name + ".yaml");
  const fs::path checkpoint = folder / (fuzz_case.name + ".safetensors");
  Result<void> written = write_file(checkpoint, "");  // also makes the folder
  if (written) written = write_safetensors(checkpoint.string(), tensors_of(fuzz_case, false), {});
  if (written && reloads(fuzz_case))
    written = write_safetensors(other_weights(config).string(), tensors_of(fuzz_case, true), {});
  const std::string command =
      fmt::format("# rtl4ml {}\n", fmt::join(replay_arguments(fuzz_case, config.filename()), " "));
  if (written) written = write_file(config, comment + command + yaml_of(fuzz_case));
  if (!written) return faults(std::move(written.error()));
  return config;
}

}  // namespace rtl4ml
