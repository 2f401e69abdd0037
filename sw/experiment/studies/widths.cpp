// The study `widths`: float against rounded after training against trained quantized, at each width.
#include <fmt/format.h>

#include <algorithm>

#include "sw/experiment/networks.hpp"
#include "sw/experiment/present.hpp"
#include "sw/experiment/studies/variants.hpp"
#include "sw/experiment/study.hpp"

namespace rtl4ml {
namespace {

std::string ptq_name(int width) { return fmt::format("PTQ, {} bits", width); }
std::string qat_name(int width) { return fmt::format("QAT, {} bits", width); }

/// Below half of the way from guessing to the float network's accuracy a network has learned little that survived.
constexpr double kNearChance = 0.1;
constexpr double kMargin = 0.005;  // half a point

std::vector<std::string> names_of(const std::vector<int>& widths, std::string (*name)(int)) {
  std::vector<std::string> names;
  for (const int width : widths) names.push_back(name(width));
  return names;
}

std::vector<Place> places_of(const std::vector<int>& widths, std::string (*name)(int)) {
  std::vector<Place> places;
  for (const int width : widths) places.push_back({static_cast<double>(width), name(width)});
  return places;
}

Finding near_chance(const std::vector<Record>& records, int width, int classes) {
  const double chance = 1.0 / classes;
  const double ptq = summarize(figures_of(records, ptq_name(width), "accuracy")).mean;
  const double qat = summarize(figures_of(records, qat_name(width), "accuracy")).mean;
  return {fmt::format("at {} bits, the lowest, both are near chance", width),
          ptq < chance + kNearChance && qat < chance + kNearChance,
          fmt::format("PTQ {:.1f} %, QAT {:.1f} %, chance {:.1f} %", 100.0 * ptq, 100.0 * qat, 100.0 * chance)};
}

Page page_of(const Laboratory& laboratory, std::vector<int> widths, const std::vector<Record>& records) {
  std::sort(widths.begin(), widths.end());
  Page page =
      start_page(laboratory.experiment,
                 "The same float networks, rounded after training (PTQ) and trained further with quantized weights "
                 "and activations (QAT). Every accuracy but float's is that of the integers, which the generated "
                 "RTL equals bit for bit.");
  for (const int width : widths) {
    if (width <= 8) page.findings.push_back(at_least_as_accurate(records, qat_name(width), ptq_name(width), kMargin));
  }
  page.findings.push_back(near_chance(records, widths.front(), laboratory.data.classes));
  page.findings.push_back(at_least_as_accurate(records, ptq_name(widths.back()), kFloatVariant, kMargin));
  const std::vector<double> ends = {static_cast<double>(widths.front()), static_cast<double>(widths.back())};
  Plot accuracy;
  accuracy.title = "Accuracy by width";
  accuracy.caption =
      "Weights and activations of the same width; whiskers are 95 % confidence intervals over the seeds.";
  accuracy.x_label = "width, bits";
  accuracy.y_label = "accuracy on the test part, %";
  accuracy.series = {series_of(records, "QAT", places_of(widths, qat_name), "accuracy", 100.0),
                     series_of(records, "PTQ", places_of(widths, ptq_name), "accuracy", 100.0),
                     level_of(records, "float32", ends, kFloatVariant, "accuracy", 100.0),
                     level_of(records, "float32, trained as long as QAT", ends, kLongerVariant, "accuracy", 100.0)};
  page.plots.push_back(std::move(accuracy));
  const std::vector<Family> families = {{"PTQ", names_of(widths, ptq_name)}, {"QAT", names_of(widths, qat_name)}};
  page.plots.push_back(pareto(records, "Accuracy against look-up tables", "lut", "LUT, estimated", families));
  page.plots.push_back(
      pareto(records, "Accuracy against bit operations", "bit_operations", "bit operations a vector", families));
  page.tables.push_back(summary_table("All variants", records, variants_of(records), hardware_columns()));
  return page;
}

}  // namespace

PlannedStudy plan_widths(const Laboratory& laboratory, const WidthsStudy& study) {
  PlannedStudy plan;
  const QuantizationPlan base = laboratory.experiment.quantization.value_or(QuantizationPlan{});
  for (const std::uint64_t seed : laboratory.experiment.seeds) {
    plan.tasks.push_back(longer_task(laboratory, seed));
    for (const int width : study.widths) {
      plan.tasks.push_back(ptq_task(laboratory, seed, ptq_name(width), at_width(base, width)));
      plan.tasks.push_back(qat_task(laboratory, seed, qat_name(width), at_width(base, width)));
    }
  }
  plan.page = [&laboratory, widths = study.widths](const std::vector<Record>& records) {
    return page_of(laboratory, widths, records);
  };
  return plan;
}

}  // namespace rtl4ml
