// The reference page of a JSON Schema: every key with its type, unit, default and meaning.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>

namespace rtl4ml {

/// The page in Markdown: the introduction, then a table of the schema's keys and one for each of its definitions that
/// are mappings. What it reads beside what validate() does: description, default, x-default, x-unit.
[[nodiscard]] std::string schema_reference(const nlohmann::ordered_json& schema, std::string introduction);

}  // namespace rtl4ml
