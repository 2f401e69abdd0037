#include "gen/config/targets.hpp"

#include <algorithm>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <system_error>

#include "gen/config/read_parts.hpp"
#include "gen/config/schema.hpp"
#include "gen/config/validate.hpp"
#include "sw/base/file.hpp"
#include "sw/base/source_tree.hpp"

namespace rtl4ml {

bool Target::lacks_multipliers() const {
  const auto cell = resources.find(multiplier);
  return cell != resources.end() && cell->second == 0;
}

std::string targets_folder() { return source_tree().string() + "/hw/targets"; }

std::vector<std::string> known_targets(const std::string& folder) {
  std::vector<std::string> names;
  std::error_code error;
  for (std::filesystem::directory_iterator it(folder, error), end; !error && it != end; it.increment(error)) {
    if (it->path().extension() == ".yaml") names.push_back(it->path().stem().string());
  }
  std::sort(names.begin(), names.end());
  return names;
}

Result<Target> read_target(const std::string& name, const std::string& folder) {
  const std::string path = folder + "/" + name + ".yaml";
  Result<std::string> text = read_file(path, kMaxYamlBytes);
  if (!text) return faults(std::move(text.error()));
  Result<YamlNode> tree = parse_yaml(*text, path);
  if (!tree) return faults(std::move(tree.error()));
  Errors errors = validate(*tree, target_schema(), path);
  if (!errors.empty()) return faults(std::move(errors));
  Target target{name,
                as_text(tree->find("vendor")).value_or(""),
                as_text(tree->find("family")).value_or(""),
                as_text(tree->find("part")).value_or(""),
                {},
                as_text(tree->find("multiplier")).value_or("")};
  if (const YamlNode* resources = tree->find("resources")) {
    for (std::size_t i = 0; i < resources->keys.size(); ++i)
      target.resources[resources->keys[i].text] = as_int(&resources->items[i]).value_or(0);
  }
  if (!target.multiplier.empty() && !target.resources.contains(target.multiplier)) {
    return fault("config.target", place_of(path, *tree->find("multiplier")),
                 "multiplier: " + target.multiplier + " is not among the resources",
                 "name the cell under resources, with its count");
  }
  return target;
}

}  // namespace rtl4ml
