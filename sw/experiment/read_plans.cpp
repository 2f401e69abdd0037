#include "sw/experiment/read_plans.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "sw/experiment/read_experiment.hpp"

namespace rtl4ml {
namespace {

using Json = nlohmann::ordered_json;

/// A key's default, as the schema says it.
const Json& default_of(const char* definition, const char* key) {
  return experiment_schema().at("$defs").at(definition).at("properties").at(key).at("default");
}

int int_of(const YamlNode* node, const char* key, int otherwise) {
  return node == nullptr ? otherwise : as_int(node->find(key)).value_or(otherwise);
}
double number_of(const YamlNode* node, const char* key, double otherwise) {
  return node == nullptr ? otherwise : as_number(node->find(key)).value_or(otherwise);
}
std::string text_of(const YamlNode* node, const char* key, const std::string& otherwise) {
  return node == nullptr ? otherwise : as_text(node->find(key)).value_or(otherwise);
}
bool bool_of(const YamlNode* node, const char* key, bool otherwise) {
  const YamlNode* found = node == nullptr ? nullptr : node->find(key);
  return found == nullptr ? otherwise : found->boolean;
}

std::vector<int> ints_of(const YamlNode& list) {
  std::vector<int> values;
  for (const YamlNode& item : list.items) values.push_back(as_int(&item).value_or(0));
  return values;
}
std::vector<int> ints_of(const YamlNode& node, const char* key, const char* definition) {
  const YamlNode* found = node.find(key);
  return found != nullptr ? ints_of(*found) : default_of(definition, key).get<std::vector<int>>();
}

std::vector<std::string> texts_of(const YamlNode& list) {
  std::vector<std::string> values;
  for (const YamlNode& item : list.items) values.push_back(item.text);
  return values;
}

/// Codes of other widths are not packed.
void check_bits(const YamlNode& node, const char* study, const std::vector<int>& all, ReadContext& context) {
  for (const int bits : all) {
    if (bits == 8 || bits == 4 || bits == 3 || bits == 2) continue;
    context.errors.push_back(Error{"experiment.bits", place_of(context.path, *node.find("bits")),
                                   fmt::format("{}.bits: weights of {} bits are not packed", study, bits),
                                   "there are 8, 4, 3 and 2"});
  }
}

Study read_groups(const YamlNode& node, ReadContext& context) {
  GroupsStudy groups{ints_of(node, "bits", "groups"),
                     int_of(&node, "group_size", default_of("groups", "group_size").get<int>())};
  check_bits(node, "groups", groups.bits, context);
  return groups;
}

Study read_clustering(const YamlNode& node, ReadContext& context) {
  ClusteringStudy clustering{ints_of(node, "bits", "clustering"), ints_of(node, "linear_widths", "clustering")};
  check_bits(node, "clustering", clustering.bits, context);
  for (const int width : clustering.linear_widths) {
    if (width == 8 || width == 16) continue;
    context.errors.push_back(Error{"experiment.bits", place_of(context.path, *node.find("linear_widths")),
                                   fmt::format("clustering.linear_widths: {} bits are not stored", width),
                                   "there are 8 and 16"});
  }
  return clustering;
}

Study read_pruning(const YamlNode& node) {
  PruningStudy pruning;
  if (const YamlNode* sparsities = node.find("sparsities")) {
    for (const YamlNode& item : sparsities->items) pruning.sparsities.push_back(as_number(&item).value_or(0.0));
  } else {
    pruning.sparsities = default_of("pruning", "sparsities").get<std::vector<double>>();
  }
  const YamlNode* scopes = node.find("scopes");
  pruning.scopes =
      scopes != nullptr ? texts_of(*scopes) : default_of("pruning", "scopes").get<std::vector<std::string>>();
  pruning.neurons = bool_of(&node, "neurons", default_of("pruning", "neurons").get<bool>());
  pruning.n_m = bool_of(&node, "n_m", default_of("pruning", "n_m").get<bool>());
  pruning.width = int_of(&node, "width", 8);
  return pruning;
}

Study read_formats(const YamlNode& list, ReadContext& context) {
  FormatsStudy formats;
  for (const YamlNode& item : list.items) {
    formats.formats.push_back(item.text);
    formats.places.push_back(place_of(context.path, item));
  }
  return formats;
}

}  // namespace

ExperimentData read_data(const YamlNode* node, const ReadContext& context) {
  ExperimentData data;
  if (node == nullptr) return data;
  data.place = place_of(context.path, *node);
  if (const auto name = as_text(node)) {
    data.train = data_source(*name, context.path);
    return data;
  }
  const auto file = [&](const char* key) {
    const auto text = as_text(node->find(key));
    return text ? data_source(*text, context.path) : std::string();
  };
  data.train = file("train");
  data.train_labels = file("train_labels");
  data.test = file("test");
  data.test_labels = file("test_labels");
  data.train_count = int_of(node, "train_count", 0);
  data.test_count = int_of(node, "test_count", 0);
  if (const YamlNode* shape = node->find("shape")) {
    data.rows = as_int(shape->items.data()).value_or(0);
    data.columns = as_int(&shape->items.back()).value_or(0);
  }
  return data;
}

ModelPlan read_model_plan(const YamlNode* node) {
  ModelPlan model;
  const YamlNode* hidden = node == nullptr ? nullptr : node->find("hidden");
  model.hidden = hidden != nullptr ? ints_of(*hidden) : default_of("model", "hidden").get<std::vector<int>>();
  model.activation = text_of(node, "activation", default_of("model", "activation").get<std::string>());
  model.negative_slope = number_of(node, "negative_slope", default_of("model", "negative_slope").get<double>());
  model.batch_norm = bool_of(node, "batch_norm", default_of("model", "batch_norm").get<bool>());
  model.dropout = number_of(node, "dropout", default_of("model", "dropout").get<double>());
  return model;
}

TrainingPlan read_training(const YamlNode* node, const TrainingPlan& others) {
  TrainingPlan plan;
  plan.epochs = int_of(node, "epochs", others.epochs);
  plan.batch_size = int_of(node, "batch_size", others.batch_size);
  plan.loss = text_of(node, "loss", others.loss);
  plan.label_smoothing = number_of(node, "label_smoothing", others.label_smoothing);
  plan.optimizer = text_of(node, "optimizer", others.optimizer);
  plan.rate = number_of(node, "rate", others.rate);
  plan.momentum = number_of(node, "momentum", others.momentum);
  plan.weight_decay = number_of(node, "weight_decay", others.weight_decay);
  plan.schedule = text_of(node, "schedule", others.schedule);
  plan.warmup_epochs = int_of(node, "warmup_epochs", others.warmup_epochs);
  plan.patience = int_of(node, "patience", others.patience);
  plan.noise = number_of(node, "noise", others.noise);
  plan.shift = int_of(node, "shift", others.shift);
  return plan;
}

TrainingPlan default_finetuning(TrainingPlan training) {
  training.epochs = (training.epochs + 1) / 2;
  training.rate /= 4;
  training.warmup_epochs = 0;
  return training;
}

QuantizationPlan read_quantization(const YamlNode& node) {
  const auto word = [&](const char* key) {
    return text_of(&node, key, default_of("quantization", key).get<std::string>());
  };
  const int width = int_of(&node, "width", default_of("quantization", "width").get<int>());
  QuantizationPlan plan;
  plan.weight_width = int_of(&node, "weight_width", width);
  plan.data_width = int_of(&node, "data_width", width);
  plan.input_width = int_of(&node, "input_width", plan.data_width);
  plan.score_width = int_of(&node, "score_width", plan.data_width);
  plan.bias_width = int_of(&node, "bias_width", std::max(plan.weight_width, 8));
  plan.method = word("method");
  plan.observer = word("observer");
  plan.scale_rounding = word("scale_rounding");
  plan.bias_correction = bool_of(&node, "bias_correction", false);
  plan.equalize = bool_of(&node, "equalize", false);
  plan.adaround = bool_of(&node, "adaround", false);
  return plan;
}

HardwarePlan read_hardware(const YamlNode* node) {
  return {text_of(node, "target", default_of("hardware", "target").get<std::string>()),
          int_of(node, "parallelism", default_of("hardware", "parallelism").get<int>())};
}

std::optional<Study> read_study(const YamlNode& node, ReadContext& context) {
  if (const YamlNode* widths = node.find("widths")) return WidthsStudy{ints_of(*widths)};
  if (const YamlNode* grid = node.find("grid"))
    return GridStudy{ints_of(*grid->find("widths")), ints_of(*grid->find("frac_widths"))};
  if (const YamlNode* storage = node.find("storage")) return StorageStudy{texts_of(*storage)};
  if (const YamlNode* clustering = node.find("clustering")) return read_clustering(*clustering, context);
  if (const YamlNode* groups = node.find("groups")) return read_groups(*groups, context);
  if (const YamlNode* probe = node.find("sensitivity"))
    return SensitivityStudy{int_of(probe, "probe_width", default_of("sensitivity", "probe_width").get<int>()),
                            ints_of(*probe, "widths", "sensitivity"),
                            number_of(probe, "mean_bits", default_of("sensitivity", "mean_bits").get<double>())};
  if (const YamlNode* pruning = node.find("pruning")) return read_pruning(*pruning);
  if (const YamlNode* formats = node.find("formats")) return read_formats(*formats, context);
  return std::nullopt;
}

}  // namespace rtl4ml
