#include "sw/yaml/validate.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <nlohmann/json.hpp>
#include <regex>
#include <set>

#include "sw/base/did_you_mean.hpp"
#include "sw/yaml/json_schema.hpp"

namespace rtl4ml {
namespace {

using Json = nlohmann::ordered_json;
using Kind = YamlNode::Kind;

constexpr std::size_t kShownText = 60;  // of a value in a message, in bytes

std::string shown(const std::string& text) {
  if (text.size() <= kShownText) return text;
  std::size_t end = kShownText;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U) --end;  // not inside a character
  return text.substr(0, end) + "...";
}

/// "the text \"eight\"", "a list".
std::string describe(const YamlNode& node) {
  switch (node.kind) {
    case Kind::kNull:
      return "empty";
    case Kind::kBool:
      return shown(node.text);
    case Kind::kInteger:
    case Kind::kNumber:
      return "the number " + shown(node.text);
    case Kind::kText:
      return "the text \"" + shown(node.text) + "\"";
    case Kind::kList:
      return "a list";
    case Kind::kMapping:
      return "a mapping";
  }
  return "";
}

std::string type_in_words(const std::string& type) {
  static const std::map<std::string, std::string> kWords = {
      {"integer", "an integer"}, {"number", "a number"},  {"string", "text"}, {"boolean", "true or false"},
      {"array", "a list"},       {"object", "a mapping"}, {"null", "nothing"}};
  return kWords.at(type);
}

/// JSON Schema counts 8.0 as an integer.
bool is_integer(const YamlNode& node) {
  return node.kind == Kind::kInteger || (node.kind == Kind::kNumber && std::floor(node.number) == node.number);
}

bool has_type(const YamlNode& node, const std::string& type) {
  switch (node.kind) {
    case Kind::kNull:
      return type == "null";
    case Kind::kBool:
      return type == "boolean";
    case Kind::kInteger:
      return type == "integer" || type == "number";
    case Kind::kNumber:
      return type == "number" || (type == "integer" && is_integer(node));
    case Kind::kText:
      return type == "string";
    case Kind::kList:
      return type == "array";
    case Kind::kMapping:
      return type == "object";
  }
  return false;
}

std::vector<std::string> strings(const Json& list) {
  return list.is_string() ? std::vector<std::string>{list.get<std::string>()} : list.get<std::vector<std::string>>();
}

/// The code of a number outside its range, by what the number is.
std::string range_code(const std::vector<std::string>& keys) {
  if (keys.back() == "width") return "config.width";
  if (keys.back() == "frac_width") return "config.frac_width";
  if (keys.front() == "parallelism") return "config.parallelism";
  if (keys.front() == "clock_mhz") return "config.clock_mhz";
  return "config.range";
}

std::string number_text(const Json& number) {
  return number.is_number_float() ? fmt::format("{}", number.get<double>()) : number.dump();
}

class Validator {
 public:
  Validator(const Json& root, const std::string& path) : root_(root), path_(path) {}

  void check(const YamlNode& node, const Json& rule) {
    const Json& schema = resolve(root_, rule);
    if (schema.contains("anyOf")) return check_alternatives(node, schema);
    if (schema.contains("type") && !fits(node, schema)) return wrong_type(node, expected(schema));
    switch (node.kind) {
      case Kind::kMapping:
        return check_mapping(node, schema, schema);
      case Kind::kList:
        return check_list(node, schema);
      case Kind::kText:
        return check_text(node, schema);
      case Kind::kInteger:
      case Kind::kNumber:
        return check_number(node, schema);
      case Kind::kNull:
      case Kind::kBool:
        return;
    }
  }

  [[nodiscard]] Errors take() { return std::move(errors_); }

 private:
  using Alternatives = std::vector<const Json*>;

  [[nodiscard]] bool full() const { return errors_.size() >= kMaxFaults; }

  void add(std::string code, const YamlNode& node, std::string message, std::string fix) {
    if (full()) return;
    errors_.push_back(Error{std::move(code), place_of(path_, node), std::move(message), std::move(fix)});
  }

  [[nodiscard]] std::string key() const { return keys_.empty() ? "the config" : spoken_key(keys_); }

  /// Prefixes a key of a mapping with where the mapping is: "layer fc2: " or nothing.
  [[nodiscard]] std::string spoken(const std::string& name) const {
    std::vector<std::string> keys = keys_;
    keys.push_back(shown(name));
    return spoken_key(keys);
  }

