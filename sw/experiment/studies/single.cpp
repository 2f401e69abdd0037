// `rtl4ml train` and `rtl4ml quantize`: one way to make the network, its figures and the curves of its training.
#include "sw/experiment/present.hpp"
#include "sw/experiment/studies/variants.hpp"
#include "sw/experiment/study.hpp"

namespace rtl4ml {
namespace {

/// The curves of a variant's first seed, by epoch.
Plot curves_of(const std::vector<Record>& records, const std::string& variant) {
  Plot plot;
  plot.title = "Training of " + variant + ", first seed";
  plot.x_label = "epoch";
  for (const Record& record : records) {
    if (record.variant != variant) continue;
    for (const auto& [name, values] : record.curves) {
      Series series;
      series.name = name;
      for (std::size_t epoch = 0; epoch < values.size(); ++epoch) series.x.push_back(static_cast<double>(epoch + 1));
      series.y = values;
      if (!values.empty()) plot.series.push_back(std::move(series));
    }
    break;
  }
  return plot;
}

Page page_of(const Laboratory& laboratory, const std::string& lead, const std::vector<Record>& records) {
  Page page = start_page(laboratory.experiment, lead);
  for (const std::string& variant : variants_of(records)) {
    Plot plot = curves_of(records, variant);
    if (!plot.series.empty()) page.plots.push_back(std::move(plot));
  }
  page.tables = {summary_table("All variants", records, variants_of(records), hardware_columns())};
  return page;
}

}  // namespace

PlannedStudy plan_train(const Laboratory& laboratory, const std::optional<QuantizationPlan>& plan) {
  PlannedStudy planned;
  for (const std::uint64_t seed : laboratory.experiment.seeds) {
    if (plan) planned.tasks.push_back(qat_task(laboratory, seed, kQatVariant, *plan));
  }
  planned.page = [&laboratory, quantized = plan.has_value()](const std::vector<Record>& records) {
    return page_of(laboratory,
                   quantized ? "Trained, then trained further with quantized weights and activations." : "Trained.",
                   records);
  };
  return planned;
}

PlannedStudy plan_quantize(const Laboratory& laboratory, const QuantizationPlan& plan) {
  PlannedStudy planned;
  for (const std::uint64_t seed : laboratory.experiment.seeds)
    planned.tasks.push_back(ptq_task(laboratory, seed, kPtqVariant, plan));
  planned.page = [&laboratory](const std::vector<Record>& records) {
    return page_of(laboratory, "Quantized after training.", records);
  };
  return planned;
}

}  // namespace rtl4ml
