// A small network and all that the search for its parallelism looks at.
#pragma once

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "gen/cost/cost_model.hpp"
#include "gen/folding/search.hpp"
#include "tests/gen/designs.hpp"

namespace rtl4ml::test {

inline Network three_layers() {
  return {{{"fc1", linear(6, 8)}, {"relu", ReluLayer{}}, {"fc2", linear(8, 5, true, 2)}}};
}

struct FoldingProblem {
  /// `target`: a part of hw/targets; empty: none.
  FoldingProblem(const std::string& target, Network of, HardwareConfig settings = test::config())
      : config(std::move(settings)), network(std::move(of)) {
    if (!target.empty()) config.target = *find_target(target, "");
    config.folding = FoldingGoal{1, 100, "c.yaml:1:1"};
    config.input_shape = {network.in_features()};
    HardwareConfig plain = config;
    plain.folding.reset();
    model = compiled(plain, network).model;
    std::vector<std::string> warnings;
    const Result<Graph> graph = lower(config, model, std::vector<LayerParallelism>(network.layers.size()), warnings);
    for (const Node& node : graph->nodes) {
      if (node.model_layer) widths.push_back(node.accumulator_width);
    }
    steps = chain_of(config, network, model);
    std::optional<LayerCost> part;
    if (!target.empty()) part = std::move(*LayerCost::make(config, model, widths));
    cost = std::make_unique<ChainCost>(model, steps, widths, std::move(part));
  }
  FoldingProblem(const FoldingProblem&) = delete;
  FoldingProblem& operator=(const FoldingProblem&) = delete;

  /// Of the whole design.
  [[nodiscard]] Use estimate(const std::vector<LayerParallelism>& parallelism) const {
    return sum_of(*estimate_folded(config, model, parallelism));
  }

  [[nodiscard]] std::vector<LayerParallelism> parallelism(const std::vector<Choice>& choices) const {
    std::vector<LayerParallelism> result;
    for (std::size_t step = 0; step < choices.size(); ++step)
      result.push_back({steps[step].in[choices[step].in], steps[step].out[choices[step].out]});
    return result;
  }

  HardwareConfig config;
  Network network;
  QuantizedModel model;
  std::vector<int> widths;  ///< of accumulators, [layer of the model]
  std::vector<Step> steps;
  std::unique_ptr<ChainCost> cost;
};

}  // namespace rtl4ml::test