  static bool fits(const YamlNode& node, const Json& schema) {
    const std::vector<std::string> types = strings(schema.at("type"));
    return std::any_of(types.begin(), types.end(), [&](const std::string& type) { return has_type(node, type); });
  }

  static std::vector<std::string> expected(const Json& schema) {
    std::vector<std::string> words;
    for (const std::string& type : strings(schema.at("type"))) {
      if (schema.contains("enum") && type == "string") {
        for (const Json& value : schema.at("enum")) words.push_back(value.get<std::string>());
      } else {
        words.push_back(type_in_words(type));
      }
    }
    return words;
  }

  void wrong_type(const YamlNode& node, std::vector<std::string> words) {
    words.erase(std::remove(words.begin(), words.end(), "nothing"), words.end());
    std::vector<std::string> once;
    for (const std::string& word : words) {
      if (std::find(once.begin(), once.end(), word) == once.end()) once.push_back(word);
    }
    std::string wanted;
    for (std::size_t i = 0; i < once.size(); ++i)
      wanted += (i == 0 ? "" : i + 1 == once.size() ? " or " : ", ") + once[i];
    const bool number = wanted.find("an integer") != std::string::npos || wanted.find("a number") != std::string::npos;
    const bool text = std::find(once.begin(), once.end(), "text") != once.end();
    std::string fix;
    if (node.kind == Kind::kText && node.quoted && number) fix = "remove the quotes";
    if (node.items.empty() && node.kind != Kind::kNull && node.kind != Kind::kText && text)
      fix = "put it in quotes: \"" + shown(node.text) + "\"";
    if (node.kind == Kind::kText && wanted == "true or false") fix = "write true or false, without quotes";
    if (node.kind == Kind::kNull) fix = "give a value, or remove the key";
    add("config.type", node, fmt::format("{} is {}; {} is expected", key(), describe(node), wanted), fix);
  }

  /// The alternative that was meant: by kind of value, then by required keys.
  void check_alternatives(const YamlNode& node, const Json& schema) {
    Alternatives all, fitting;
    flatten(schema, all);
    std::vector<std::string> words;
    for (const Json* alternative : all) {
      if (fits(node, *alternative)) fitting.push_back(alternative);
      for (std::string& word : expected(*alternative)) words.push_back(std::move(word));
    }
    if (schema.contains("x-noun")) words = {"the name of one " + schema.at("x-noun").get<std::string>(), "a mapping"};
    if (fitting.empty()) return wrong_type(node, words);
    if (node.kind != Kind::kMapping) return check(node, *fitting.front());
    for (const Json* alternative : fitting) {
      if (has_required(node, *alternative)) return check_mapping(node, *alternative, schema);
    }
    if (fitting.size() == 1) return check_mapping(node, *fitting.front(), schema);
    no_alternative(node, schema, fitting);
  }

  /// The alternatives of `schema` with those of its alternatives in their place.
  void flatten(const Json& schema, Alternatives& all) const {
    for (const Json& rule : schema.at("anyOf")) {
      const Json& alternative = resolve(root_, rule);
      if (alternative.contains("anyOf")) {
        flatten(alternative, all);
      } else {
        all.push_back(&alternative);
      }
    }
  }

  static bool has_required(const YamlNode& node, const Json& schema) {
    const Json required = schema.value("required", Json::array());
    return std::all_of(required.begin(), required.end(),
                       [&](const Json& name) { return node.find(name.get<std::string>()) != nullptr; });
  }

  /// A mapping that none of several kinds of mapping describes: `{relo: act1}`.
  void no_alternative(const YamlNode& node, const Json& schema, const Alternatives& alternatives) {
    std::vector<std::string> names;
    for (const Json* alternative : alternatives) names.push_back(alternative->at("required").at(0).get<std::string>());
    const std::string noun = schema.value("x-noun", "key");
    for (const YamlNode& name : node.keys) {
      const std::string nearest = nearest_name(name.text, names);
      if (nearest.empty()) continue;
      return add("config.unknown_key", name, fmt::format("{}: unknown {} {}", key(), noun, shown(name.text)),
                 "did you mean " + nearest + "?");
    }
    if (node.keys.size() == 1) {
      return add("config.unknown_key", node.keys.front(),
                 fmt::format("{}: unknown {} {}", key(), noun, shown(node.keys.front().text)),
                 "known: " + join_names(names));
    }
    add("config.missing_key", node, fmt::format("{}: no {} is named", key(), noun), "known: " + join_names(names));
  }

