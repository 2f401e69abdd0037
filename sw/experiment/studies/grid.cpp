// The study `grid`: every width with every frac_width, rounded after training.
#include <fmt/format.h>

#include <algorithm>
#include <limits>

#include "sw/experiment/networks.hpp"
#include "sw/experiment/present.hpp"
#include "sw/experiment/study.hpp"

namespace rtl4ml {
namespace {

constexpr double kHurts = 0.02;  // two points

std::string name_of(int width, int frac_width) { return fmt::format("width {}, frac_width {}", width, frac_width); }

double mean_accuracy(const std::vector<Record>& records, int width, int frac_width) {
  return summarize(figures_of(records, name_of(width, frac_width), "accuracy")).mean;
}

/// The best of a frac_width over all widths.
double best_of(const std::vector<Record>& records, const GridStudy& study, int frac_width) {
  double best = 0.0;
  for (const int width : study.widths) best = std::max(best, mean_accuracy(records, width, frac_width));
  return best;
}

Finding width_does_not_mend(const std::vector<Record>& records, const GridStudy& study) {
  const int coarsest = *std::min_element(study.frac_widths.begin(), study.frac_widths.end());
  double best = 0.0;
  for (const int frac_width : study.frac_widths) best = std::max(best, best_of(records, study, frac_width));
  const double here = best_of(records, study, coarsest);
  return {fmt::format("frac_width {}, the coarsest, costs {:.0f} points at least, and no width mends it", coarsest,
                      100.0 * kHurts),
          here <= best - kHurts,
          fmt::format("best of all widths {:.1f} %, best of the grid {:.1f} %", 100.0 * here, 100.0 * best)};
}

Page page_of(const Laboratory& laboratory, const GridStudy& study, const std::vector<Record>& records) {
  Page page =
      start_page(laboratory.experiment,
                 "Weights, biases and data of all layers at one fixed-point type, rounded after training. A width "
                 "that is too small saturates, a frac_width that is too small rounds to nothing.");
  page.findings = {width_does_not_mend(records, study)};
  Plot map;
  map.kind = PlotKind::kHeatmap;
  map.title = "Accuracy, %";
  map.x_label = "frac_width, bits";
  map.y_label = "width, bits";
  for (const int frac_width : study.frac_widths) map.categories.push_back(std::to_string(frac_width));
  std::vector<std::string> variants;
  for (const int width : study.widths) {
    map.rows.push_back(std::to_string(width));
    std::vector<double>& row = map.cells.emplace_back();
    for (const int frac_width : study.frac_widths) {
      row.push_back(100.0 * mean_accuracy(records, width, frac_width));
      variants.push_back(name_of(width, frac_width));
    }
  }
  page.plots.push_back(std::move(map));
  page.plots.push_back(
      pareto(records, "Accuracy against look-up tables", "lut", "LUT, estimated", {{"PTQ", variants}}));
  page.tables.push_back(summary_table("All variants", records, variants_of(records), hardware_columns()));
  return page;
}

}  // namespace

PlannedStudy plan_grid(const Laboratory& laboratory, const GridStudy& study) {
  PlannedStudy plan;
  for (const std::uint64_t seed : laboratory.experiment.seeds) {
    for (const int width : study.widths) {
      for (const int frac_width : study.frac_widths) {
        const std::string variant = name_of(width, frac_width);
        plan.tasks.push_back(
            {variant, seed, [&laboratory, seed, variant, width, frac_width]() -> Result<Record> {
               const Result<Network> network = laboratory.float_network(seed);
               if (!network) return faults(network.error());
               return measure_design(laboratory, variant, seed, *network, DesignFormats{width, frac_width, {}});
             }});
      }
    }
  }
  plan.page = [&laboratory, study](const std::vector<Record>& records) { return page_of(laboratory, study, records); };
  return plan;
}

}  // namespace rtl4ml
