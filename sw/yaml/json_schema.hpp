// What our JSON Schemas share: references inside a schema.
#pragma once

#include <nlohmann/json_fwd.hpp>

namespace rtl4ml {

/// The schema that a `$ref` ("#/$defs/width") of `node` names, or `node` itself where it has none.
[[nodiscard]] const nlohmann::ordered_json& resolve(const nlohmann::ordered_json& root,
                                                    const nlohmann::ordered_json& node);

}  // namespace rtl4ml
