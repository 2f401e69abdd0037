#include "sw/yaml/schema_reference.hpp"

#include <nlohmann/json.hpp>

#include "tests/catch.hpp"

namespace rtl4ml {

TEST_CASE("the reference has a row per key, a section per definition that is a mapping, requirements in bold") {
  const auto schema = nlohmann::ordered_json::parse(R"({
    "type": "object", "required": ["size"],
    "properties": {
      "size": {"$ref": "#/$defs/size", "description": "how large"},
      "kind": {"type": "string", "enum": ["a", "b"], "default": "a", "description": "which"},
      "more": {"$ref": "#/$defs/more", "x-default": "nothing", "description": "the rest"}},
    "$defs": {
      "size": {"type": "integer", "minimum": 1, "maximum": 9, "x-unit": "bits"},
      "more": {"type": "object", "properties": {"on": {"type": "boolean", "default": false, "description": "whether"}}}}})");
  CHECK(schema_reference(schema, "# Title\n\n") ==
        "# Title\n\n## Keys\n\n| key | value | unit | default | meaning |\n|---|---|---|---|---|\n"
        "| `size` | integer from 1 to 9 | bits | **required** | how large |\n"
        "| `kind` | `a`, `b` |  | `a` | which |\n"
        "| `more` | [more](#more) |  | nothing | the rest |\n\n"
        "## more\n\n| key | value | unit | default | meaning |\n|---|---|---|---|---|\n"
        "| `on` | `true`, `false` |  | `false` | whether |\n");
}

}  // namespace rtl4ml
