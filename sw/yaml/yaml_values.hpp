// Values of a YAML tree as C++ ones, for readers of trees that may have faults of the schema (they are told elsewhere):
// they take what is usable and add the faults that no schema can say.
#pragma once

#include <optional>
#include <string>

#include "sw/base/error.hpp"
#include "sw/yaml/yaml_tree.hpp"

namespace rtl4ml {

/// Where faults go, and what their places are in.
struct ReadContext {
  std::string path;
  Errors errors;
};

/// The value as a C++ one; empty where there is none or it is of another kind.
[[nodiscard]] std::optional<int> as_int(const YamlNode* node);
[[nodiscard]] std::optional<std::string> as_text(const YamlNode* node);
[[nodiscard]] std::optional<double> as_number(const YamlNode* node);

/// `path` seen from the folder of the YAML file.
[[nodiscard]] std::string resolve_path(const std::string& path, const std::string& yaml_path);

/// A data set's name stays as it is; a file (a path with a folder, .npy, .csv) is resolved against the YAML file's
/// folder.
[[nodiscard]] std::string data_source(const std::string& text, const std::string& yaml_path);

}  // namespace rtl4ml
