#include "gen/config/targets.hpp"

#include <algorithm>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <sstream>
#include <string_view>
#include <system_error>

#include "gen/config/read_parts.hpp"
#include "gen/config/schema.hpp"
#include "sw/base/did_you_mean.hpp"
#include "sw/base/file.hpp"
#include "sw/base/source_tree.hpp"
#include "sw/yaml/validate.hpp"

namespace rtl4ml {
namespace {

int count(const YamlNode& node, const char* key) { return as_int(node.find(key)).value_or(0); }
std::string text(const YamlNode& node, const char* key) { return as_text(node.find(key)).value_or(""); }

/// The commands of a file of hw/flows, without its comments; `include FILE` is what that file says. Errors: file.*
Result<std::string> read_flow(const std::string& file) {
  constexpr std::uint64_t kLimit = std::uint64_t{1} << 16;
  constexpr std::string_view kInclude = "include ";
  const Result<std::string> script = read_file(source_tree() / "hw" / "flows" / file, kLimit);
  if (!script) return faults(script.error());
  std::istringstream lines(*script);
  std::string commands;
  for (std::string line; std::getline(lines, line);) {
    if (line.empty() || line.front() == '#') continue;
    if (line.starts_with(kInclude)) {
      Result<std::string> included = read_flow(line.substr(kInclude.size()));
      if (!included) return faults(std::move(included.error()));
      line = std::move(*included);
    }
    commands += (commands.empty() ? "" : "\n") + line;
  }
  return commands;
}

void read_parts_of(const YamlNode& tree, Target& target) {
  if (const YamlNode* resources = tree.find("resources")) {
    target.has_resources = true;
    target.resources = {count(*resources, "LUT"), count(*resources, "FF"), count(*resources, "DSP"),
                        count(*resources, "BRAM")};
  }
  if (const YamlNode* lut = tree.find("lut")) target.lut_inputs = count(*lut, "inputs");
  if (const YamlNode* dsp = tree.find("dsp")) {
    target.dsp_cell = text(*dsp, "cell");
    for (const YamlNode& width : dsp->find("widths")->items) target.dsp_widths.push_back(as_int(&width).value_or(0));
  }
  if (const YamlNode* bram = tree.find("bram")) {
    target.bram_cell = text(*bram, "cell");
    for (const YamlNode& shape : bram->find("shapes")->items)
      target.bram_shapes.push_back({as_int(&shape.items[0]).value_or(0), as_int(&shape.items[1]).value_or(0)});
    const YamlNode* halves = bram->find("halves");
    target.bram_halves = halves != nullptr && halves->boolean;
    target.bram_worth = count(*bram, "worth");
  }
  if (const YamlNode* delays = tree.find("delays")) {
    const auto ns = [&](const char* key) { return as_number(delays->find(key)).value_or(0.0); };
    target.delays = {ns("register"), ns("adder"), ns("multiplier"), ns("memory"),
                     ns("buffer"),   ns("block"), ns("product")};
  }
  if (const YamlNode* place = tree.find("place"))
    target.place = {text(*place, "tool"), text(*place, "device"), text(*place, "package"), count(*place, "pins")};
}

}  // namespace

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
  Result<std::string> content = read_file(path, kMaxYamlBytes);
  if (!content) return faults(std::move(content.error()));
  Result<YamlNode> tree = parse_yaml(*content, path);
  if (!tree) return faults(std::move(tree.error()));
  Errors errors = validate(*tree, target_schema(), path);
  if (!errors.empty()) return faults(std::move(errors));
  Target target;
  target.name = name;
  target.vendor = text(*tree, "vendor");
  target.family = text(*tree, "family");
  target.part = text(*tree, "part");
  target.flow = text(*tree, "flow");
  read_parts_of(*tree, target);
  if (target.flow.empty()) return target;
  Result<std::string> commands = read_flow(target.flow + ".ys");
  if (!commands) {
    return fault("config.target", place_of(path, *tree->find("flow")), "there is no flow " + target.flow,
                 "name a file of hw/flows, without its ending");
  }
  target.synthesis = std::move(*commands);
  return target;
}

Result<Target> find_target(const std::string& name, const std::string& place) {
  const std::vector<std::string> known = known_targets();
  if (std::find(known.begin(), known.end(), name) != known.end()) return read_target(name);
  const std::string nearest = nearest_name(name, known);
  return fault("config.target", place, "unknown target " + name.substr(0, 64),
               (nearest.empty() ? "" : "did you mean " + nearest + "? ") + "known: " + join_names(known));
}

}  // namespace rtl4ml
