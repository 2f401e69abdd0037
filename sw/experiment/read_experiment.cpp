#include "sw/experiment/read_experiment.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <regex>
#include <set>

#include "sw/base/file.hpp"
#include "sw/experiment/read_plans.hpp"
#include "sw/yaml/validate.hpp"

namespace rtl4ml {
namespace {

using Json = nlohmann::ordered_json;

/// The tree as JSON: what two files say alike gives the same text, comments and blanks aside.
Json to_json(const YamlNode& node) {
  switch (node.kind) {
    case YamlNode::Kind::kNull:
      return nullptr;
    case YamlNode::Kind::kBool:
      return node.boolean;
    case YamlNode::Kind::kInteger:
      return node.integer;
    case YamlNode::Kind::kNumber:
      return node.number;
    case YamlNode::Kind::kText:
      return node.text;
    case YamlNode::Kind::kList: {
      Json list = Json::array();
      for (const YamlNode& item : node.items) list.push_back(to_json(item));
      return list;
    }
    case YamlNode::Kind::kMapping: {
      Json mapping = Json::object();
      for (std::size_t i = 0; i < node.keys.size(); ++i) mapping[node.keys[i].text] = to_json(node.items[i]);
      return mapping;
    }
  }
  return nullptr;
}

void read_name(const YamlNode& tree, Experiment& experiment, ReadContext& context) {
  experiment.name = as_text(tree.find("name")).value_or(std::filesystem::path(context.path).stem().string());
  const Json& rule = experiment_schema().at("properties").at("name");
  const bool fits = experiment.name.size() <= rule.at("maxLength").get<std::size_t>() &&
                    std::regex_search(experiment.name, std::regex(rule.at("pattern").get<std::string>()));
  if (!fits && tree.find("name") == nullptr) {
    context.errors.push_back(
        Error{"experiment.name", place_of(context.path, tree),
              fmt::format("no name is given, and the file's name \"{}\" cannot be that of a folder", experiment.name),
              "add `name: my_experiment`: letters, digits, `_`, `-` and `.`"});
  }
  experiment.title = as_text(tree.find("title")).value_or(experiment.name);
}

void read_seeds(const YamlNode* node, Experiment& experiment, ReadContext& context) {
  if (node == nullptr || node->kind != YamlNode::Kind::kList) {
    const int count = as_int(node).value_or(experiment_schema().at("properties").at("seeds").at("default").get<int>());
    for (int seed = 1; seed <= count; ++seed) experiment.seeds.push_back(static_cast<std::uint64_t>(seed));
    return;
  }
  std::set<std::uint64_t> seen;
  for (const YamlNode& item : node->items) {
    const auto seed = static_cast<std::uint64_t>(as_int(&item).value_or(0));
    experiment.seeds.push_back(seed);
    if (seen.insert(seed).second) continue;
    context.errors.push_back(Error{"experiment.seeds", place_of(context.path, item),
                                   fmt::format("seed {} is named twice", seed), "name each seed once"});
  }
}

/// Images are moved only where it is known what is a row.
void check_shift(const Experiment& experiment, const YamlNode& tree, ReadContext& context) {
  for (const char* key : {"training", "finetuning"}) {
    const int shift = key == std::string_view("training") ? experiment.training.shift : experiment.finetuning.shift;
    const YamlNode* plan = tree.find(key);
    if (shift == 0 || plan == nullptr || plan->find("shift") == nullptr) continue;
    if (shift < std::min(experiment.data.rows, experiment.data.columns)) continue;
    context.errors.push_back(
        Error{"experiment.shift", place_of(context.path, *plan->find("shift")),
              experiment.data.rows == 0
                  ? fmt::format("{}.shift is {}, and data.shape does not say how large an image is", key, shift)
                  : fmt::format("{}.shift of {} moves images of {} x {} out of sight", key, shift, experiment.data.rows,
                                experiment.data.columns),
              "give data.shape, such as [28, 28], and a shift smaller than that"});
  }
}

Experiment read_tree(const YamlNode& tree, ReadContext& context) {
  Experiment experiment;
  experiment.path = context.path;
  Json settings = to_json(tree);
  settings.erase("seeds");  // more seeds may be added to those that are finished
  settings.erase("title");
  experiment.settings = settings.dump(1) + "\n";
  read_name(tree, experiment, context);
  experiment.data = read_data(tree.find("data"), context);
  experiment.model = read_model_plan(tree.find("model"));
  if (const YamlNode* checkpoint = tree.find("checkpoint")) {
    if (const auto path = as_text(checkpoint)) experiment.checkpoint = resolve_path(*path, context.path);
    experiment.checkpoint_place = place_of(context.path, *checkpoint);
  }
  experiment.training = read_training(tree.find("training"), TrainingPlan{});
  experiment.finetuning = read_training(tree.find("finetuning"), default_finetuning(experiment.training));
  if (const YamlNode* quantization = tree.find("quantization")) {
    experiment.quantization = read_quantization(*quantization);
    experiment.quantization_place = place_of(context.path, *quantization);
  }
  read_seeds(tree.find("seeds"), experiment, context);
  experiment.hardware = read_hardware(tree.find("hardware"));
  if (const YamlNode* study = tree.find("study")) {
    experiment.study = read_study(*study, context);
    experiment.study_place = place_of(context.path, *study);
  }
  check_shift(experiment, tree, context);
  return experiment;
}

}  // namespace

Result<Experiment> read_experiment(const std::string& path) {
  Result<std::string> text = read_file(path, kMaxYamlBytes);
  if (!text) return faults(std::move(text.error()));
  return parse_experiment(*text, path);
}

Result<Experiment> parse_experiment(std::string_view text, const std::string& path) {
  Result<YamlNode> tree = parse_yaml(text, path);
  if (!tree) return faults(std::move(tree.error()));
  ReadContext context{path, validate(*tree, experiment_schema(), path)};
  if (!context.errors.empty()) return faults(std::move(context.errors));
  Experiment experiment = read_tree(*tree, context);
  if (!context.errors.empty()) return faults(std::move(context.errors));
  return experiment;
}

}  // namespace rtl4ml
