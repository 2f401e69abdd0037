#include "gen/reload/other_checkpoint.hpp"

#include <fmt/format.h>

#include "gen/ops/operators.hpp"
#include "gen/passes/infer_shapes.hpp"
#include "gen/passes/insert_casts.hpp"
#include "gen/passes/quantize_parameters.hpp"
#include "sw/quantize/fold_batch_norm.hpp"
#include "sw/quantize/remove_identities.hpp"

namespace rtl4ml {
namespace {

constexpr const char* kAnotherNetwork = "give a checkpoint of the same network, or make a design for this one";

std::string shape_of(const QuantizedLayer& layer) {
  return fmt::format("{} -> {} features", layer.in_features, layer.out_features);
}

bool has_bias(const QuantizedLayer& layer) {
  const auto* linear = std::get_if<LinearOp>(&layer.op);
  return linear != nullptr && !linear->bias.empty();
}

/// What is of another kind or size; empty: nothing.
std::string difference(const QuantizedLayer& own, const QuantizedLayer& other) {
  if (own.op.index() != other.op.index())
    return fmt::format("is {} and not {}", operator_of(other.op)->name, operator_of(own.op)->name);
  if (own.in_features != other.in_features || own.out_features != other.out_features)
    return fmt::format("has {} and not {}", shape_of(other), shape_of(own));
  if (has_bias(own) != has_bias(other)) return has_bias(own) ? "has no bias" : "has a bias, which the design has not";
  return "";
}

bool is_reloadable(const CompiledDesign& design, std::size_t layer) {
  for (const Node& node : design.graph.nodes) {
    if (node.model_layer == layer) return !node.reload.empty();
  }
  return false;
}

/// Why a layer that is not equal cannot be reloaded.
std::string fix_of(const QuantizedLayer& layer) {
  return std::holds_alternative<LinearOp>(layer.op)
             ? fmt::format("make it reloadable: `weights: {{layers: {{{}: reloadable}}}}`", layer.name)
             : "keep what is no weight as it was: slopes, bounds and tables are part of the hardware";
}

/// The layers of the networks, kind by kind: their codes are compared later.
Errors compare_networks(const CompiledDesign& design, const Network& network, const std::string& place) {
  const std::vector<Layer>& own = design.network.layers;
  if (own.size() != network.layers.size()) {
    return {Error{"weights.network", place,
                  fmt::format("has {} layers; the design's network has {}", network.layers.size(), own.size()),
                  kAnotherNetwork}};
  }
  Errors errors;
  for (std::size_t i = 0; i < own.size(); ++i) {
    const std::string is = operator_name(network.layers[i].kind), was = operator_name(own[i].kind);
    if (is == was) continue;
    errors.push_back(Error{"weights.network", place,
                           fmt::format("layer {} is {}; in the design's network layer {} is {}", network.layers[i].name,
                                       is, own[i].name, was),
                           kAnotherNetwork});
  }
  return errors;
}

}  // namespace

Result<QuantizedModel> quantize_for(const CompiledDesign& design, Network network, const std::string& place,
                                    std::vector<std::string>& warnings) {
  Result<Network> folded = fold_batch_norm(remove_identities(std::move(network)));
  if (!folded) return faults(std::move(folded.error()));
  Errors errors = compare_networks(design, *folded, place);
  if (!errors.empty()) return faults(std::move(errors));
  const Result<std::vector<int>> features = infer_shapes(design.config, *folded);
  if (!features) return faults(features.error());
  QuantizedModel model =
      insert_casts(quantize_parameters(design.config, *folded, *features, design.types, warnings), design.types);
  for (std::size_t i = 0; i < model.layers.size(); ++i) {
    const QuantizedLayer &own = design.model.layers[i], &other = model.layers[i];
    const std::string differs = difference(own, other);
    if (!differs.empty()) {
      errors.push_back(
          Error{"weights.network", place, fmt::format("layer {} {}", other.name, differs), kAnotherNetwork});
    } else if (!is_reloadable(design, i) && own.op != other.op) {
      errors.push_back(Error{"weights.constant", place,
                             fmt::format("layer {} differs from the design's, where it is constant", other.name),
                             fix_of(own)});
    }
  }
  if (!errors.empty()) return faults(std::move(errors));
  return model;
}

}  // namespace rtl4ml
