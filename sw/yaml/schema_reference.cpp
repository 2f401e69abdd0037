#include "sw/yaml/schema_reference.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <utility>
#include <vector>

#include "sw/yaml/json_schema.hpp"

namespace rtl4ml {
namespace {

using Json = nlohmann::ordered_json;

std::string join(const std::vector<std::string>& parts, const std::string& separator) {
  std::string text;
  for (const std::string& part : parts) text += (text.empty() ? "" : separator) + part;
  return text;
}

/// The name of the definition that a `$ref` leads to: "width".
std::string definition_name(const Json& rule) {
  const auto reference = rule.at("$ref").get<std::string>();
  return reference.substr(reference.rfind('/') + 1);
}

bool has_section(const Json& schema) {
  const auto is_object = [](const Json& rule) {
    return rule.contains("properties") || rule.contains("additionalProperties");
  };
  if (is_object(schema)) return true;
  const Json alternatives = schema.value("anyOf", Json::array());
  return std::any_of(alternatives.begin(), alternatives.end(), is_object);
}

class Reference {
 public:
  Reference(const Json& root, std::string introduction) : root_(root), text_(std::move(introduction)) {}

  std::string write() {
    text_ += "## Keys\n\n";
    write_properties(root_);
    for (const auto& [name, schema] : root_.at("$defs").items()) {
      if (has_section(schema)) write_section(name, schema);
    }
    while (text_.size() > 1 && text_[text_.size() - 2] == '\n') text_.pop_back();
    return text_;
  }

 private:
  void write_section(const std::string& name, const Json& schema) {
    text_ += "## " + name + "\n\n";
    if (schema.contains("description")) text_ += schema.at("description").get<std::string>() + "\n\n";
    if (!schema.contains("anyOf")) return write_properties(schema);
    if (schema.contains("x-noun")) return write_operators(schema);
    std::vector<std::string> simple;
    for (const Json& rule : schema.at("anyOf")) {
      if (!rule.contains("properties")) simple.push_back(type_text(rule));
    }
    if (!simple.empty()) text_ += fmt::format("{}, or a mapping:\n\n", join(simple, ", or "));
    int mappings = 0;
    for (const Json& rule : schema.at("anyOf")) {
      if (!rule.contains("properties")) continue;
      if (mappings++ > 0) text_ += "or\n\n";
      write_properties(rule);
    }
  }

  /// One row per property. Requirements are bold.
  void write_properties(const Json& schema) {
    const auto required = schema.value("required", std::vector<std::string>{});
    text_ += "| key | value | unit | default | meaning |\n|---|---|---|---|---|\n";
    for (const auto& [name, rule] : schema.at("properties").items()) {
      const bool needed = std::find(required.begin(), required.end(), name) != required.end();
      text_ += fmt::format("| `{}` | {} | {} | {} | {} |\n", name, type_text(rule), unit(rule),
                           needed ? "**required**" : default_text(rule), meaning(rule));
    }
    text_ += "\n";
  }

  /// One row per operator.
  void write_operators(const Json& schema) {
    text_ += "| operator | name | further keys | meaning |\n|---|---|---|---|\n";
    for (const Json& rule : schema.at("anyOf")) {
      if (!rule.contains("properties")) continue;
      const auto name = rule.at("required").at(0).get<std::string>();
      std::vector<std::string> further;
      for (const auto& [key, attribute] : rule.at("properties").items()) {
        if (key == name) continue;
        further.push_back(
            fmt::format("`{}`: {}, {} by default", key, meaning(attribute), attribute.at("default").dump()));
      }
      const Json& first = rule.at("properties").at(name);
      const bool optional = definition_name(first) == "optional_layer_name";
      text_ += fmt::format("| `{}` | {} | {} | {} |\n", name, optional ? "optional" : "**required**",
                           join(further, "; "), meaning(first));
    }
    text_ += "\n";
  }

  std::string type_text(const Json& rule) const {
    const Json& schema = resolve(root_, rule);
    if (rule.contains("$ref") && has_section(schema)) return fmt::format("[{0}](#{0})", definition_name(rule));
    if (schema.contains("anyOf")) {
      std::vector<std::string> parts;
      for (const Json& alternative : schema.at("anyOf")) parts.push_back(type_text(alternative));
      return join(parts, ", or ");
    }
    if (schema.contains("enum")) return enum_text(schema);
    const auto type = schema.at("type").get<std::string>();
    if (type == "integer" || type == "number") {
      return fmt::format("{} from {} to {}", type == "integer" ? "integer" : "number", schema.at("minimum").dump(),
                         schema.at("maximum").dump());
    }
    if (type == "array") return "list of: " + type_text(schema.at("items"));
    if (type == "object") return fmt::format("`<layer>:` {}", type_text(schema.at("additionalProperties")));
    return type == "boolean" ? "`true`, `false`" : "text";
  }

  static std::string enum_text(const Json& schema) {
    std::vector<std::string> values;
    for (const Json& value : schema.at("enum")) values.push_back("`" + value.get<std::string>() + "`");
    return join(values, ", ");
  }

  /// A keyword of the property itself, else of what it refers to.
  const Json* keyword(const Json& rule, const char* name) const {
    if (rule.contains(name)) return &rule.at(name);
    const Json& schema = resolve(root_, rule);
    return schema.contains(name) ? &schema.at(name) : nullptr;
  }

  std::string unit(const Json& rule) const {
    const Json* found = keyword(rule, "x-unit");
    return found == nullptr ? "" : found->get<std::string>();
  }

  std::string meaning(const Json& rule) const {
    const Json* found = keyword(rule, "description");
    return found == nullptr ? "" : found->get<std::string>();
  }

  std::string default_text(const Json& rule) const {
    if (const Json* words = keyword(rule, "x-default")) return words->get<std::string>();
    const Json* value = keyword(rule, "default");
    if (value == nullptr) return "";
    if (value->is_string()) return "`" + value->get<std::string>() + "`";
    if (!value->is_object()) return "`" + value->dump() + "`";
    std::vector<std::string> parts;
    for (const auto& [key, part] : value->items())
      parts.push_back(key + ": " + (part.is_string() ? part.get<std::string>() : part.dump()));
    return "`{" + join(parts, ", ") + "}`";
  }

  const Json& root_;
  std::string text_;  // so far
};

}  // namespace

std::string schema_reference(const Json& schema, std::string introduction) {
  return Reference(schema, std::move(introduction)).write();
}

}  // namespace rtl4ml
