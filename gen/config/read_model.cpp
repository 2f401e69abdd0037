#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

#include "gen/config/read_parts.hpp"

namespace rtl4ml {
namespace {

/// Keys of an entry that are no operator; the schema says which operator takes which.
const std::set<std::string, std::less<>> kAttributes = {"negative_slope", "min_value", "max_value", "alpha", "beta",
                                                        "threshold",      "eps",       "low",       "step"};

ModelEntry read_entry(const YamlNode& node, const std::string& path) {
  ModelEntry entry;
  entry.place = place_of(path, node);
  if (const auto op = as_text(&node)) entry.op = *op;
  // `threshold` beside another operator is softplus' attribute.
  const bool thresholds =
      std::all_of(node.keys.begin(), node.keys.end(), [](const auto& key) { return kAttributes.count(key.text) != 0; });
  for (std::size_t i = 0; i < node.keys.size(); ++i) {
    const std::string& key = node.keys[i].text;
    if (kAttributes.count(key) == 0 || (thresholds && key == "threshold")) {
      entry.op = key;
      // 0 and 0.1 are names as well: nn.Sequential counts its layers. `relu: ~` has no name.
      if (node.items[i].kind != YamlNode::Kind::kNull) entry.name = node.items[i].text;
    } else if (const auto value = as_number(&node.items[i])) {
      entry.attributes[key] = *value;
    }
  }
  return entry;
}

void check_bounds(const ModelEntry& entry, ReadContext& context) {
  // Defaults as in torch: Hardtanh is -1 and 1, clip is ReLU6.
  const bool hardtanh = entry.op == "hardtanh";
  if (!hardtanh && entry.op != "clip") return;
  const auto value = [&](const char* key, double otherwise) {
    const auto found = entry.attributes.find(key);
    return found == entry.attributes.end() ? otherwise : found->second;
  };
  const double least = value("min_value", hardtanh ? -1.0 : 0.0), most = value("max_value", hardtanh ? 1.0 : 6.0);
  if (least < most) return;
  context.errors.push_back(Error{"config.bounds", entry.place,
                                 fmt::format("{}: min_value is {}, max_value {}", entry.op, least, most),
                                 "min_value must be below max_value"});
}

/// Names of entries that have none: the operator's, counted on where it is taken.
void name_the_unnamed(std::vector<ModelEntry>& model) {
  std::set<std::string> taken;
  std::map<std::string, int> next;
  for (const ModelEntry& entry : model) taken.insert(entry.name);
  for (ModelEntry& entry : model) {
    if (!entry.name.empty()) continue;
    do {
      const int count = next[entry.op]++;
      entry.name = count == 0 ? entry.op : fmt::format("{}_{}", entry.op, count);
    } while (!taken.insert(entry.name).second);
  }
}

}  // namespace

void read_model(const YamlNode* node, HardwareConfig& config, ReadContext& context) {
  if (node == nullptr) return;
  std::map<std::string, std::string> first_place;
  for (const YamlNode& item : node->items) {
    ModelEntry entry = read_entry(item, context.path);
    check_bounds(entry, context);
    const auto [first, added] = first_place.emplace(entry.name, entry.place);
    if (!added && !entry.name.empty()) {
      context.errors.push_back(
          Error{"config.duplicate_layer", entry.place,
                fmt::format("a second layer is named {}, the first is at {}", entry.name, first->second),
                "give every layer a name of its own"});
    }
    config.model.push_back(std::move(entry));
  }
  name_the_unnamed(config.model);
}

}  // namespace rtl4ml
