// The JSON Schema of hardware configs, hw/schema/config.schema.json, compiled into the program: the one source of
// validation, of editor support and of the reference page.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>

namespace rtl4ml {

/// The text of hw/schema/config.schema.json (JSON Schema 2020-12; keywords of our own start with "x-").
[[nodiscard]] std::string config_schema_json();

/// The text of hw/schema/target.schema.json, for the device files of hw/targets.
[[nodiscard]] std::string target_schema_json();

/// docs/config.md: every key with its type, unit, default and meaning, written from the schema.
[[nodiscard]] std::string config_reference_markdown();

/// The schemas parsed, keys in their written order.
[[nodiscard]] const nlohmann::ordered_json& config_schema();
[[nodiscard]] const nlohmann::ordered_json& target_schema();

}  // namespace rtl4ml
