#include "sw/yaml/json_schema.hpp"

#include <nlohmann/json.hpp>

#include "tests/catch.hpp"

namespace rtl4ml {

TEST_CASE("a reference is followed to the schema it names, through others, what is none stays") {
  const auto root = nlohmann::ordered_json::parse(
      R"({"$defs": {"width": {"$ref": "#/$defs/bits"}, "bits": {"type": "integer"}}, "properties": {"a": {"$ref": "#/$defs/width"}}})");
  const nlohmann::ordered_json& bits = root["$defs"]["bits"];
  CHECK(&resolve(root, root["properties"]["a"]) == &bits);
  CHECK(&resolve(root, bits) == &bits);
}

}  // namespace rtl4ml
