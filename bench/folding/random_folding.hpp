// Random foldings of a design, and what they cost: what a chosen one is compared with.
#pragma once

#include <algorithm>
#include <cstdint>
#include <limits>
#include <utility>
#include <vector>

#include "gen/compile.hpp"
#include "gen/cost/cost_model.hpp"
#include "gen/folding/bit_count.hpp"
#include "gen/folding/search.hpp"
#include "sw/base/split_mix.hpp"

namespace rtl4ml::bench {

/// Draws and prices foldings of a compiled design, whose model they share. It has to outlive this.
class RandomFolding {
 public:
  RandomFolding(const CompiledDesign& design, std::uint64_t seed) : design_(design), random_(seed) {
    for (const Node& node : design.graph.nodes) {
      if (node.model_layer) accumulator_widths_.push_back(node.accumulator_width);
    }
    steps_ = chain_of(design.config, design.network, design.model);
  }

  /// Every linear layer has one of all pairs of parallelisms that take at most `limit` cycles, one as likely as the
  /// other, in every other folding among those that take more than half of it; other layers follow.
  [[nodiscard]] std::vector<LayerParallelism> draw(std::int64_t limit) {
    const bool near = random_.between(0, 1) == 1;
    std::vector<LayerParallelism> result;
    for (const Step& step : steps_) {
      LayerParallelism lanes;
      constexpr int kPatience = 2000;  // not every layer has one that is near
      for (int attempt = 0;; ++attempt) {
        lanes = {static_cast<int>(random_.between(1, step.in_features)),
                 static_cast<int>(random_.between(1, step.out_features))};
        if (!step.both_ends) lanes = result.empty() ? LayerParallelism{lanes.in, lanes.in} : followed(result.back());
        const std::int64_t interval = interval_of(design_.model, step, lanes);
        if (interval <= limit && (!near || !step.both_ends || 2 * interval > limit || attempt > kPatience)) break;
      }
      result.push_back(lanes);
    }
    return result;
  }

  [[nodiscard]] std::int64_t interval(const std::vector<LayerParallelism>& parallelism) const {
    std::int64_t slowest = 0;
    for (std::size_t step = 0; step < steps_.size(); ++step)
      slowest = std::max(slowest, interval_of(design_.model, steps_[step], parallelism[step]));
    return slowest;
  }

  /// The cost where no part is known.
  [[nodiscard]] double bits(const std::vector<LayerParallelism>& parallelism) const {
    Use use;
    for (std::size_t at = 0; at < steps_.size(); ++at) {
      const Step& step = steps_[at];
      LayerView layer(design_.model, step.layer, parallelism[at]);
      layer.node().accumulator_width = accumulator_widths_[step.layer];
      use += count_bits(layer.view());
      for (const std::size_t cast : step.casts) {
        const int lanes = cast < step.layer ? parallelism[at].in : parallelism[at].out;
        use += count_bits(LayerView(design_.model, cast, {lanes, lanes}).view());
      }
      if (at > 0 && parallelism[at - 1].out != parallelism[at].in) {
        use += count_resize_bits(step.in_features, design_.model.layers[step.layer].data_in().width,
                                 parallelism[at - 1].out, parallelism[at].in);
      }
    }
    return use.lut + use.ff;
  }

  /// The estimate of the whole design. Errors: those of lower() and estimate()
  [[nodiscard]] Result<Use> estimate(const std::vector<LayerParallelism>& parallelism) const {
    const Result<std::vector<Use>> layers = estimate_folded(design_.config, design_.model, parallelism);
    if (!layers) return faults(layers.error());
    return sum_of(*layers);
  }

  /// The foldings of `draws` draws, those of the fewest bits first, at most `most`.
  [[nodiscard]] std::vector<std::vector<LayerParallelism>> best_by_bits(std::int64_t limit, int draws,
                                                                        std::size_t most) {
    std::vector<std::pair<double, std::vector<LayerParallelism>>> drawn;
    for (int i = 0; i < draws; ++i) {
      std::vector<LayerParallelism> parallelism = draw(limit);
      const double cost = bits(parallelism);
      drawn.emplace_back(cost, std::move(parallelism));
    }
    std::sort(drawn.begin(), drawn.end(), [](const auto& one, const auto& other) { return one.first < other.first; });
    std::vector<std::vector<LayerParallelism>> best;
    for (std::size_t i = 0; i < std::min(most, drawn.size()); ++i) best.push_back(std::move(drawn[i].second));
    return best;
  }

 private:
  static LayerParallelism followed(const LayerParallelism& before) { return {before.out, before.out}; }

  const CompiledDesign& design_;
  SplitMix64 random_;
  std::vector<Step> steps_;
  std::vector<int> accumulator_widths_;  ///< [layer of the model]
};

}  // namespace rtl4ml::bench
