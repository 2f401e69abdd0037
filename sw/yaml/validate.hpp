// A YAML tree against a JSON Schema: the part of JSON Schema that the schemas in hw/schema use, with faults for people.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>

#include "sw/base/error.hpp"
#include "sw/yaml/yaml_tree.hpp"

namespace rtl4ml {

/// At most this many faults are told of one file.
inline constexpr std::size_t kMaxFaults = 100;

/// Every fault of the tree by the schema; empty where it is valid.
/// Understood: $ref, type, enum, minimum, maximum, minLength, maxLength, pattern, minItems, maxItems, items,
/// properties, required, additionalProperties, propertyNames.maxLength, anyOf. Of several alternatives the one of the
/// value's own kind is taken, and among mappings the first whose required keys are all there, so that faults are told
/// of what was meant. Our own: x-unknown-key-fix, x-enum-fix (how to mend it), x-noun (what one of the alternatives is
/// called), x-not-built (values that are planned only). Numbers too large for 64 bits are out of every range. Errors:
/// config.type, config.unknown_key, config.missing_key, config.duplicate_key, config.enum, config.range (or
///         config.width, config.frac_width, config.parallelism, config.clock_mhz), config.length, config.pattern,
///         config.not_built
[[nodiscard]] Errors validate(const YamlNode& tree, const nlohmann::ordered_json& schema, const std::string& path);

/// "layer fc2: weight.width": how messages call the value at these keys; list positions are "[2]".
[[nodiscard]] std::string spoken_key(const std::vector<std::string>& keys);

}  // namespace rtl4ml