  /// `whole` is the schema with all alternatives: its keys are candidates for what was meant.
  void check_mapping(const YamlNode& node, const Json& schema, const Json& whole) {
    check_duplicates(node);
    static const Json kNone = Json::object();
    const Json& properties = schema.contains("properties") ? schema.at("properties") : kNone;
    for (std::size_t i = 0; i < node.keys.size() && !full(); ++i) {
      const YamlNode& name = node.keys[i];
      check_name(name, schema);
      const auto property = properties.find(name.text);
      const bool open = schema.contains("additionalProperties") && schema.at("additionalProperties").is_object();
      if (property == properties.end() && !open) {
        unknown_key(name, schema, whole);
        continue;
      }
      keys_.push_back(name.text);
      check(node.items[i], property != properties.end() ? *property : schema.at("additionalProperties"));
      keys_.pop_back();
    }
    for (const Json& name : schema.value("required", Json::array())) {
      const auto text = name.get<std::string>();
      if (node.find(text) == nullptr && meant_.count(spoken(text)) == 0) missing_key(node, text, properties);
    }
  }

  void missing_key(const YamlNode& node, const std::string& name, const Json& properties) {
    const Json& property = properties.at(name);
    const std::string meaning = property.value("description", "");
    add("config.missing_key", node, fmt::format("{} is missing", spoken(name)),
        fmt::format("add `{}: ...`{}{}", name, meaning.empty() ? "" : ": ", meaning));
  }

  void check_duplicates(const YamlNode& node) {
    std::map<std::string_view, int> lines;
    for (const YamlNode& name : node.keys) {
      const auto [first, added] = lines.emplace(name.text, name.line);
      if (added) continue;
      add("config.duplicate_key", name,
          fmt::format("{} is given twice, first on line {}", spoken(name.text), first->second),
          "remove one of the two");
    }
  }

  void check_name(const YamlNode& name, const Json& schema) {
    if (!schema.contains("propertyNames")) return;
    const auto longest = schema.at("propertyNames").at("maxLength").get<std::size_t>();
    if (name.text.size() <= longest && !name.text.empty()) return;
    add("config.length", name,
        fmt::format("{}: a name of {} bytes; 1 to {} are supported", key(), name.text.size(), longest), "");
  }

  void unknown_key(const YamlNode& name, const Json& schema, const Json& whole) {
    const std::vector<std::string> names = property_names(schema);
    std::vector<std::string> candidates = names;
    if (whole.contains("anyOf") && !whole.contains("x-noun")) {  // `defualt` among the keys that may stand in its place
      Alternatives all;
      flatten(whole, all);
      for (const Json* alternative : all) {
        for (std::string& other : property_names(*alternative)) candidates.push_back(std::move(other));
      }
    }
    const bool misplaced = std::find(candidates.begin(), candidates.end(), name.text) != candidates.end();
    const std::string nearest = misplaced ? "" : nearest_name(name.text, candidates);
    std::string fix = schema.value("x-unknown-key-fix", "known: " + join_names(names));
    const std::size_t at = fix.find("${key}");
    if (at != std::string::npos) fix.replace(at, 6, shown(name.text));
    std::string message = spoken(name.text);
    if (misplaced) {
      const Json required = schema.value("required", Json::array());
      const std::string beside = join_names(strings(required.empty() ? requirement_of(name.text, whole) : required));
      message += (required.empty() ? " cannot stand without " : " cannot stand beside ") + beside;
      fix = required.empty() ? "add " + beside : schema.value("x-misplaced-fix", "write it inside " + beside);
    } else {
      const std::size_t layer_end = message.find(": ");
      message.insert(layer_end == std::string::npos ? 0 : layer_end + 2, "unknown key ");
    }
    if (!nearest.empty()) {
      fix = "did you mean " + nearest + "?";
      meant_.insert(spoken(nearest));
    }
    add("config.unknown_key", name, message, fix);
  }

  /// What the alternative with this key requires.
  [[nodiscard]] Json requirement_of(const std::string& name, const Json& whole) const {
    Alternatives all;
    flatten(whole, all);
    for (const Json* alternative : all) {
      if (alternative->contains("properties") && alternative->at("properties").contains(name))
        return alternative->at("required");
    }
    return Json::array();
  }

