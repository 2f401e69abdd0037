#include "gen/config/read_config.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <limits>
#include <nlohmann/json.hpp>
#include <regex>

#include "gen/config/read_parts.hpp"
#include "gen/config/schema.hpp"
#include "gen/config/targets.hpp"
#include "sw/base/file.hpp"
#include "sw/yaml/validate.hpp"

namespace rtl4ml {
namespace {

using Kind = YamlNode::Kind;

void read_name(const YamlNode& tree, HardwareConfig& config, ReadContext& context) {
  if (const auto name = as_text(tree.find("name"))) {
    config.name = *name;
    return;
  }
  if (tree.find("name") != nullptr) return;
  const auto& rule = config_schema().at("properties").at("name");
  config.name = std::filesystem::path(config.path).stem().string();
  const bool fits = config.name.size() <= rule.at("maxLength").get<std::size_t>() &&
                    std::regex_search(config.name, std::regex(rule.at("pattern").get<std::string>()));
  if (fits) return;
  context.errors.push_back(
      Error{"config.name", place_of(context.path, tree),
            fmt::format("no name is given, and the file's name \"{}\" cannot be a design's name", config.name),
            "add `name: my_design`: letters, digits, `_`, `-` and `.`"});
}

void read_checkpoint(const YamlNode* node, HardwareConfig& config, ReadContext& context) {
  if (node == nullptr) return;
  const YamlNode* path = node->kind == Kind::kMapping ? node->find("path") : node;
  const auto text = as_text(path);
  if (!text) return;
  config.checkpoint = resolve_path(*text, context.path);
  config.checkpoint_place = place_of(context.path, *path);
  config.checkpoint_key = as_text(node->find("key")).value_or("");
}

void read_input(const YamlNode* node, HardwareConfig& config, ReadContext& context) {
  if (node == nullptr) return;
  config.input_place = place_of(context.path, *node);
  config.input_scale.scale = as_number(node->find("scale")).value_or(1.0);
  config.input_scale.zero = as_number(node->find("zero")).value_or(0.0);
  const YamlNode* shape = node->kind == Kind::kMapping ? node->find("shape") : node;
  if (shape == nullptr) return;
  if (const auto features = as_int(shape)) config.input_shape.push_back(*features);
  for (const YamlNode& size : shape->items) config.input_shape.push_back(as_int(&size).value_or(1));
  const std::int64_t most = config_schema().at("$defs").at("features").at("maximum").get<std::int64_t>();
  std::int64_t product = 1;
  for (const int size : config.input_shape) {
    if (size < 1 || size > most) return;  // told by the schema
    product *= size;
    if (product <= most) continue;
    context.errors.push_back(Error{"config.shape", place_of(context.path, *shape),
                                   fmt::format("input.shape has more than {} elements", most), ""});
    return;
  }
}

DataSpec read_data(const YamlNode* node, const ReadContext& context) {
  DataSpec spec;
  if (node == nullptr) return spec;
  spec.place = place_of(context.path, *node);
  const auto inputs = as_text(node->kind == Kind::kMapping ? node->find("inputs") : node);
  const auto labels = as_text(node->find("labels"));
  if (inputs) spec.inputs = data_source(*inputs, context.path);
  if (labels) spec.labels = resolve_path(*labels, context.path);
  spec.count = as_int(node->find("count")).value_or(0);
  return spec;
}

/// 0 where the value is no code; the schema has told so.
std::int64_t code_of(const YamlNode& node) {
  constexpr double kMost = 4294967296.0;
  const double number = as_number(&node).value_or(0.0);
  return number > -kMost && number < kMost ? static_cast<std::int64_t>(number) : 0;
}

void read_first_vectors(const YamlNode* node, HardwareConfig& config, ReadContext& context) {
  if (node == nullptr) return;
  std::int64_t features = 1;
  for (const int size : config.input_shape) features *= std::clamp(size, 1, 1 << 24);
  const bool told = config.input_shape.size() == 1;  // products of more sizes are left to the network
  bool known = told;
  for (const YamlNode& row : node->items) {
    std::vector<std::int64_t> codes;
    for (const YamlNode& code : row.items) codes.push_back(code_of(code));
    const auto size = static_cast<std::int64_t>(codes.size());
    if (!known) features = size;
    if (known && size != features) {
      context.errors.push_back(Error{"config.first_vectors", place_of(context.path, row),
                                     fmt::format("first_vectors: a vector of {} codes; the {} has {}", size,
                                                 told ? "input" : "first one", features),
                                     "give one code per input feature"});
    }
    known = true;
    config.first_vectors.push_back({std::move(codes), place_of(context.path, row)});
  }
}

void read_target_name(const YamlNode* node, HardwareConfig& config, ReadContext& context) {
  const auto name = as_text(node);
  if (!name || name->empty()) return;
  const bool fits_another = config.folding && !config.folding->interval_cycles && !config.target.name.empty();
  if (fits_another && *name != config.target.name) {
    context.errors.push_back(Error{"config.two_targets", place_of(context.path, *node),
                                   fmt::format("target is {}, but parallelism.fit is {}", *name, config.target.name),
                                   "remove target: the device of fit is the design's"});
    return;
  }
  Result<Target> target = find_target(*name, place_of(context.path, *node));
  if (target) config.target = std::move(*target);
  if (!target) context.errors.insert(context.errors.end(), target.error().begin(), target.error().end());
}

/// Line and column at the end of a place; zeros where there are none.
std::pair<int, int> position(const std::string& place) {
  const std::size_t column = place.rfind(':');
  const std::size_t line = column == std::string::npos || column == 0 ? column : place.rfind(':', column - 1);
  if (column == std::string::npos || line == std::string::npos) return {0, 0};
  return {std::atoi(place.c_str() + line + 1), std::atoi(place.c_str() + column + 1)};
}

HardwareConfig read_tree(const YamlNode& tree, ReadContext& context) {
  HardwareConfig config;
  config.path = context.path;
  read_name(tree, config, context);
  read_checkpoint(tree.find("checkpoint"), config, context);
  read_model(tree.find("model"), config, context);
  read_input(tree.find("input"), config, context);
  read_precision(tree.find("precision"), config, context);
  read_parallelism(tree.find("parallelism"), config, context);
  read_strategy(tree.find("strategy"), config);
  read_memory(tree.find("memory"), config);
  read_multipliers(tree.find("multipliers"), config);
  read_weights(tree.find("weights"), config, context);
  config.clock_mhz = as_number(tree.find("clock_mhz"))
                         .value_or(config_schema().at("properties").at("clock_mhz").at("default").get<double>());
  read_target_name(tree.find("target"), config, context);
  config.data = read_data(tree.find("data"), context);
  config.calibration = read_data(tree.find("calibration"), context);
  read_first_vectors(tree.find("first_vectors"), config, context);
  return config;
}

}  // namespace

Result<HardwareConfig> read_config(const std::string& path) {
  Result<std::string> text = read_file(path, kMaxYamlBytes);
  if (!text) return faults(std::move(text.error()));
  return parse_config(*text, path);
}

Result<HardwareConfig> parse_config(std::string_view text, const std::string& path) {
  Result<YamlNode> tree = parse_yaml(text, path);
  if (!tree) return faults(std::move(tree.error()));
  ReadContext context{path, validate(*tree, config_schema(), path)};
  HardwareConfig config = read_tree(*tree, context);
  if (context.errors.empty()) return config;
  std::stable_sort(context.errors.begin(), context.errors.end(),
                   [](const Error& a, const Error& b) { return position(a.place) < position(b.place); });
  if (context.errors.size() > kMaxFaults) context.errors.resize(kMaxFaults);
  return faults(std::move(context.errors));
}

}  // namespace rtl4ml
