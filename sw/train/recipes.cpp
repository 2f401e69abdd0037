#include "sw/train/recipes.hpp"

#include <map>

#include "sw/checkpoint/safetensors.hpp"

namespace rtl4ml {

const std::vector<Recipe>& recipes() {
  static const std::vector<Recipe> kRecipes = {
      {"linear_relu", "Linear(4,8) and ReLU, as initialised", {.widths = {4, 8}, .seed = 9}},
      {"linear_leaky_relu", "Linear(4,8) and LeakyReLU(0.125), as initialised", {.widths = {4, 8}, .seed = 5}},
      {"digits",
       "64-64-32-10 on rendered digits",
       {.widths = {64, 64, 32, 10}, .data_set = "rendered_digits", .epochs = 40}},
      {"mlp_512",
       "32-512-256-128-64-2 on two_class",
       {.widths = {32, 512, 256, 128, 64, 2},
        .data_set = "two_class",
        .epochs = 8,
        .learning_rate = 1e-3,
        .weight_decay = 0.05}},
      {"jets",
       "16-64-32-32-5 with batch normalisation on synthetic jets",
       {.widths = {16, 64, 32, 32, 5},
        .batch_norm = true,
        .data_set = "synthetic_jets",
        .epochs = 20,
        .batch_size = 128}},
      {"digits_optdigits",
       "64-64-32-10 on UCI optdigits (needs RTL4ML_DATA)",
       {.widths = {64, 64, 32, 10}, .data_set = "optdigits", .epochs = 40, .weight_decay = 0.2}},
      {"digits_mnist",
       "784-128-64-10 on MNIST (needs RTL4ML_DATA)",
       {.widths = {784, 128, 64, 10}, .data_set = "mnist", .epochs = 12, .batch_size = 128, .weight_decay = 0.1}},
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
  Result<TrainResult> result = train(recipe->options, progress);
  if (!result) return result;
  const TrainOptions& options = recipe->options;
  const std::map<std::string, std::string> metadata = {
      {"recipe", name}, {"data_set", options.data_set}, {"seed", std::to_string(options.seed)}};
  if (auto written = write_safetensors(path, result->tensors, metadata); !written) return faults(written.error());
  return result;
}

}  // namespace rtl4ml
