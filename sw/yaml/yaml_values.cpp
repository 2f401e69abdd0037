#include "sw/yaml/yaml_values.hpp"

#include <filesystem>
#include <limits>

namespace rtl4ml {

using Kind = YamlNode::Kind;

std::optional<int> as_int(const YamlNode* node) {
  constexpr double kMost = std::numeric_limits<int>::max();
  const bool numeric = node != nullptr && (node->kind == Kind::kInteger || node->kind == Kind::kNumber);
  if (!numeric || !(node->number >= -kMost && node->number <= kMost)) return std::nullopt;
  return static_cast<int>(node->number);
}

std::optional<std::string> as_text(const YamlNode* node) {
  if (node == nullptr || node->kind != Kind::kText) return std::nullopt;
  return node->text;
}

std::optional<double> as_number(const YamlNode* node) {
  if (node == nullptr || (node->kind != Kind::kInteger && node->kind != Kind::kNumber)) return std::nullopt;
  return node->number;
}

std::string resolve_path(const std::string& path, const std::string& yaml_path) {
  return (std::filesystem::path(yaml_path).parent_path() / path).lexically_normal().string();
}

std::string data_source(const std::string& text, const std::string& yaml_path) {
  const std::filesystem::path path(text);
  const bool is_file = text.find('/') != std::string::npos || path.extension() == ".npy" || path.extension() == ".csv";
  return is_file ? resolve_path(text, yaml_path) : text;
}

}  // namespace rtl4ml
