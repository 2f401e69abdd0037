// The study `sensitivity`: the weights of one layer at a time at few bits, and the mixed precision that this suggests.
#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <optional>
#include <variant>

#include "sw/experiment/networks.hpp"
#include "sw/experiment/present.hpp"
#include "sw/experiment/studies/variants.hpp"
#include "sw/experiment/study.hpp"
#include "sw/search/mixed_precision.hpp"

namespace rtl4ml {
namespace {

constexpr double kMargin = 0.005;  // half a point

int widest(const SensitivityStudy& study) { return *std::max_element(study.widths.begin(), study.widths.end()); }

std::string uniform_name(int width) { return fmt::format("all layers at {} bits", width); }
std::string probe_name(const std::string& layer, int width) { return fmt::format("{} at {} bits", layer, width); }
constexpr const char* kMixed = "mixed precision";

/// The Linear layers of the experiment's network and how many weights each has.
std::vector<LayerSensitivity> linear_layers(const Laboratory& laboratory) {
  std::vector<int> widths = laboratory.experiment.model.hidden;
  widths.insert(widths.begin(), laboratory.data.train.features);
  widths.push_back(laboratory.data.classes);
  std::vector<LayerSensitivity> layers;
  for (std::size_t i = 0; i + 1 < widths.size(); ++i)
    layers.push_back({fmt::format("fc{}", i + 1), std::int64_t{widths[i]} * widths[i + 1], 0.0});
  return layers;
}

/// The float network with weights of these widths, activations at the widest.
Task precision_task(const Laboratory& laboratory, std::uint64_t seed, const std::string& variant, int data_width,
                    const std::map<std::string, int>& weight_widths) {
  return {variant, seed, [&laboratory, seed, variant, data_width, weight_widths]() -> Result<Record> {
            const Result<Network> start = laboratory.float_network(seed);
            if (!start) return faults(start.error());
            QuantizationPlan plan =
                at_width(laboratory.experiment.quantization.value_or(QuantizationPlan{}), data_width);
            plan.layer_weight_widths = weight_widths;
            const Result<TrainedNetwork> quantized = quantize_after_training(laboratory, *start, plan);
            if (!quantized) return faults(quantized.error());
            return design_record(laboratory, variant, seed, *quantized);
          }};
}

/// What the mean over the seeds loses, layer by layer.
std::vector<LayerSensitivity> measured(const Laboratory& laboratory, const SensitivityStudy& study,
                                       const std::vector<Record>& records) {
  std::vector<LayerSensitivity> layers = linear_layers(laboratory);
  for (LayerSensitivity& layer : layers)
    layer.harm =
        -difference(records, probe_name(layer.layer, study.probe_width), uniform_name(widest(study)), "accuracy").mean;
  return layers;
}

std::map<std::string, int> mixed_widths(const Laboratory& laboratory, const SensitivityStudy& study,
                                        const std::vector<Record>& records) {
  const std::vector<LayerSensitivity> layers = measured(laboratory, study, records);
  const std::vector<int> widths = mixed_precision(layers, study.widths, study.probe_width, study.mean_bits);
  std::map<std::string, int> by_name;
  for (std::size_t i = 0; i < layers.size(); ++i) by_name[layers[i].layer] = widths[i];
  return by_name;
}

/// The largest of the study's widths that all layers may have within the mixed precision's bits.
std::optional<int> fair_width(const SensitivityStudy& study) {
  std::optional<int> width;
  for (const int candidate : study.widths) {
    if (candidate <= study.mean_bits && candidate > width.value_or(0)) width = candidate;
  }
  return width;
}

Page page_of(const Laboratory& laboratory, const SensitivityStudy& study, const std::vector<Record>& records) {
  Page page =
      start_page(laboratory.experiment,
                 fmt::format("The weights of one layer at a time at {} bits, all else at {}: what the network loses "
                             "says which layers need bits. The mixed precision spends {} bits a weight where they "
                             "save most.",
                             study.probe_width, widest(study), study.mean_bits));
  Plot bars;
  bars.kind = PlotKind::kBar;
  bars.title = fmt::format("Loss of accuracy with one layer at {} bits", study.probe_width);
  bars.x_label = "layer";
  bars.y_label = "points lost";
  Series lost;
  lost.name = fmt::format("{} bits", study.probe_width);
  Table chosen;
  chosen.title = "The mixed precision";
  chosen.columns = {"layer", "weights", "points lost in the probe", "width, bits"};
  const std::map<std::string, int> widths = mixed_widths(laboratory, study, records);
  for (const LayerSensitivity& layer : measured(laboratory, study, records)) {
    const Summary loss =
        difference(records, uniform_name(widest(study)), probe_name(layer.layer, study.probe_width), "accuracy");
    bars.categories.push_back(layer.layer);
    lost.y.push_back(100.0 * loss.mean);
    lost.low.push_back(100.0 * loss.low());
    lost.high.push_back(100.0 * loss.high());
    chosen.rows.push_back({{layer.layer},
                           {std::to_string(layer.weights)},
                           {shown(loss, 100.0, 2)},
                           {std::to_string(widths.at(layer.layer))}});
  }
  bars.series = {std::move(lost)};
  page.plots.push_back(std::move(bars));
  std::vector<std::string> uniform;
  for (const int width : study.widths) uniform.push_back(uniform_name(width));
  page.plots.push_back(pareto(records, "Accuracy against bits of weights", "weight_bits", "bits of weights and biases",
                              {{"all layers alike", uniform}, {"mixed", {kMixed}}}));
  if (const std::optional<int> width = fair_width(study))
    page.findings.push_back(at_least_as_accurate(records, kMixed, uniform_name(*width), kMargin));
  page.tables.push_back(std::move(chosen));
  page.tables.push_back(summary_table("All variants", records, variants_of(records), hardware_columns()));
  return page;
}

}  // namespace

PlannedStudy plan_sensitivity(const Laboratory& laboratory, const SensitivityStudy& study) {
  PlannedStudy plan;
  for (const std::uint64_t seed : laboratory.experiment.seeds) {
    for (const int width : study.widths) {
      std::map<std::string, int> all;
      for (const LayerSensitivity& layer : linear_layers(laboratory)) all[layer.layer] = width;
      plan.tasks.push_back(precision_task(laboratory, seed, uniform_name(width), widest(study), all));
    }
    for (const LayerSensitivity& layer : linear_layers(laboratory)) {
      plan.tasks.push_back(precision_task(laboratory, seed, probe_name(layer.layer, study.probe_width), widest(study),
                                          {{layer.layer, study.probe_width}}));
    }
  }
  plan.follow_up = [&laboratory, study](const std::vector<Record>& records) {
    std::vector<Task> tasks;
    for (const std::uint64_t seed : laboratory.experiment.seeds) {
      tasks.push_back(
          precision_task(laboratory, seed, kMixed, widest(study), mixed_widths(laboratory, study, records)));
    }
    return tasks;
  };
  plan.page = [&laboratory, study](const std::vector<Record>& records) { return page_of(laboratory, study, records); };
  return plan;
}

}  // namespace rtl4ml
