#include "gen/compile.hpp"

#include <fmt/format.h>

#include <utility>

#include "gen/cost/cost_model.hpp"
#include "gen/passes/build_graph.hpp"
#include "gen/passes/calibrate.hpp"
#include "gen/passes/check_layer_names.hpp"
#include "gen/passes/choose_memories.hpp"
#include "gen/passes/choose_multipliers.hpp"
#include "gen/passes/choose_parallelism.hpp"
#include "gen/passes/choose_registers.hpp"
#include "gen/passes/derive_accumulators.hpp"
#include "gen/passes/infer_shapes.hpp"
#include "gen/passes/insert_adapters.hpp"
#include "gen/passes/insert_casts.hpp"
#include "gen/passes/legalise_names.hpp"
#include "gen/passes/quantize_parameters.hpp"
#include "gen/passes/reload_addresses.hpp"
#include "gen/passes/resolve_parallelism.hpp"
#include "gen/passes/resolve_precision.hpp"
#include "gen/passes/schedule.hpp"
#include "sw/quantize/fold_batch_norm.hpp"
#include "sw/quantize/remove_identities.hpp"

namespace rtl4ml {
namespace {

void append(Errors& errors, const Errors& more) { errors.insert(errors.end(), more.begin(), more.end()); }

/// The network without the layers that vanish, and the features between its layers.
struct Prepared {
  Network network;
  std::vector<int> features;
};

Result<Prepared> prepare(const HardwareConfig& config, Network network) {
  std::vector<std::string> names;
  for (const Layer& layer : network.layers) names.push_back(layer.name);
  Result<Network> folded = fold_batch_norm(remove_identities(std::move(network)));
  if (!folded) return faults(std::move(folded.error()));
  Errors errors = check_layer_names(config, *folded, names);
  Result<std::vector<int>> features = infer_shapes(config, *folded);
  if (!features) append(errors, features.error());
  if (!errors.empty()) return faults(std::move(errors));
  return Prepared{std::move(*folded), std::move(*features)};
}

void check_calibration(const HardwareConfig& config, std::span<const double> calibration, int features,
                       Errors& errors) {
  if (calibration.size() % static_cast<std::size_t>(features) == 0) return;
  errors.push_back(Error{"precision.calibration", config.calibration.place,
                         fmt::format("the calibration data has {} values, no multiple of the {} input features",
                                     calibration.size(), features),
                         "calibrate with vectors of the network's input size"});
}

void release_weight(Layer& layer) {
  if (auto* linear = std::get_if<LinearLayer>(&layer.kind)) std::vector<float>().swap(linear->weight);
}

}  // namespace

Result<Graph> lower(const HardwareConfig& config, const QuantizedModel& model,
                    const std::vector<LayerParallelism>& parallelism, std::vector<std::string>& warnings) {
  Graph graph = insert_adapters(build_graph(config, model, parallelism), model);
  Result<Graph> addressed = reload_addresses(legalise_names(std::move(graph)), config, model);
  if (!addressed) return addressed;
  Result<Graph> derived = derive_accumulators(std::move(*addressed), config, model);
  if (!derived) return derived;
  Graph multiplied = choose_multipliers(std::move(*derived), config, model);
  Graph placed = choose_memories(std::move(multiplied), config, model, warnings);
  return schedule(choose_registers(std::move(placed), config, model), model);
}

Result<std::vector<Use>> estimate_folded(const HardwareConfig& config, const QuantizedModel& model,
                                         const std::vector<LayerParallelism>& parallelism) {
  std::vector<std::string> warnings;  // of a design that need not be built
  const Result<Graph> graph = lower(config, model, parallelism, warnings);
  if (!graph) return faults(graph.error());
  const Result<Estimate> estimated = estimate(*graph, model, config.target);
  if (!estimated) return faults(estimated.error());
  std::vector<Use> uses(model.layers.size());
  std::size_t layer = uses.size() - 1;  // adapters count with the layer behind them
  for (std::size_t node = graph->nodes.size(); node-- > 0;) {
    layer = graph->nodes[node].model_layer.value_or(layer);
    uses[layer] += estimated->layers[node];
  }
  return uses;
}

Result<CompiledDesign> compile(HardwareConfig config, Network network, std::span<const double> calibration,
                               FloatWeights float_weights) {
  Result<Prepared> prepared = prepare(config, std::move(network));
  if (!prepared) return faults(std::move(prepared.error()));
  CompiledDesign design;
  design.network = std::move(prepared->network);
  const std::vector<int>& features = prepared->features;

  Errors errors;
  check_calibration(config, calibration, features.front(), errors);
  Calibration activations(design.network, features, errors.empty() ? calibration : std::span<const double>{});
  const Result<std::vector<LayerTypes>> types = resolve_precision(config, design.network, features, activations);
  if (!types) append(errors, types.error());
  Result<std::vector<LayerParallelism>> parallelism = resolve_parallelism(config, design.network, features);
  if (!parallelism) append(errors, parallelism.error());
  if (!errors.empty()) return faults(std::move(errors));
  if (activations.invented()) {
    design.warnings.push_back(fmt::format(
        "{}: warning[precision.no_calibration]: frac_width of data is auto and there is no calibration data: it is "
        "fitted to "
        "{} random standard-normal vectors\n  fix: name calibration data in the config, or give frac_width a number",
        config.precision.place.empty() ? config.path : config.precision.place, kMaxCalibrationVectors));
  }

  QuantizedModel model =
      quantize_parameters(config, design.network, features, *types, design.warnings, [&](std::size_t layer) {
        if (float_weights == FloatWeights::kRelease) release_weight(design.network.layers[layer]);
      });
  design.model = insert_casts(std::move(model), *types);
  design.types = *types;
  if (config.folding) {
    Result<Folding> folding = choose_parallelism(
        config, design.network, design.model,
        [&](const std::vector<LayerParallelism>& chosen) { return estimate_folded(config, design.model, chosen); });
    if (!folding) return faults(std::move(folding.error()));
    parallelism = folding->parallelism();
    design.folding = std::move(*folding);
  }
  Result<Graph> graph = lower(config, design.model, *parallelism, design.warnings);
  if (!graph) return faults(std::move(graph.error()));
  design.graph = std::move(*graph);
  design.config = std::move(config);
  return design;
}

}  // namespace rtl4ml
