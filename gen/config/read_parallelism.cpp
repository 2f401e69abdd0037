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

/// The goal of `target:` or `fit:`, whose part becomes the config's.
std::optional<FoldingGoal> read_goal(const YamlNode& node, HardwareConfig& config, ReadContext& context) {
  const YamlNode *rate = node.find("target"), *part = node.find("fit");
  if (rate == nullptr && part == nullptr) return std::nullopt;
  FoldingGoal goal;
  goal.place = place_of(context.path, rate != nullptr ? *rate : *part);
  if (rate != nullptr) {
    goal.interval_cycles = as_int(rate->find("interval_cycles")).value_or(1);
    return goal;
  }
  goal.usable_per_cent = as_int(node.find("usable_per_cent"))
                             .value_or(config_schema().at("$defs").at("usable_per_cent").at("default").get<int>());
  const auto name = as_text(part);
  if (!name || name->empty()) return goal;
  Result<Target> target = find_target(*name, goal.place);
  if (target) config.target = std::move(*target);
  if (!target) context.errors.insert(context.errors.end(), target.error().begin(), target.error().end());
  return goal;
}

Strategy strategy_of(const YamlNode& node) {
  return node.text == to_string(Strategy::kUnrolled) ? Strategy::kUnrolled : Strategy::kFolded;
}

MemoryKind memory_of(const YamlNode& node) {
  return node.text == "block" ? MemoryKind::kBlock : node.text == "lut" ? MemoryKind::kLut : MemoryKind::kAuto;
}

Packing packing_of(const YamlNode& node) {
  return node.text == "packed" ? Packing::kPacked : node.text == "separate" ? Packing::kSeparate : Packing::kAuto;
}

/// Hands over the word that holds for all layers (without a layer), then that of each layer: `key: word` or
/// `key: {default: word, layers: {layer: word}}`.
template <class Take>
void read_words(const YamlNode* node, const Take& take) {
  if (node == nullptr) return;
  const YamlNode* base = node->kind == YamlNode::Kind::kMapping ? node->find("default") : node;
  if (base != nullptr) take(nullptr, *base);
  const YamlNode* layers = node->find("layers");
  if (layers == nullptr) return;
  for (std::size_t i = 0; i < layers->keys.size(); ++i) take(&layers->keys[i].text, layers->items[i]);
}

}  // namespace

void read_parallelism(const YamlNode* node, HardwareConfig& config, ReadContext& context) {
  const int lanes = config_schema().at("properties").at("parallelism").at("default").get<int>();
  config.parallelism = {lanes, lanes, ""};
  if (node == nullptr) return;
  config.folding = read_goal(*node, config, context);
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
  read_words(node, [&](const std::string* layer, const YamlNode& word) {
    (layer != nullptr ? config.layer_strategy[*layer] : config.strategy.emplace()) = strategy_of(word);
  });
}

void read_memory(const YamlNode* node, HardwareConfig& config) {
  read_words(node, [&](const std::string* layer, const YamlNode& word) {
    (layer != nullptr ? config.layer_memory[*layer] : config.memory) = memory_of(word);
  });
}

void read_multipliers(const YamlNode* node, HardwareConfig& config) {
  read_words(node, [&](const std::string* layer, const YamlNode& word) {
    (layer != nullptr ? config.layer_multipliers[*layer] : config.multipliers) = packing_of(word);
  });
}

void read_weights(const YamlNode* node, HardwareConfig& config, const ReadContext& context) {
  read_words(node, [&](const std::string* layer, const YamlNode& word) {
    WeightsSpec& spec = layer != nullptr ? config.layer_weights[*layer] : config.weights;
    spec.weights = word.text == to_string(Weights::kReloadable) ? Weights::kReloadable : Weights::kConstant;
    spec.place = place_of(context.path, word);
  });
}

}  // namespace rtl4ml
