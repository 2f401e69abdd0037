#include "gen/passes/choose_parallelism.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <memory>
#include <utility>

#include "gen/passes/build_graph.hpp"
#include "gen/passes/derive_accumulators.hpp"

namespace rtl4ml {
namespace {

/// They do not depend on the parallelism. Shapes: -> [layer of the model]
Result<std::vector<int>> accumulator_widths(const HardwareConfig& config, const Network& network,
                                            const QuantizedModel& model) {
  const std::vector<LayerParallelism> ones(network.layers.size());
  const Result<Graph> graph = derive_accumulators(build_graph(config, model, ones), config, model);
  if (!graph) return faults(graph.error());
  std::vector<int> widths;
  for (const Node& node : graph->nodes) widths.push_back(node.accumulator_width);
  return widths;
}

/// What a part costs, where one is named that the cost model knows; a rate can be kept without.
Result<std::optional<LayerCost>> part_cost(const HardwareConfig& config, const QuantizedModel& model,
                                           const std::vector<int>& widths) {
  const bool part = config.target.has_resources && !config.target.flow.empty();
  const bool fit = !config.folding->interval_cycles;
  if (fit && !part) {
    return fault("folding.target", config.folding->place, "target " + config.target.name + " is no part to be fitted",
                 "name a part that has resources");
  }
  if (!part) return std::optional<LayerCost>();
  Result<LayerCost> cost = LayerCost::make(config, model, widths);
  if (cost) return std::optional<LayerCost>(std::move(*cost));
  if (!fit && cost.error().front().code == "cost.family") return std::optional<LayerCost>();
  return faults(std::move(cost.error()));
}

Room room_of(const HardwareConfig& config) {
  const PartResources& part = config.target.resources;
  const double usable = config.folding->usable_per_cent / 100.0;
  return {usable * static_cast<double>(part.lut), usable * static_cast<double>(part.ff), static_cast<double>(part.dsp),
          static_cast<double>(part.bram)};
}

/// "9120 LUT of 6144, 40 BRAM of 32".
std::string beyond(const Room& room, const Use& use) {
  std::string text;
  const auto add = [&](const char* name, double used, double available) {
    if (used > available) text += fmt::format("{}{:.0f} {} of {:.0f}", text.empty() ? "" : ", ", used, name, available);
  };
  add("LUT", use.lut, room.lut);
  add("FF", use.ff, room.ff);
  add("DSP", use.dsp, room.dsp);
  add("BRAM", use.bram, room.bram);
  return text;
}

Result<Estimated> fit(FoldingSearch& search, const HardwareConfig& config, const FullEstimate& estimate) {
  const Room room = room_of(config);
  Result<std::optional<Estimated>> found = search.fastest_in(room, estimate);
  if (!found) return faults(std::move(found.error()));
  if (*found) return std::move(**found);
  const Result<Estimated> smallest = search.estimated(*search.cheapest(search.limits().back()), estimate);
  if (!smallest) return faults(smallest.error());
  return fault(
      "folding.does_not_fit", config.folding->place,
      fmt::format("{} does not fit {}, however slow: at {} cycles a vector it takes about {} that it may take",
                  config.name, config.target.name, smallest->solution.interval_cycles, beyond(room, smallest->total())),
      fmt::format("take a larger part, narrower weights or fewer of them{}",
                  config.folding->usable_per_cent < 100
                      ? fmt::format(", or raise usable_per_cent, which is {}", config.folding->usable_per_cent)
                      : ""));
}

Result<Estimated> keep_rate(FoldingSearch& search, const HardwareConfig& config, const std::vector<Step>& steps,
                            const FullEstimate& estimate) {
  const std::int64_t limit = *config.folding->interval_cycles;
  Result<std::optional<Estimated>> found = search.least(limit, estimate);
  if (!found) return faults(std::move(found.error()));
  if (*found) return std::move(**found);
  Errors errors;
  for (std::size_t at = 0; at < steps.size(); ++at) {
    std::int64_t least = search.interval(at, {steps[at].in.size() - 1, steps[at].out.size() - 1});
    if (least <= limit) continue;
    errors.push_back(Error{"folding.interval", config.layer_parallelism.at(steps[at].name).place,
                           fmt::format("layer {} takes at least {} cycles at the parallelism that it is given; the "
                                       "interval is to be at most {}",
                                       steps[at].name, least, limit),
                           "raise the layer's parallelism, leave it to the compiler, or raise interval_cycles"});
  }
  return faults(std::move(errors));
}

/// The solution explained: what every layer, and the whole, would cost a little faster or slower.
class Explanation {
 public:
  Explanation(const QuantizedModel& model, const FoldingSearch& search, const std::vector<Step>& steps,
              const Estimated& chosen, std::optional<Room> room, const FullEstimate& estimate)
      : model_(model),
        search_(search),
        steps_(steps),
        chosen_(chosen),
        solution_(chosen.solution),
        room_(room),
        estimate_(estimate) {}

