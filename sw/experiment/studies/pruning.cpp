// The study `pruning`: weights or neurons taken out, with and without finetuning.
#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "sw/experiment/networks.hpp"
#include "sw/experiment/present.hpp"
#include "sw/experiment/studies/variants.hpp"
#include "sw/experiment/study.hpp"
#include "sw/prune/prune.hpp"
#include "sw/prune/remove_neurons.hpp"

namespace rtl4ml {
namespace {

constexpr double kMargin = 0.005;            // half a point
constexpr double kFirstClearSparsity = 0.3;  // from here on size should tell more than chance
constexpr std::array kCriteria = {PruneCriterion::kMagnitude, PruneCriterion::kRandom};

/// One way to prune.
struct Way {
  enum class What { kWeights, kNeurons, kPattern } what = What::kWeights;
  PruneOptions options;
  int keep = 2;  ///< of kPattern: so many of four
};

std::string name_of(PruneCriterion criterion) { return criterion == PruneCriterion::kMagnitude ? "L1" : "random"; }
std::string name_of(PruneScope scope) { return scope == PruneScope::kLocal ? "each layer" : "all layers together"; }

std::string family_name(const Way& way, bool tuned) {
  std::string name;
  if (way.what == Way::What::kPattern) {
    name = "N of 4 weights";
  } else if (way.what == Way::What::kNeurons) {
    name = fmt::format("neurons, {}", name_of(way.options.criterion));
  } else {
    name = fmt::format("weights of {}, {}", name_of(way.options.scope), name_of(way.options.criterion));
  }
  return tuned ? name + ", finetuned" : name;
}

std::string variant_name(const Way& way, bool tuned) {
  const std::string share = way.what == Way::What::kPattern ? fmt::format("{} of 4 kept", way.keep)
                                                            : fmt::format("{:.0f} %", 100.0 * way.options.sparsity);
  return fmt::format("{}, {}", family_name(way, tuned), share);
}

std::vector<Way> ways_of(const PruningStudy& study) {
  std::vector<Way> ways;
  for (const PruneCriterion criterion : kCriteria) {
    for (const std::string& scope : study.scopes) {
      for (const double sparsity : study.sparsities) {
        const PruneScope of = scope == "local" ? PruneScope::kLocal : PruneScope::kGlobal;
        ways.push_back({Way::What::kWeights, {sparsity, criterion, of, 1}, 0});
      }
    }
    if (!study.neurons) continue;
    for (const double sparsity : study.sparsities)
      ways.push_back({Way::What::kNeurons, {sparsity, criterion, PruneScope::kLocal, 1}, 0});
  }
  if (study.n_m) {
    for (const int keep : {2, 1}) ways.push_back({Way::What::kPattern, {}, keep});
  }
  return ways;
}

Result<PruneMasks> masks_of(const Way& way, const Network& network) {
  constexpr int kGroup = 4;
  if (way.what == Way::What::kPattern) return prune_n_of_m(network, way.keep, kGroup, way.options);
  return way.what == Way::What::kNeurons ? prune_neurons(network, way.options) : prune_weights(network, way.options);
}

WeightMasks weight_masks(const PruneMasks& masks) {
  WeightMasks by_name;
  for (const LayerMask& mask : masks) by_name[mask.layer] = mask.weight;
  return by_name;
}

Result<Record> measure(const Laboratory& laboratory, std::uint64_t seed, Way way, bool tuned, int width) {
  const Result<Network> start = laboratory.float_network(seed);
  if (!start) return faults(start.error());
  way.options.seed = seed;
  const Result<PruneMasks> masks = masks_of(way, *start);
  if (!masks) return faults(masks.error());
  const bool shrinks = way.what == Way::What::kNeurons;
  Result<Network> pruned = shrinks ? remove_neurons(*start, *masks) : apply_masks(*start, *masks);
  if (!pruned) return faults(std::move(pruned.error()));
  if (tuned) {
    Result<TrainedNetwork> further =
        finetune(laboratory, {variant_name(way, true), seed}, *pruned, shrinks ? WeightMasks{} : weight_masks(*masks));
    if (!further) return faults(std::move(further.error()));
    *pruned = std::move(further->network);
  }
  const QuantizationPlan plan = at_width(laboratory.experiment.quantization.value_or(QuantizationPlan{}), width);
  const Result<TrainedNetwork> quantized = quantize_after_training(laboratory, *pruned, plan);
  if (!quantized) return faults(quantized.error());
  Result<Record> record = design_record(laboratory, variant_name(way, tuned), seed, *quantized);
  if (record) record->figures["sparsity"] = sparsity_of(*masks);
  return record;
}

/// One line over the sparsities.
Series line_of(const std::vector<Record>& records, const PruningStudy& study, Way way, bool tuned) {
  std::vector<Place> places;
  for (const double sparsity : study.sparsities) {
    way.options.sparsity = sparsity;
    places.push_back({100.0 * sparsity, variant_name(way, tuned)});
  }
  return series_of(records, family_name(way, tuned), places, "accuracy", 100.0);
}

/// L1 against random, at every sparsity from kFirstClearSparsity on.
void add_findings(Page& page, const std::vector<Record>& records, const PruningStudy& study) {
  for (const Way& way : ways_of(study)) {
    if (way.what != Way::What::kWeights || way.options.criterion != PruneCriterion::kMagnitude) continue;
    if (way.options.sparsity < kFirstClearSparsity) continue;
    Way random = way;
    random.options.criterion = PruneCriterion::kRandom;
    page.findings.push_back(
        at_least_as_accurate(records, variant_name(way, false), variant_name(random, false), kMargin));
  }
}

Page page_of(const Laboratory& laboratory, const PruningStudy& study, const std::vector<Record>& records) {
  Page page = start_page(
      laboratory.experiment,
      fmt::format(
          "Weights or whole neurons are taken out of the float network, the smallest or any, and what is left is "
          "quantized after training at {} bits, as the RTL has it; finetuned ones are trained further before that, "
          "with what was taken out staying out. Without its neurons a network is really smaller.",
          study.width));
  add_findings(page, records, study);
  for (const bool tuned : {false, true}) {
    Plot plot;
    plot.title = tuned ? "Accuracy by sparsity, finetuned" : "Accuracy by sparsity, not finetuned";
    plot.x_label = "taken out, %";
    plot.y_label = "accuracy on the test part, %";
    for (const PruneCriterion criterion : kCriteria) {
      for (const std::string& scope : study.scopes) {
        const PruneScope of = scope == "local" ? PruneScope::kLocal : PruneScope::kGlobal;
        plot.series.push_back(line_of(records, study, {Way::What::kWeights, {0.0, criterion, of, 1}, 0}, tuned));
      }
      if (study.neurons) {
        plot.series.push_back(
            line_of(records, study, {Way::What::kNeurons, {0.0, criterion, PruneScope::kLocal, 1}, 0}, tuned));
      }
    }
    std::vector<double> ends = {100.0 * study.sparsities.front(), 100.0 * study.sparsities.back()};
    plot.series.push_back(level_of(records, tuned ? kLongerVariant : kFloatVariant, ends,
                                   tuned ? kLongerVariant : kFloatVariant, "accuracy", 100.0));
    page.plots.push_back(std::move(plot));
  }
  std::vector<Family> families;
  for (const Way& way : ways_of(study)) {
    const std::string family = family_name(way, true);
    if (families.empty() || families.back().name != family) families.push_back({family, {}});
    families.back().variants.push_back(variant_name(way, true));
  }
  page.plots.push_back(
      pareto(records, "Accuracy against look-up tables, finetuned", "lut", "LUT, estimated", families));
  std::vector<Column> columns = hardware_columns();
  columns.insert(columns.begin() + 1, {"sparsity, %", "sparsity", 100.0, 1});
  page.tables = {summary_table("All variants", records, variants_of(records), columns)};
  return page;
}

}  // namespace

PlannedStudy plan_pruning(const Laboratory& laboratory, const PruningStudy& study) {
  PlannedStudy plan;
  for (const std::uint64_t seed : laboratory.experiment.seeds) {
    plan.tasks.push_back(longer_task(laboratory, seed));
    for (const Way& way : ways_of(study)) {
      for (const bool tuned : {false, true}) {
        plan.tasks.push_back({variant_name(way, tuned), seed, [&laboratory, seed, way, tuned, width = study.width] {
                                return measure(laboratory, seed, way, tuned, width);
                              }});
      }
    }
  }
  plan.page = [&laboratory, study](const std::vector<Record>& records) { return page_of(laboratory, study, records); };
  return plan;
}

}  // namespace rtl4ml
