// How the checkpoint of every shipped design was trained.
#pragma once

#include <string>
#include <vector>

#include "sw/base/error.hpp"
#include "sw/train/train.hpp"

namespace rtl4ml {

struct Recipe {
  std::string name;      ///< of the design: hw/configs/<name>.yaml, hw/configs/checkpoints/<name>.safetensors
  std::string what;      ///< one line for the user
  std::string data_set;  ///< as load_data takes it; empty: nothing is trained, the parameters stay as initialised
  ModelSpec model;
  TrainingSpec training{};
};

[[nodiscard]] const std::vector<Recipe>& recipes();

/// Errors: train.recipe, with the names there are
[[nodiscard]] Result<Recipe> find_recipe(const std::string& name);

/// Trains the recipe and writes its tensors to `path` as safetensors. Errors: those of find_recipe, load_data, train
/// and write_safetensors
[[nodiscard]] Result<TrainResult> train_recipe(const std::string& name, const std::string& path,
                                               const TrainProgress& progress = {});

}  // namespace rtl4ml
