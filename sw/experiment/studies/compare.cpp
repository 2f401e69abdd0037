// `rtl4ml compare`: float, quantized after training and trained quantized, as one table: size, accuracy, drop.
#include <fmt/format.h>

#include "sw/experiment/networks.hpp"
#include "sw/experiment/present.hpp"
#include "sw/experiment/studies/variants.hpp"
#include "sw/experiment/study.hpp"

namespace rtl4ml {
namespace {

constexpr double kMargin = 0.005;  // half a point
constexpr double kMega = 1e6;

Page page_of(const Laboratory& laboratory, const std::vector<Record>& records) {
  const Experiment& experiment = laboratory.experiment;
  Page page = start_page(experiment,
                         "One network in three forms: as it was trained, quantized after training (PTQ), and trained "
                         "further quantized (QAT); beside them the float network trained as long as QAT.");
  page.findings = {at_least_as_accurate(records, kQatVariant, kPtqVariant, kMargin)};
  Table table;
  table.title = "Size, accuracy, drop";
  table.caption = "Sizes are those of weights and biases alone, 1 MB = 1,000,000 bytes.";
  table.columns = {"variant", "size, MB", "accuracy, %", "drop, points"};
  Plot bars;
  bars.kind = PlotKind::kBar;
  bars.title = "Accuracy";
  bars.y_label = "accuracy on the test part, %";
  Series series;
  series.name = "accuracy";
  for (const std::string& variant : variants_of(records)) {
    const Summary size = summarize(figures_of(records, variant, "weight_bits"));
    const Summary accuracy = summarize(figures_of(records, variant, "accuracy"));
    const Summary drop = difference(records, kFloatVariant, variant, "accuracy");
    table.rows.push_back({{variant},
                          {fmt::format("{:.4f}", size.mean / 8.0 / kMega)},
                          {shown(accuracy, 100.0, 2)},
                          {shown(drop, 100.0, 2)}});
    bars.categories.push_back(variant);
    series.y.push_back(100.0 * accuracy.mean);
    series.low.push_back(100.0 * accuracy.low());
    series.high.push_back(100.0 * accuracy.high());
  }
  bars.series = {std::move(series)};
  page.plots = {std::move(bars), pareto(records, "Accuracy against bits of weights", "weight_bits",
                                        "bits of weights and biases", {{"forms", variants_of(records)}})};
  page.tables = {std::move(table), summary_table("All variants", records, variants_of(records), hardware_columns())};
  return page;
}

}  // namespace

PlannedStudy plan_compare(const Laboratory& laboratory, const QuantizationPlan& plan) {
  PlannedStudy planned;
  for (const std::uint64_t seed : laboratory.experiment.seeds) {
    planned.tasks.push_back(ptq_task(laboratory, seed, kPtqVariant, plan));
    planned.tasks.push_back(qat_task(laboratory, seed, kQatVariant, plan));
    planned.tasks.push_back(longer_task(laboratory, seed));
  }
  planned.page = [&laboratory](const std::vector<Record>& records) { return page_of(laboratory, records); };
  return planned;
}

}  // namespace rtl4ml
