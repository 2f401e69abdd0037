// YAML text as a plain tree of typed values with their places; the only file that knows yaml-cpp is yaml_tree.cpp.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "sw/base/error.hpp"

namespace rtl4ml {

/// One value. Plain scalars are typed by the rules of YAML 1.2's core schema (so `yes` is text and 0x1f an integer);
/// quoted ones are text.
struct YamlNode {
  enum class Kind { kNull, kBool, kInteger, kNumber, kText, kList, kMapping };
  Kind kind = Kind::kNull;
  int line = 1, column = 1;  ///< counted from one; the column in characters
  std::string text;          ///< of a scalar, as written, without quotes
  bool quoted = false;
  bool boolean = false;
  double number = 0.0;       ///< of integers and numbers; an integer beyond 64 bits is a kInteger with its double only
  std::int64_t integer = 0;  ///< of integers, saturated to 64 bits
  std::vector<YamlNode> keys;   ///< of a mapping: scalars; key i belongs to items[i]
  std::vector<YamlNode> items;  ///< of a list or a mapping

  /// The value of the first such key of a mapping, or nullptr (also for a node that is no mapping).
  [[nodiscard]] const YamlNode* find(std::string_view key) const;
  /// The number of nodes of this tree, keys included.
  [[nodiscard]] std::int64_t count() const;
};

/// Limits of what is read: more is no config but an accident or an attack.
inline constexpr std::uint64_t kMaxYamlBytes = 1 << 20;
inline constexpr int kMaxYamlDepth = 32;
inline constexpr std::int64_t kMaxYamlNodes = 400000;  ///< with aliases expanded

/// "path:line:column" of a node.
[[nodiscard]] std::string place_of(const std::string& path, const YamlNode& node);

/// Parses one YAML document; aliases are expanded. A mapping may still hold a key twice. `path` is for messages.
/// Errors: config.encoding (not UTF-8, control characters), config.syntax, config.alias, config.depth,
/// config.too_large,
///         config.empty
[[nodiscard]] Result<YamlNode> parse_yaml(std::string_view text, const std::string& path);

}  // namespace rtl4ml
