#include "gen/passes/check_layer_names.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "sw/base/did_you_mean.hpp"

namespace rtl4ml {
namespace {

struct Names {
  std::vector<std::string> now, before;
};

bool contains(const std::vector<std::string>& names, const std::string& name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

/// What is wrong with a name and how to mend it; an empty message where nothing is.
Error judge(const Names& names, const std::string& name, const std::string& place) {
  Error error;
  error.place = place;
  if (contains(names.now, name)) return error;
  if (contains(names.before, name)) {
    error.message = fmt::format("layer {} computes nothing in hardware: it is folded into its neighbours", name);
    error.fix = "set a layer beside it: " + join_names(names.now);
  } else {
    error.message = fmt::format("the network has no layer {}", name);
    error.fix = did_you_mean(name, names.now);
  }
  return error;
}

bool is_linear(const Network& network, const std::string& name) {
  return std::any_of(network.layers.begin(), network.layers.end(), [&](const Layer& layer) {
    return layer.name == name && std::holds_alternative<LinearLayer>(layer.kind);
  });
}

}  // namespace

Errors check_layer_names(const HardwareConfig& config, const Network& folded,
                         const std::vector<std::string>& names_before_folding) {
  Names names{{}, names_before_folding};
  for (const Layer& layer : folded.layers) names.now.push_back(layer.name);
  Errors errors;
  for (const auto& [name, spec] : config.layer_precision) {
    const Error found = judge(names, name, spec.place);
    if (!found.message.empty()) errors.push_back(Error{"precision.layer", found.place, found.message, found.fix});
  }
  for (const auto& [name, spec] : config.layer_parallelism) {
    const Error found = judge(names, name, spec.place);
    if (!found.message.empty()) errors.push_back(Error{"parallelism.layer", found.place, found.message, found.fix});
  }
  bool unrolled = config.strategy == Strategy::kUnrolled;
  for (const auto& [name, strategy] : config.layer_strategy) {
    const Error found = judge(names, name, config.path);
    if (!found.message.empty()) errors.push_back(Error{"graph.strategy_layer", found.place, found.message, found.fix});
    unrolled = unrolled || strategy == Strategy::kUnrolled;
  }
  const auto judge_linear = [&](const std::string& name, const char* code, const char* without) {
    Error found = judge(names, name, config.path);
    if (found.message.empty() && !is_linear(folded, name)) {
      found.message = fmt::format("layer {} {}", name, without);
      found.fix = "name a linear layer";
    }
    if (!found.message.empty()) errors.push_back(Error{code, config.path, found.message, found.fix});
  };
  for (const auto& [name, memory] : config.layer_memory)
    judge_linear(name, "memory.layer", "keeps no weights in a memory");
  for (const auto& [name, packing] : config.layer_multipliers)
    judge_linear(name, "multipliers.layer", "has no products that could share a DSP block");
  for (const auto& [name, spec] : config.layer_weights) {
    const Error found = judge(names, name, spec.place);
    if (!found.message.empty()) errors.push_back(Error{"weights.layer", found.place, found.message, found.fix});
    if (!found.message.empty() || spec.weights == Weights::kConstant || is_linear(folded, name)) continue;
    errors.push_back(Error{"weights.none", spec.place,
                           fmt::format("layer {} has no weights that could be reloaded", name),
                           "only the weights and biases of linear layers can; slopes and tables stay constants"});
  }
  if (unrolled) {
    errors.push_back(
        Error{"graph.strategy", config.path, "the strategy unrolled is not built yet", "use strategy: folded"});
  }
  return errors;
}

}  // namespace rtl4ml
