// The study `formats`: number formats beside fixed point, after training and trained in them.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <variant>

#include "sw/experiment/networks.hpp"
#include "sw/experiment/present.hpp"
#include "sw/experiment/studies/format_quantizer.hpp"
#include "sw/experiment/studies/variants.hpp"
#include "sw/experiment/study.hpp"
#include "sw/number/number_format.hpp"

namespace rtl4ml {
namespace {

constexpr double kMargin = 0.005;  // half a point

std::string ptq_name(const std::string& format) { return fmt::format("PTQ in {}", format); }
std::string qat_name(const std::string& format) { return fmt::format("QAT in {}", format); }

Task format_task(const Laboratory& laboratory, std::uint64_t seed, const NumberFormat& format, bool trained) {
  const std::string variant = trained ? qat_name(to_string(format)) : ptq_name(to_string(format));
  return {variant, seed, [&laboratory, seed, variant, format, trained]() -> Result<Record> {
            const Result<Network> start = laboratory.float_network(seed);
            if (!start) return faults(start.error());
            Result<TrainedNetwork> network = TrainedNetwork{*start, {}, {}, ""};
            if (trained) network = train_in_format(laboratory, {variant, seed}, *start, format);
            if (!network) return faults(network.error());
            return format_record(laboratory, variant, seed, *network, format);
          }};
}

Page page_of(const Laboratory& laboratory, const std::vector<std::string>& formats,
             const std::vector<Record>& records) {
  Page page = start_page(
      laboratory.experiment,
      "Weights and hidden outputs in one number format, biases and scores in float32. Formats with a largest value "
      "have a "
      "power-of-two scale: one for each weight matrix, one for each vector of data. Binary and ternary are of weights "
      "alone, with data in unsigned fixed point of 8 bits. These formats have no RTL yet; accuracy is that of LibTorch "
      "with every value brought to the format.");
  Plot bars;
  bars.kind = PlotKind::kBar;
  bars.title = "Accuracy by format";
  bars.y_label = "accuracy on the test part, %";
  Series after, trained;
  after.name = "PTQ";
  trained.name = "QAT";
  Family ptq{"PTQ", {}}, qat{"QAT", {}};
  for (const std::string& format : formats) {
    bars.categories.push_back(format);
    ptq.variants.push_back(ptq_name(format));
    qat.variants.push_back(qat_name(format));
    for (Series* series : {&after, &trained}) {
      const std::string variant = series == &after ? ptq_name(format) : qat_name(format);
      const Summary accuracy = summarize(figures_of(records, variant, "accuracy"));
      series->y.push_back(100.0 * accuracy.mean);
      series->low.push_back(100.0 * accuracy.low());
      series->high.push_back(100.0 * accuracy.high());
    }
    page.findings.push_back(at_least_as_accurate(records, qat_name(format), ptq_name(format), kMargin));
  }
  bars.series = {std::move(after), std::move(trained)};
  page.plots = {std::move(bars), pareto(records, "Accuracy against bits of weights", "weight_bits",
                                        "bits of weights and biases", {ptq, qat})};
  page.tables = {summary_table("All variants", records, variants_of(records),
                               {{"accuracy, %", "accuracy", 100.0, 2}, {"weights, bits", "weight_bits", 1.0, 0}})};
  return page;
}

}  // namespace

Result<PlannedStudy> plan_formats(const Laboratory& laboratory, const FormatsStudy& study) {
  PlannedStudy plan;
  Errors errors;
  std::vector<NumberFormat> formats;
  std::vector<std::string> names;
  for (std::size_t i = 0; i < study.formats.size(); ++i) {
    const Result<NumberFormat> format = parse_number_format(study.formats[i], study.places[i]);
    if (!format) {
      errors.insert(errors.end(), format.error().begin(), format.error().end());
    } else {
      formats.push_back(*format);
      names.push_back(to_string(*format));
    }
  }
  if (!errors.empty()) return faults(std::move(errors));
  for (const std::uint64_t seed : laboratory.experiment.seeds) {
    plan.tasks.push_back(longer_task(laboratory, seed));
    for (const NumberFormat& format : formats) {
      plan.tasks.push_back(format_task(laboratory, seed, format, false));
      plan.tasks.push_back(format_task(laboratory, seed, format, true));
    }
  }
  plan.page = [&laboratory, names](const std::vector<Record>& records) { return page_of(laboratory, names, records); };
  return plan;
}

}  // namespace rtl4ml
