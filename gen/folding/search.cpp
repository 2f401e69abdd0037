#include "gen/folding/search.hpp"

#include <algorithm>
#include <utility>

#include "gen/passes/build_graph.hpp"
#include "gen/passes/choose_multipliers.hpp"

namespace rtl4ml {
namespace {

constexpr std::int64_t kBudget = 500'000;            // some tenths of a second
constexpr std::int64_t kEstimateBudget = 1'500'000;  // of estimates beside, about a second
constexpr std::int64_t kSearchOfStep = 35'000;       // of that, what searching takes a step: of 50 nothing is left
constexpr std::int64_t kWorkOfWeight = 3;            // of an estimate, wherever the weight is kept: it is compiled
constexpr std::size_t kNear = 40;                    // choices beside the cheapest that are looked at
constexpr double kPriceOfWhole = 100.0;
constexpr double kDoubt = 1.03;  // how far the estimate of the whole design may be from the search's own costs

double price(std::int64_t available) { return available > 0 ? kPriceOfWhole / static_cast<double>(available) : 0.0; }

/// The prices of what there is no room for, raised by how much there is too little.
Prices raised(Prices prices, const Room& room, const Use& use) {
  const auto raise = [](double& price, double used, double available) {
    if (used > available) price *= available > 0.0 ? std::max(2.0, 2.0 * used / available) : 1e6;
  };
  raise(prices.lut, use.lut, room.lut);
  raise(prices.ff, use.ff, room.ff);
  raise(prices.dsp, use.dsp, room.dsp);
  raise(prices.bram, use.bram, room.bram);
  return prices;
}

std::vector<Choice> choices_of(const Path& path) {
  std::vector<Choice> choices;
  for (const auto& [in, out] : path.choices) choices.push_back({in, out});
  return choices;
}

}  // namespace

Prices prices_of(const Target& target) {
  const PartResources& part = target.resources;
  return {price(part.lut), price(part.ff), price(part.dsp), price(part.bram)};
}

FoldingSearch::FoldingSearch(const HardwareConfig& config, const QuantizedModel& model, const std::vector<Step>& steps,
                             ChainCost& cost)
    : config_(&config),
      model_(&model),
      steps_(&steps),
      cost_(&cost),
      prices_(cost.knows_part() ? prices_of(config.target) : Prices{1.0, 1.0, 0.0, 0.0}),
      budget_(kBudget) {
  std::int64_t least = 1;
  for (const Step& step : steps) {
    std::vector<std::int64_t> own;
    for (const int in : step.in) {
      for (const int out : step.out) own.push_back(interval_of(model, step, {in, step.both_ends ? out : in}));
    }
    least = std::max(least, *std::min_element(own.begin(), own.end()));
    limits_.insert(limits_.end(), own.begin(), own.end());
    intervals_.push_back(std::move(own));
  }
  std::sort(limits_.begin(), limits_.end());
  limits_.erase(std::unique(limits_.begin(), limits_.end()), limits_.end());
  limits_.erase(limits_.begin(), std::lower_bound(limits_.begin(), limits_.end(), least));
}

std::vector<LayerParallelism> FoldingSearch::parallelism(const std::vector<Choice>& choices) const {
  std::vector<LayerParallelism> result;
  for (std::size_t step = 0; step < choices.size(); ++step)
    result.push_back({(*steps_)[step].in[choices[step].in], (*steps_)[step].out[choices[step].out]});
  return result;
}

Use FoldingSearch::use_of(std::size_t step, Choice choice, const LaneSplit& lanes) const {
  const int all = (*steps_)[step].out[choice.out];
  if (!cost_->knows_part() || lanes.blocks == all) return cost_->step(step, choice, Multipliers::kBlocks);
  const auto lane = [&](Multipliers multipliers) { return 1.0 / all * cost_->step(step, choice, multipliers); };
  Use use = static_cast<double>(lanes.blocks) * lane(Multipliers::kBlocks);
  if (lanes.tables > 0) use += static_cast<double>(lanes.tables) * lane(Multipliers::kTables);
  if (lanes.pairs > 0) {  // of an odd number of lanes one has no other
    const int alone = all % 2;
    const Use paired =
        cost_->step(step, choice, Multipliers::kPairs) - static_cast<double>(alone) * lane(Multipliers::kBlocks);
    use += static_cast<double>(lanes.pairs) / (all - alone) * paired;
  }
  return use;
}

bool FoldingSearch::rationed(const Solution& solution) const {
  if (!cost_->knows_part()) return false;
  for (std::size_t step = 0; step < steps_->size(); ++step) {
    const LaneSplit& lanes = solution.lanes[step];
    if (lanes.tables > 0 || (lanes.pairs > 0 && usual(step) == Multipliers::kBlocks)) return true;
  }
  return false;
}

Use FoldingSearch::change(const Solution& solution, std::size_t step, Choice choice) const {
  const Multipliers multipliers = rationed(solution) ? Multipliers::kTables : usual(step);
  const auto use_with = [&](Choice chosen) {
    Use use = cost_->step(step, chosen, multipliers);
    if (step > 0) use += cost_->joint(step, solution.choices[step - 1].out, chosen.in);
    if (step + 1 < steps_->size()) use += cost_->joint(step + 1, chosen.out, solution.choices[step + 1].in);
    return use;
  };
  return use_with(choice) - use_with(solution.choices[step]);
}

Solution FoldingSearch::evaluate(std::vector<Choice> choices) const {
  const Graph graph = choose_multipliers(build_graph(*config_, *model_, parallelism(choices)), *config_, *model_);
  Solution solution;
  for (std::size_t step = 0; step < choices.size(); ++step) {
    const Choice choice = choices[step];
    const Node& node = graph.nodes[(*steps_)[step].layer];
    const int all = (*steps_)[step].out[choice.out], pairs = 2 * node.packed_pairs;
    const bool is_linear = (*steps_)[step].both_ends;
    const LaneSplit lanes =
        is_linear ? LaneSplit{node.dsp_lanes - pairs, pairs, all - node.dsp_lanes} : LaneSplit{all, 0, 0};
    Use use = use_of(step, choice, lanes);
    if (step > 0) use += cost_->joint(step, choices[step - 1].out, choice.in);
    solution.lanes.push_back(lanes);
    solution.uses.push_back(use);
    solution.total += use;
    solution.interval_cycles = std::max(solution.interval_cycles, interval(step, choice));
  }
  solution.choices = std::move(choices);
  solution.cost = prices_.of(solution.total);
  return solution;
}

PathCosts FoldingSearch::path_costs(std::int64_t limit, const Prices& prices, std::optional<double> block_price) const {
  Prices of_blocks = prices;
  if (block_price) of_blocks.dsp = *block_price;
  PathCosts costs;
  for (std::size_t at = 0; at < steps_->size(); ++at) {
    const Step& step = (*steps_)[at];
    CostTable table(step.in.size(), step.out.size());
    for (std::size_t in = 0; in < step.in.size(); ++in) {
      for (std::size_t out = 0; out < step.out.size(); ++out) {
        const Choice choice{in, out};
        const bool possible = (step.both_ends || in == out) && interval(at, choice) <= limit;
        double cost = possible ? of_blocks.of(cost_->step(at, choice, usual(at))) : kNever;
        if (possible && block_price) {
          cost = std::min(cost, of_blocks.of(cost_->step(at, choice, Multipliers::kTables)));
          if (cost_->packing(at) != Packing::kSeparate)
            cost = std::min(cost, of_blocks.of(cost_->step(at, choice, Multipliers::kPairs)));
        }
        table.at(in, out) = cost;
      }
    }
    costs.steps.push_back(std::move(table));
    if (at == 0) continue;
    const std::size_t before = (*steps_)[at - 1].out.size();
    CostTable joint(before, step.in.size());
    for (std::size_t from = 0; from < before; ++from) {
      for (std::size_t to = 0; to < step.in.size(); ++to) joint.at(from, to) = prices.of(cost_->joint(at, from, to));
    }
    costs.joints.push_back(std::move(joint));
  }
  return costs;
}

std::optional<std::vector<Choice>> FoldingSearch::solve(std::int64_t limit, const Prices& prices,
                                                        std::optional<double> block_price) const {
  const std::optional<Path> path = cheapest_path(path_costs(limit, prices, block_price));
  if (!path) return std::nullopt;
  return choices_of(*path);
}

std::optional<Solution> FoldingSearch::cheapest(std::int64_t limit, const Prices& prices) const {
  std::optional<std::vector<Choice>> choices = solve(limit, prices, std::nullopt);
  if (!choices) return std::nullopt;
  Solution best = evaluate(std::move(*choices));
  best.chosen_at = prices;
  if (!rationed(best)) return best;
  // There are too few blocks: what one of them is worth depends on who else wants it.
  for (const double worth : {0.0, 0.1, 0.2, 0.4, 0.8, 1.6, 1e9}) {
    Solution other = evaluate(*solve(limit, prices, prices.dsp * worth));
    other.chosen_at = prices;
    if (prices.of(other.total) < prices.of(best.total)) best = std::move(other);
  }
  return best;
}

bool FoldingSearch::describe(const Solution& solution) {
  bool news = false;
  for (std::size_t step = 0; step < solution.choices.size(); ++step) {
    const Step& of = (*steps_)[step];
    if (!of.both_ends || !cost_->knows_part()) continue;
    const Choice choice = solution.choices[step];
    for (const Multipliers multipliers : kMultipliers) {
      if (solution.lanes[step].of(multipliers) == 0) continue;
      const std::int64_t work = cost_->work(step, choice, multipliers);
      if (!cost_->guessed(step, choice, multipliers) || work > budget_) continue;
      budget_ -= work;
      cost_->describe(step, choice, multipliers);
      news = true;
    }
  }
  if (news) cost_->settle();
  return news;
}

bool FoldingSearch::describe_near(std::int64_t limit, const Prices& prices) {
  bool news = false;
  if (!cost_->knows_part() || near_rounds_ == 0) return news;
  --near_rounds_;
  for (const Solution& other : near(limit, prices)) news = describe(other) || news;
  return news;
}

std::optional<Solution> FoldingSearch::settled(std::int64_t limit) {
  for (;;) {
    std::optional<Solution> solution = cheapest(limit);
    if (!solution) return std::nullopt;
    if (!describe(*solution) && !describe_near(limit, prices_)) return solution;
  }
}

Result<Estimated> FoldingSearch::estimated(Solution solution, const FullEstimate& estimate) const {
  Result<std::vector<Use>> layers = estimate(parallelism(solution.choices));
  if (!layers) return faults(std::move(layers.error()));
  Estimated result{std::move(solution), {}};
  for (const Step& step : *steps_) {
    Use use = (*layers)[step.layer];
    for (const std::size_t cast : step.casts) use += (*layers)[cast];
    result.uses.push_back(use);
  }
  return result;
}

Result<Estimated> FoldingSearch::judged(Solution solution, const FullEstimate& estimate) const {
  if (cost_->knows_part() && has_time_to_estimate(solution)) return estimated(std::move(solution), estimate);
  std::vector<Use> uses = solution.uses;
  return Estimated{std::move(solution), std::move(uses)};
}

bool FoldingSearch::fits(const Estimated& judged, const Room& room) const {
  // Where there was no time for the estimate of the whole design, the room is enough for it as well.
  return room.times(has_time_to_estimate(judged.solution) ? 1.0 : 1.0 / kDoubt).holds(judged.total());
}

std::int64_t FoldingSearch::work(const Solution& solution) const {
  std::int64_t work = 0;
  for (std::size_t step = 0; step < steps_->size(); ++step) {
    if (!(*steps_)[step].both_ends) continue;
    const bool pairs = solution.lanes[step].pairs > 0;
    work += cost_->work(step, solution.choices[step], pairs ? Multipliers::kPairs : Multipliers::kBlocks);
  }
  return work;
}

std::int64_t FoldingSearch::estimate_budget() const {
  return std::max(kEstimateBudget - kSearchOfStep * std::ssize(*steps_), std::int64_t{0});
}

bool FoldingSearch::has_time_to_estimate(const Solution& solution) const { return work(solution) <= estimate_budget(); }

std::vector<Solution> FoldingSearch::near(std::int64_t limit, const Prices& prices) const {
  const std::optional<double> block_price = prices.dsp > 0.0 ? std::optional<double>(prices.dsp) : std::nullopt;
  std::vector<Solution> solutions;
  for (const Path& path : cheapest_paths(path_costs(limit, prices, block_price), kNear)) {
    solutions.push_back(evaluate(choices_of(path)));
    solutions.back().chosen_at = prices;
  }
  std::stable_sort(solutions.begin(), solutions.end(), [&](const Solution& one, const Solution& other) {
    return prices.of(one.total) < prices.of(other.total);
  });
  return solutions;
}

void FoldingSearch::vary_heaviest(std::vector<Solution>& solutions) const {
  if (solutions.empty()) return;
  const std::vector<Use>& uses = solutions.front().uses;
  const auto cheaper = [&](const Use& one, const Use& other) { return prices_.of(one) < prices_.of(other); };
  const auto heaviest = static_cast<std::size_t>(std::max_element(uses.begin(), uses.end(), cheaper) - uses.begin());
  std::vector<Choice> seen;
  std::stable_partition(solutions.begin(), solutions.end(), [&](const Solution& solution) {
    const Choice& choice = solution.choices[heaviest];
    if (std::find(seen.begin(), seen.end(), choice) != seen.end()) return false;
    seen.push_back(choice);
    return true;
  });
}

Result<std::optional<Estimated>> FoldingSearch::least(std::int64_t limit, const FullEstimate& estimate) {
  const std::optional<Solution> found = settled(limit);
  if (!found) return std::optional<Estimated>();
  Result<Estimated> best = judged(*found, estimate);
  if (!best) return faults(std::move(best.error()));
  if (!cost_->knows_part() || !has_time_to_estimate(*found)) return std::optional<Estimated>(std::move(*best));
  const std::int64_t compiling = kWorkOfWeight * cost_->weights();
  std::int64_t left = estimate_budget() - work(*found);
  std::vector<Solution> others = near(limit, prices_);
  vary_heaviest(others);
  for (Solution& other : others) {
    const std::int64_t needed = std::max(work(other), compiling);
    if (other.choices == found->choices || needed > left) continue;
    left -= needed;
    Result<Estimated> tried = estimated(std::move(other), estimate);
    if (!tried) return faults(std::move(tried.error()));
    if (prices_.of(tried->total()) < prices_.of(best->total())) best = std::move(tried);
  }
  return std::optional<Estimated>(std::move(*best));
}

FoldingSearch::Attempt FoldingSearch::attempt(std::int64_t limit, const Room& room) const {
  constexpr int kRounds = 4;
  Prices prices = prices_;
  Attempt attempt;
  for (int round = 0; round < kRounds; ++round) {
    attempt.solution = cheapest(limit, prices);
    if (!attempt.solution) return attempt;
    attempt.fits = room.holds(attempt.solution->total);
    if (attempt.fits) return attempt;
    prices = raised(prices, room, attempt.solution->total);
  }
  return attempt;
}

Result<std::optional<Estimated>> FoldingSearch::fastest_in(const Room& room, const FullEstimate& estimate) {
  const auto count = limits_.size();
  const auto first_that_fits = [&] {
    const auto found = std::partition_point(limits_.begin(), limits_.end(),
                                            [&](std::int64_t limit) { return !attempt(limit, room).fits; });
    return static_cast<std::size_t>(found - limits_.begin());
  };
  std::size_t at = first_that_fits();
  for (;;) {  // until the steps on both sides of the border are described
    bool news = false;
    for (const std::size_t beside : {at, at - 1}) {
      if (beside >= count) continue;
      const Attempt attempted = attempt(limits_[beside], room);
      if (!attempted.solution) continue;
      news = describe(*attempted.solution) || describe_near(limits_[beside], attempted.solution->chosen_at) || news;
    }
    if (!news) break;
    at = first_that_fits();
  }
  // The whole design's estimate differs a little from the sum of its steps: it decides.
  std::optional<Estimated> best;
  for (std::size_t slower = at; slower < count && !best; ++slower) {
    Attempt attempted = attempt(limits_[slower], room);
    if (!attempted.solution) continue;
    Result<Estimated> tried = judged(std::move(*attempted.solution), estimate);
    if (!tried) return faults(std::move(tried.error()));
    if (!fits(*tried, room)) continue;
    best = std::move(*tried);
    at = slower;
  }
  while (best && at > 0) {
    Attempt attempted = attempt(limits_[at - 1], room);
    const bool hopeless = !attempted.solution || !room.times(kDoubt).holds(attempted.solution->total);
    if (hopeless) break;
    Result<Estimated> tried = judged(std::move(*attempted.solution), estimate);
    if (!tried) return faults(std::move(tried.error()));
    if (!fits(*tried, room)) break;
    best = std::move(*tried);
    --at;
  }
  return best;
}

}  // namespace rtl4ml
