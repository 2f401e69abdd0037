// Which parallelism of every step takes the least hardware at a rate, and which rate a part can keep.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <vector>

#include "gen/config/hardware_config.hpp"
#include "gen/folding/chain_cost.hpp"
#include "gen/folding/cheapest_path.hpp"
#include "sw/base/error.hpp"

namespace rtl4ml {

/// Of a part: a whole one of each resource costs 100; what it has none of costs nothing.
[[nodiscard]] Prices prices_of(const Target& target);

/// How many of a step's output lanes have their multipliers in what.
struct LaneSplit {
  int blocks = 0, pairs = 0, tables = 0;  ///< pairs: lanes, an even number
  [[nodiscard]] int of(Multipliers multipliers) const {
    return multipliers == Multipliers::kBlocks ? blocks : multipliers == Multipliers::kPairs ? pairs : tables;
  }
};

/// A choice for every step, and what it takes by the search's own costs.
struct Solution {
  std::vector<Choice> choices;   ///< [step]
  std::vector<LaneSplit> lanes;  ///< [step] as choose_multipliers() gives them
  std::vector<Use> uses;         ///< [step] with the resizer ahead of it
  Use total;
  double cost = 0.0;  ///< at prices()
  Prices chosen_at;   ///< the prices that it was the cheapest at: higher where there was too little room
  std::int64_t interval_cycles = 0;
};

/// What a design may take; nothing is negative.
struct Room {
  double lut = 0.0, ff = 0.0, dsp = 0.0, bram = 0.0;
  [[nodiscard]] bool holds(const Use& use) const {
    return use.lut <= lut && use.ff <= ff && use.dsp <= dsp && use.bram <= bram;
  }
  [[nodiscard]] Room times(double factor) const { return {lut * factor, ff * factor, dsp * factor, bram * factor}; }
};

/// The whole design's estimate, which knows what the layers share: the last word on what is least and whether it fits.
/// Shapes: [network layer] -> [layer of the model], adapters with the layer behind them
using FullEstimate = std::function<Result<std::vector<Use>>(const std::vector<LayerParallelism>&)>;

/// A solution, and what its steps take by the whole design's estimate, or by the search's own costs where there is no
/// time for it.
struct Estimated {
  Solution solution;
  std::vector<Use> uses;  ///< [step]
  [[nodiscard]] Use total() const { return sum_of(uses); }
};

class FoldingSearch {
 public:
  /// All have to outlive this.
  FoldingSearch(const HardwareConfig& config, const QuantizedModel& model, const std::vector<Step>& steps,
                ChainCost& cost);

  /// Those of the part; where none is known every bit costs 1.
  [[nodiscard]] const Prices& prices() const { return prices_; }
  [[nodiscard]] std::vector<LayerParallelism> parallelism(const std::vector<Choice>& choices) const;
  [[nodiscard]] std::int64_t interval(std::size_t step, Choice choice) const {
    return intervals_[step][choice.in * steps_->at(step).out.size() + choice.out];
  }
  /// The intervals that a design can have, ascending.
  [[nodiscard]] const std::vector<std::int64_t>& limits() const { return limits_; }
  [[nodiscard]] Solution evaluate(std::vector<Choice> choices) const;
  /// What another choice of one step would change in what the solution takes. Where there are too few blocks for all
  /// multipliers it is another layer that they go to or come from: these then count as made of tables.
  [[nodiscard]] Use change(const Solution& solution, std::size_t step, Choice choice) const;

  /// The least hardware at an interval of at most `limit`; nothing where no choice is as fast.
  [[nodiscard]] std::optional<Solution> cheapest(std::int64_t limit) const { return cheapest(limit, prices_); }
  /// The same after the steps on the way have been described, as long as there is time for it.
  [[nodiscard]] std::optional<Solution> settled(std::int64_t limit);
  /// That one or one of the next best: what is the least by the estimate of the whole design.
  /// Result: nothing where no choice is as fast. Errors: those of the estimate
  [[nodiscard]] Result<std::optional<Estimated>> least(std::int64_t limit, const FullEstimate& estimate);
  [[nodiscard]] Result<Estimated> estimated(Solution solution, const FullEstimate& estimate) const;

  /// What may be spent on estimates of whole designs, as work() counts it.
  [[nodiscard]] std::int64_t estimate_budget() const;
  [[nodiscard]] bool has_time_to_estimate(const Solution& solution) const;

  /// The shortest interval at which the design has room, with the least hardware that keeps it.
  /// Result: nothing where it has not at any. Errors: those of the estimate
  [[nodiscard]] Result<std::optional<Estimated>> fastest_in(const Room& room, const FullEstimate& estimate);

  /// A solution, and whether it has room by the search's own costs.
  struct Attempt {
    std::optional<Solution> solution;
    bool fits = false;
  };
  /// The least hardware at that interval that has room, or, where none has, one that comes near.
  [[nodiscard]] Attempt attempt(std::int64_t limit, const Room& room) const;

 private:
  [[nodiscard]] std::optional<Solution> cheapest(std::int64_t limit, const Prices& prices) const;
  /// A step of whose output lanes so many have their multipliers in what.
  [[nodiscard]] Use use_of(std::size_t step, Choice choice, const LaneSplit& lanes) const;
  /// What all lanes of a step have their multipliers in where there are blocks enough.
  [[nodiscard]] Multipliers usual(std::size_t step) const {
    return cost_->packing(step) == Packing::kPacked ? Multipliers::kPairs : Multipliers::kBlocks;
  }
  /// Whether there are too few blocks.
  [[nodiscard]] bool rationed(const Solution& solution) const;
  /// What solve() chooses from.
  [[nodiscard]] PathCosts path_costs(std::int64_t limit, const Prices& prices, std::optional<double> block_price) const;
  /// Each lane's multipliers made of what is cheapest, blocks at their own price; without one: of the usual.
  [[nodiscard]] std::optional<std::vector<Choice>> solve(std::int64_t limit, const Prices& prices,
                                                         std::optional<double> block_price) const;
  /// Solutions near the cheapest by the search's own costs, cheapest first.
  [[nodiscard]] std::vector<Solution> near(std::int64_t limit, const Prices& prices) const;
  /// Brings to the front the first solution for each choice of the step that costs most: ways that differ in small
  /// steps alone are many, and differ by little.
  void vary_heaviest(std::vector<Solution>& solutions) const;
  /// By the estimate of the whole design where there is time for it. Errors: those of the estimate
  [[nodiscard]] Result<Estimated> judged(Solution solution, const FullEstimate& estimate) const;
  [[nodiscard]] bool fits(const Estimated& judged, const Room& room) const;
  /// What estimating the design takes, as ChainCost::work() counts it.
  [[nodiscard]] std::int64_t work(const Solution& solution) const;
  bool describe(const Solution& solution);
  /// Those near the cheapest, as long as there is time: what is guessed too high would else never be looked at.
  bool describe_near(std::int64_t limit, const Prices& prices);

  const HardwareConfig* config_;
  const QuantizedModel* model_;
  const std::vector<Step>* steps_;
  ChainCost* cost_;
  Prices prices_;
  std::vector<std::vector<std::int64_t>> intervals_;  ///< [step][in * outs + out]
  std::vector<std::int64_t> limits_;
  std::int64_t budget_;  ///< of describing, as ChainCost::work() counts it
  int near_rounds_ = 4;  ///< of describe_near() that are left
};

}  // namespace rtl4ml