  /// Errors: those of the estimate
  Result<void> explain(Folding& folding) const {
    const std::vector<LayerParallelism> parallelism = search_.parallelism(solution_.choices);
    for (std::size_t at = 0; at < steps_.size(); ++at) {
      const Choice choice = solution_.choices[at];
      FoldedLayer layer;
      layer.name = steps_[at].name;
      layer.parallelism = parallelism[at];
      layer.interval_cycles = search_.interval(at, choice);
      const LayerView view(model_, steps_[at].layer, parallelism[at]);
      layer.multipliers = view.view().node.operation->cost(view.view()).multipliers;
      layer.cost = search_.prices().of(chosen_.uses[at]);
      layer.given = steps_[at].given;
      if (steps_[at].both_ends) find_others(at, layer);
      folding.layers.push_back(std::move(layer));
    }
    folding.interval_cycles = solution_.interval_cycles;
    folding.cost = search_.prices().of(chosen_.total());
    return find_other_designs(folding);
  }

 private:
  /// Faster: the cheapest of all that are. Slower: the fastest of those that cost less.
  void find_others(std::size_t at, FoldedLayer& layer) const {
    double cost_of_faster = 0.0;
    for (std::size_t in = 0; in < steps_[at].in.size(); ++in) {
      for (std::size_t out = 0; out < steps_[at].out.size(); ++out) {
        const std::int64_t interval = search_.interval(at, {in, out});
        if (interval == layer.interval_cycles) continue;
        const Use change = search_.change(solution_, at, {in, out});
        const double cost = solution_.chosen_at.of(change);
        const OtherChoice other{{steps_[at].in[in], steps_[at].out[out]}, interval, search_.prices().of(change)};
        if (interval < layer.interval_cycles) {
          if (layer.faster && cost >= cost_of_faster) continue;
          layer.faster = other;
          cost_of_faster = cost;
        } else if (cost < 0.0 && (!layer.slower || interval < layer.slower->interval_cycles)) {
          layer.slower = other;
        }
      }
    }
  }

  [[nodiscard]] std::optional<Solution> at_limit(std::int64_t limit) const {
    return room_ ? search_.attempt(limit, *room_).solution : search_.cheapest(limit);
  }

  [[nodiscard]] OtherDesign other_design(const Solution& other) const {
    return {other.interval_cycles, other.cost - solution_.cost, room_ ? beyond(*room_, other.total) : ""};
  }

  Result<void> find_other_designs(Folding& folding) const {
    const std::vector<std::int64_t>& limits = search_.limits();
    const auto own = std::lower_bound(limits.begin(), limits.end(), solution_.interval_cycles);
    if (own != limits.begin()) {
      if (const auto faster = at_limit(*(own - 1))) {
        folding.faster = other_design(*faster);
        // The search's own costs leave out what layers share: why this one was not chosen may be seen in the whole
        // alone.
        if (room_ && folding.faster->beyond.empty() && search_.has_time_to_estimate(*faster)) {
          const Result<Estimated> whole = search_.estimated(*faster, estimate_);
          if (!whole) return faults(whole.error());
          folding.faster->beyond = beyond(*room_, whole->total());
        }
      }
    }
    // By the search's own costs one as fast may be cheaper: by the whole design's estimate it is not.
    const auto slower = std::partition_point(own, limits.end(), [&](std::int64_t limit) {
      const Solution other = *at_limit(limit);
      return other.cost >= solution_.cost || other.interval_cycles <= solution_.interval_cycles;
    });
    if (slower != limits.end()) folding.slower = other_design(*at_limit(*slower));
    return {};
  }

