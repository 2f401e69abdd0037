#include <nlohmann/json.hpp>

#include "gen/config/read_parts.hpp"
#include "gen/config/schema.hpp"

namespace rtl4ml {
namespace {

void read_lanes(const YamlNode& node, ParallelismSpec& spec, const std::string& path) {
  spec.place = place_of(path, node);
  if (const auto both = as_int(&node)) {
    spec.in = both;
    spec.out = both;
  }
  if (const auto in = as_int(node.find("in"))) spec.in = in;
  if (const auto out = as_int(node.find("out"))) spec.out = out;
}

Strategy strategy_of(const YamlNode& node) {
  return node.text == to_string(Strategy::kUnrolled) ? Strategy::kUnrolled : Strategy::kFolded;
}

}  // namespace

void read_parallelism(const YamlNode* node, HardwareConfig& config, ReadContext& context) {
  const int lanes = config_schema().at("properties").at("parallelism").at("default").get<int>();
  config.parallelism = {lanes, lanes, ""};
  if (node == nullptr) return;
  const YamlNode* base = node->find("default");
  const bool says_base = base != nullptr || node->find("in") != nullptr || node->find("out") != nullptr || as_int(node);
  if (says_base) read_lanes(base != nullptr ? *base : *node, config.parallelism, context.path);
  const YamlNode* layers = node->find("layers");
  if (layers == nullptr) return;
  for (std::size_t i = 0; i < layers->keys.size(); ++i) {
    read_lanes(layers->items[i], config.layer_parallelism[layers->keys[i].text], context.path);
  }
}

void read_strategy(const YamlNode* node, HardwareConfig& config) {
  config.strategy = Strategy::kFolded;
  if (node == nullptr) return;
  const YamlNode* base = node->find("default");
  config.strategy = strategy_of(base != nullptr ? *base : *node);
  const YamlNode* layers = node->find("layers");
  if (layers == nullptr) return;
  for (std::size_t i = 0; i < layers->keys.size(); ++i) {
    config.layer_strategy[layers->keys[i].text] = strategy_of(layers->items[i]);
  }
}

}  // namespace rtl4ml
