#include "sw/train/recipes.hpp"

#include <map>

#include "sw/checkpoint/network_tensors.hpp"
#include "sw/checkpoint/safetensors.hpp"

namespace rtl4ml {
namespace {

Result<TrainResult> trained(const Recipe& recipe, const TrainProgress& progress) {
  const TrainTask task{.start = recipe.model, .training = recipe.training, .data_name = recipe.data_set};
  if (recipe.data_set.empty()) return initialise(task);
  const Result<Dataset> training = load_data(recipe.data_set, "", Split::kTrain, 0);
  if (!training) return faults(training.error());
  const Result<Dataset> test = load_data(recipe.data_set, "", Split::kTest, 0);
  if (!test) return faults(test.error());
  return train(task, *training, &*test, progress);
}

}  // namespace

const std::vector<Recipe>& recipes() {
  static const std::vector<Recipe> kRecipes = {
      {"linear_relu", "Linear(4,8) and ReLU, as initialised", "", {.widths = {4, 8}}, {.seed = 9}},
      {"linear_leaky_relu", "Linear(4,8) and LeakyReLU(0.125), as initialised", "", {.widths = {4, 8}}, {.seed = 5}},
      {"digits", "64-64-32-10 on rendered digits", "rendered_digits", {.widths = {64, 64, 32, 10}}, {.epochs = 40}},
      {"mlp_512",
       "32-512-256-128-64-2 on two_class",
       "two_class",
       {.widths = {32, 512, 256, 128, 64, 2}},
       {.optimizer = {.learning_rate = 1e-3, .weight_decay = 0.05}, .epochs = 8}},
      {"jets",
       "16-64-32-32-5 with batch normalisation on synthetic jets",
       "synthetic_jets",
       {.widths = {16, 64, 32, 32, 5}, .batch_norm = true},
       {.epochs = 20, .batch_size = 128}},
      {"digits_optdigits",
       "64-64-32-10 on UCI optdigits (needs RTL4ML_DATA)",
       "optdigits",
       {.widths = {64, 64, 32, 10}},
       {.optimizer = {.weight_decay = 0.2}, .epochs = 40}},
      {"digits_mnist",
       "784-128-64-10 on MNIST (needs RTL4ML_DATA)",
       "mnist",
       {.widths = {784, 128, 64, 10}},
       {.optimizer = {.weight_decay = 0.1}, .epochs = 12, .batch_size = 128}},
  };
  return kRecipes;
}

Result<Recipe> find_recipe(const std::string& name) {
  std::string known;
  for (const Recipe& recipe : recipes()) {
    if (recipe.name == name) return recipe;
    known += (known.empty() ? "" : ", ") + recipe.name;
  }
  return fault("train.recipe", name, "there is no such recipe", "recipes: " + known);
}

Result<TrainResult> train_recipe(const std::string& name, const std::string& path, const TrainProgress& progress) {
  const Result<Recipe> recipe = find_recipe(name);
  if (!recipe) return faults(recipe.error());
  const Result<TrainResult> result = trained(*recipe, progress);
  if (!result) return result;
  const std::map<std::string, std::string> metadata = {
      {"recipe", name}, {"data_set", recipe->data_set}, {"seed", std::to_string(recipe->training.seed)}};
  if (auto written = write_safetensors(path, network_tensors(result->network), metadata); !written) {
    return faults(written.error());
  }
  return result;
}

}  // namespace rtl4ml
