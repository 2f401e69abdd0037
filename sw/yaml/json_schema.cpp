#include "sw/yaml/json_schema.hpp"

#include <nlohmann/json.hpp>

namespace rtl4ml {

const nlohmann::ordered_json& resolve(const nlohmann::ordered_json& root, const nlohmann::ordered_json& node) {
  const nlohmann::ordered_json* at = &node;
  while (at->contains("$ref")) {
    const auto name = at->at("$ref").get<std::string>().substr(1);  // without the '#'
    at = &root.at(nlohmann::ordered_json::json_pointer(name));
  }
  return *at;
}

}  // namespace rtl4ml
