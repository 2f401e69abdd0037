#include "gen/config/schema.hpp"

#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>
#include <set>

#include "sw/yaml/json_schema.hpp"
#include "sw/yaml/validate.hpp"
#include "tests/catch.hpp"

namespace rtl4ml {
namespace {

using Json = nlohmann::ordered_json;

/// What validate() understands, and what only describes.
const std::set<std::string> kKeywords = {
    "$ref",          "type",      "enum",     "minimum", "maximum",    "minLength",         "maxLength",
    "pattern",       "minItems",  "maxItems", "items",   "properties", "required",          "additionalProperties",
    "propertyNames", "anyOf",     "$schema",  "$defs",   "title",      "description",       "default",
    "x-unit",        "x-default", "x-key",    "x-noun",  "x-enum-fix", "x-unknown-key-fix", "x-misplaced-fix",
    "x-not-built"};

/// Calls `visit` for every schema inside `schema`, itself included.
template <class Visit>
void for_each_schema(const Json& schema, const Visit& visit) {
  if (!schema.is_object()) return;
  visit(schema);
  for (const char* maps : {"properties", "$defs"}) {
    if (!schema.contains(maps)) continue;
    for (const auto& item : schema.at(maps).items()) for_each_schema(item.value(), visit);
  }
  for (const char* one : {"items", "additionalProperties"}) {
    if (schema.contains(one)) for_each_schema(schema.at(one), visit);
  }
  for (const Json& alternative : schema.value("anyOf", Json::array())) for_each_schema(alternative, visit);
}

std::string file_text(const std::string& path) {
  std::ifstream file(path);
  return std::string(std::istreambuf_iterator<char>(file), {});
}

TEST_CASE("the program holds the schemas of hw/schema") {
  CHECK(config_schema_json() == file_text("hw/schema/config.schema.json"));
  CHECK(target_schema_json() == file_text("hw/schema/target.schema.json"));
  CHECK(config_schema().at("title") == "rtl4ml hardware config");
  CHECK(target_schema().at("title") == "rtl4ml target");
}

TEST_CASE("the schemas say nothing that the validator does not understand") {
  for (const Json* root : {&config_schema(), &target_schema()}) {
    for_each_schema(*root, [&](const Json& schema) {
      for (const auto& item : schema.items()) {
        INFO(item.key() << " in " << schema.dump().substr(0, 200));
        CHECK(kKeywords.count(item.key()) == 1);
      }
      const Json& target = resolve(*root, schema);
      // Every schema has a type or alternatives; numbers that are bounded are bounded on both sides; mappings are
      // closed.
      CHECK((target.contains("type") || target.contains("anyOf")));
      CHECK(target.contains("minimum") == target.contains("maximum"));
      if (target.value("type", Json("")) == "object") CHECK(target.contains("additionalProperties"));
      if (schema.contains("$ref")) {  // what stands beside a reference only describes
        for (const auto& item : schema.items()) {
          CHECK((item.key() == "$ref" || item.key() == "description" || item.key() == "default" ||
                 item.key().substr(0, 2) == "x-"));
        }
      }
    });
  }
}

TEST_CASE("every key has a description, and a default where it may be left out") {
  const Json& root = config_schema();
  for_each_schema(root, [&](const Json& schema) {
    if (!schema.contains("properties")) return;
    for (const auto& item : schema.at("properties").items()) {
      INFO(item.key());
      CHECK((item.value().contains("description") || resolve(root, item.value()).contains("description")));
    }
  });
  for (const auto& item : root.at("properties").items()) {
    INFO(item.key());
    CHECK((item.key() == "checkpoint" || item.value().contains("default") || item.value().contains("x-default")));
  }
}

TEST_CASE("every default is valid by its own schema") {
  const Json& root = config_schema();
  for_each_schema(root, [&](const Json& schema) {
    if (!schema.contains("properties")) return;
    for (const auto& item : schema.at("properties").items()) {
      if (!item.value().contains("default")) continue;
      Json wanted = {{"type", "object"}, {"additionalProperties", false}, {"properties", {{item.key(), item.value()}}}};
      wanted["$defs"] = root.at("$defs");
      const Result<YamlNode> tree = parse_yaml(Json{{item.key(), item.value().at("default")}}.dump(), "default");
      REQUIRE(tree);
      INFO(item.key());
      CHECK(to_string(validate(*tree, wanted, "default")).empty());
    }
  });
}

TEST_CASE("references are followed") {
  const Json root = Json::parse(R"({"$defs": {"a": {"$ref": "#/$defs/b"}, "b": {"type": "null"}}})");
  CHECK(resolve(root, Json::parse(R"({"$ref": "#/$defs/a"})")).at("type") == "null");
  CHECK(&resolve(root, root) == &root);
}

}  // namespace
}  // namespace rtl4ml