  const QuantizedModel& model_;
  const FoldingSearch& search_;
  const std::vector<Step>& steps_;
  const Estimated& chosen_;
  const Solution& solution_;  ///< whose costs are those that others are compared by
  std::optional<Room> room_;  ///< where the design has to fit
  const FullEstimate& estimate_;
};

/// The search by the costs that layers have where their weights are kept as `memory` says.
class MemorySearch {
 public:
  /// Model, steps and widths have to outlive it. Errors: those of part_cost()
  static Result<std::unique_ptr<MemorySearch>> make(const HardwareConfig& config, MemoryKind memory,
                                                    const QuantizedModel& model, const std::vector<Step>& steps,
                                                    const std::vector<int>& widths) {
    std::unique_ptr<MemorySearch> made(new MemorySearch(config, memory));
    Result<std::optional<LayerCost>> part = part_cost(made->config_, model, widths);
    if (!part) return faults(std::move(part.error()));
    made->cost_ = std::make_unique<ChainCost>(model, steps, widths, std::move(*part));
    made->search_ = std::make_unique<FoldingSearch>(made->config_, model, steps, *made->cost_);
    return made;
  }

  [[nodiscard]] bool knows_part() const { return cost_->knows_part(); }
  [[nodiscard]] const FoldingSearch& search() const { return *search_; }
  [[nodiscard]] Result<Estimated> run(const std::vector<Step>& steps, const FullEstimate& estimate) {
    return config_.folding->interval_cycles ? keep_rate(*search_, config_, steps, estimate)
                                            : fit(*search_, config_, estimate);
  }

 private:
  MemorySearch(HardwareConfig config, MemoryKind memory) : config_(std::move(config)) { config_.memory = memory; }

  HardwareConfig config_;
  std::unique_ptr<ChainCost> cost_;
  std::unique_ptr<FoldingSearch> search_;
};

/// What was found, and by which search.
struct Found {
  std::unique_ptr<MemorySearch> by;
  Estimated chosen;

  [[nodiscard]] double cost() const { return by->search().prices().of(chosen.total()); }
};

/// Where the design has the part's block RAM to share, or too few tables, a layer's weights do not lie where they would
/// if it were alone. So the search is repeated as if all weights lay in blocks, and as if they lay in tables; the whole
/// design's estimate says which of the three is best.
Result<Found> search_memories(const HardwareConfig& config, const QuantizedModel& model, const std::vector<Step>& steps,
                              const std::vector<int>& widths, const FullEstimate& estimate) {
  constexpr double kAlike = 0.005;
  const bool fills_part = !config.folding->interval_cycles;
  const auto rank = [&](const Found& found) {  // by the interval first where that is what is sought
    return std::pair(fills_part ? found.chosen.solution.interval_cycles : 0, found.cost());
  };
  std::optional<Found> best;
  Errors errors;
  for (const MemoryKind memory : {config.memory, MemoryKind::kBlock, MemoryKind::kLut}) {
    auto made = MemorySearch::make(config, memory, model, steps, widths);
    if (!made) return faults(std::move(made.error()));
    Result<Estimated> chosen = (*made)->run(steps, estimate);
    if (!chosen && chosen.error().front().code != "folding.does_not_fit") return faults(std::move(chosen.error()));
    if (!chosen && errors.empty()) errors = std::move(chosen.error());
    const bool known = (*made)->knows_part();
    if (chosen) {
      Found found{std::move(*made), std::move(*chosen)};
      if (!best || rank(found) < rank(*best)) best = std::move(found);
    }
    if (config.memory != MemoryKind::kAuto || !known) break;
    if (fills_part && memory == MemoryKind::kBlock) break;  // tables are what a full part is short of
    if (best && !best->by->search().has_time_to_estimate(best->chosen.solution)) break;
    const bool shared = !best || std::abs(best->cost() - best->chosen.solution.cost) > kAlike * best->cost();
    if (!shared && !fills_part) break;
  }
  if (!best) return faults(std::move(errors));
  return std::move(*best);
}

}  // namespace

Result<Folding> choose_parallelism(const HardwareConfig& config, const Network& network, const QuantizedModel& model,
                                   const FullEstimate& estimate) {
  const Result<std::vector<int>> widths = accumulator_widths(config, network, model);
  if (!widths) return faults(widths.error());
  const std::vector<Step> steps = chain_of(config, network, model);
  const Result<Found> found = search_memories(config, model, steps, *widths, estimate);
  if (!found) return faults(found.error());
  const bool rate = config.folding->interval_cycles.has_value();
  Folding folding;
  folding.goal = *config.folding;
  folding.part = found->by->knows_part() ? config.target.name : "";
  const Explanation explanation(model, found->by->search(), steps, found->chosen,
                                rate ? std::nullopt : std::optional<Room>(room_of(config)), estimate);
  if (const Result<void> explained = explanation.explain(folding); !explained) return faults(explained.error());
  return folding;
}

}  // namespace rtl4ml