  static std::vector<std::string> property_names(const Json& schema) {
    std::vector<std::string> names;
    if (!schema.contains("properties")) return names;
    for (const auto& property : schema.at("properties").items()) names.push_back(property.key());
    return names;
  }

  void check_list(const YamlNode& node, const Json& schema) {
    const auto size = node.items.size();
    const auto least = schema.value("minItems", std::size_t{0});
    const auto most = schema.value("maxItems", std::numeric_limits<std::size_t>::max());
    if (size < least || size > most) {
      add("config.length", node, fmt::format("{} has {} entries; {} to {} are supported", key(), size, least, most),
          "");
    }
    if (!schema.contains("items")) return;
    for (std::size_t i = 0; i < size && !full(); ++i) {
      keys_.push_back(fmt::format("[{}]", i));
      check(node.items[i], schema.at("items"));
      keys_.pop_back();
    }
  }

  void check_text(const YamlNode& node, const Json& schema) {
    const auto least = schema.value("minLength", std::size_t{0});
    const auto most = schema.value("maxLength", std::numeric_limits<std::size_t>::max());
    if (node.text.size() < least || node.text.size() > most) {
      return add("config.length", node,
                 fmt::format("{} has {} characters; {} to {} are supported", key(), node.text.size(), least, most), "");
    }
    if (schema.contains("pattern")) {
      const std::regex pattern(schema.at("pattern").get<std::string>());
      if (!std::regex_search(node.text, pattern)) {
        return add("config.pattern", node, fmt::format("{} is \"{}\"", key(), shown(node.text)),
                   schema.value("description", ""));
      }
    }
    if (schema.contains("enum")) check_enum(node, schema);
  }

  void check_enum(const YamlNode& node, const Json& schema) {
    const std::vector<std::string> values = strings(schema.at("enum"));
    if (std::find(values.begin(), values.end(), node.text) == values.end()) {
      const Json fixes = schema.value("x-enum-fix", Json::object());
      return add("config.enum", node, fmt::format("{} is {}", key(), shown(node.text)),
                 fixes.contains(node.text) ? fixes.at(node.text).get<std::string>() : did_you_mean(node.text, values));
    }
    const std::vector<std::string> planned = schema.value("x-not-built", std::vector<std::string>{});
    if (std::find(planned.begin(), planned.end(), node.text) == planned.end()) return;
    std::vector<std::string> built;
    for (const std::string& value : values) {
      if (std::find(planned.begin(), planned.end(), value) == planned.end()) built.push_back(value);
    }
    add("config.not_built", node, fmt::format("{} is {}, which is not built yet", key(), node.text),
        "use " + join_names(built));
  }

  void check_number(const YamlNode& node, const Json& schema) {
    if (!schema.contains("minimum")) return;
    const Json &least = schema.at("minimum"), &most = schema.at("maximum");
    if (node.number >= least.get<double>() && node.number <= most.get<double>()) return;  // false for not-a-number
    const std::string range = fmt::format("{} to {}", number_text(least), number_text(most));
    add(range_code(keys_), node, fmt::format("{} is {}; {} are supported", key(), shown(node.text), range),
        fmt::format("give a value from {}", range));
  }

  const Json& root_;
  const std::string& path_;
  std::vector<std::string> keys_;
  std::set<std::string> meant_;  // misspelled keys, as the full path of what was meant: not told again as missing
  Errors errors_;
};

}  // namespace

std::string spoken_key(const std::vector<std::string>& keys) {
  std::vector<std::string> rest = keys;
  std::string layer;
  if (rest.size() >= 3 && rest[1] == "layers") {
    layer = "layer " + shown(rest[2]) + ": ";
    rest.erase(rest.begin() + 1, rest.begin() + 3);
  }
  // weight.width says all; a bare width needs its precision.
  if (rest.size() >= 3 && rest[0] == "precision") {
    const bool is_default = rest[1] == "default";
    if (!is_default || rest.size() >= 4) rest.erase(rest.begin(), rest.begin() + (is_default ? 2 : 1));
  }
  std::string text;
  for (const std::string& key : rest) text += (text.empty() || key.front() == '[' ? "" : ".") + shown(key);
  return layer + text;
}

Errors validate(const YamlNode& tree, const nlohmann::ordered_json& schema, const std::string& path) {
  Validator validator(schema, path);
  validator.check(tree, schema);
  return validator.take();
}

}  // namespace rtl4ml
