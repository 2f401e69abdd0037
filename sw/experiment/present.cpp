#include "sw/experiment/present.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace rtl4ml {
namespace {

/// The config of the variant's first seed that has one.
std::string config_of(const std::vector<Record>& records, const std::string& variant) {
  for (const Record& record : records) {
    if (record.variant == variant && !record.config.empty()) return record.config;
  }
  return "";
}

void add_point(Series& series, double x, const Summary& summary, double factor) {
  series.x.push_back(x);
  series.y.push_back(factor * summary.mean);
  series.low.push_back(factor * summary.low());
  series.high.push_back(factor * summary.high());
}

Summary summary_of(const std::vector<Record>& records, const std::string& variant, const std::string& figure) {
  return summarize(figures_of(records, variant, figure));
}

}  // namespace

Series series_of(const std::vector<Record>& records, const std::string& name, const std::vector<Place>& places,
                 const std::string& figure, double factor) {
  Series series;
  series.name = name;
  for (const Place& place : places) {
    add_point(series, place.x, summary_of(records, place.variant, figure), factor);
    series.links.push_back(config_of(records, place.variant));
    series.notes.push_back(place.variant);
  }
  return series;
}

Series level_of(const std::vector<Record>& records, const std::string& name, const std::vector<double>& x,
                const std::string& variant, const std::string& figure, double factor) {
  Series series;
  series.name = name;
  series.control = true;
  const Summary summary = summary_of(records, variant, figure);
  for (const double at : x) add_point(series, at, summary, factor);
  return series;
}

Plot pareto(const std::vector<Record>& records, const std::string& title, const std::string& cost,
            const std::string& cost_label, const std::vector<Family>& families) {
  Plot plot;
  plot.kind = PlotKind::kScatter;
  plot.title = title;
  plot.x_label = cost_label;
  plot.y_label = "accuracy on the test part, %";
  plot.caption = "A point is the mean of all seeds; a click opens its hardware config.";
  plot.log_x = true;
  for (const Family& family : families) {
    Series series;
    series.name = family.name;
    for (const std::string& variant : family.variants) {
      const Summary price = summary_of(records, variant, cost);
      if (!(price.mean > 0.0)) continue;
      add_point(series, price.mean, summary_of(records, variant, "accuracy"), 100.0);
      series.links.push_back(config_of(records, variant));
      series.notes.push_back(variant);
    }
    if (!series.x.empty()) plot.series.push_back(std::move(series));
  }
  return plot;
}

std::string shown(const Summary& summary, double factor, int digits) {
  if (summary.count == 0) return "-";
  const std::string mean = fmt::format("{:.{}f}", factor * summary.mean, digits);
  if (summary.half_width == 0.0) return mean;
  return fmt::format("{} ± {:.{}f}", mean, factor * summary.half_width, digits);
}

Table summary_table(const std::string& title, const std::vector<Record>& records,
                    const std::vector<std::string>& variants, const std::vector<Column>& columns) {
  Table table;
  table.title = title;
  table.caption =
      "Means over the seeds; ± is the half width of the 95 % confidence interval, left out where all are equal.";
  table.columns.push_back("variant");
  for (const Column& column : columns) table.columns.push_back(column.title);
  for (const std::string& variant : variants) {
    std::vector<Cell> row = {{variant, config_of(records, variant)}};
    for (const Column& column : columns)
      row.push_back({shown(summary_of(records, variant, column.figure), column.factor, column.digits)});
    table.rows.push_back(std::move(row));
  }
  return table;
}

std::vector<Column> hardware_columns() {
  return {{"accuracy, %", "accuracy", 100.0, 2},
          {"weights, bits", "weight_bits", 1.0, 0},
          {"MACs", "macs", 1.0, 0},
          {"bit operations", "bit_operations", 1.0, 0},
          {"LUT", "lut", 1.0, 0},
          {"FF", "ff", 1.0, 0},
          {"DSP", "dsp", 1.0, 0},
          {"BRAM", "bram", 1.0, 1},
          {"cycles a vector", "interval_cycles", 1.0, 0}};
}

Summary difference(const std::vector<Record>& records, const std::string& variant, const std::string& other,
                   const std::string& figure) {
  std::vector<double> values;
  for (const Record& record : records) {
    if (record.variant != variant) continue;
    const auto same_seed = std::find_if(records.begin(), records.end(), [&](const Record& candidate) {
      return candidate.variant == other && candidate.seed == record.seed;
    });
    if (same_seed != records.end()) values.push_back(record.figure(figure) - same_seed->figure(figure));
  }
  return summarize(values);
}

Finding at_least_as_accurate(const std::vector<Record>& records, const std::string& variant, const std::string& other,
                             double margin) {
  const Summary more = difference(records, variant, other, "accuracy");
  return {fmt::format("{} is at least as accurate as {} (but for {:.1f} points)", variant, other, 100.0 * margin),
          more.count > 0 && more.mean >= -margin,
          fmt::format("{} points over {} seeds", shown(more, 100.0, 2), more.count)};
}

Page start_page(const Experiment& experiment, const std::string& lead) {
  Page page;
  page.title = experiment.title;
  page.lead = lead;
  const ModelPlan& model = experiment.model;
  const TrainingPlan& training = experiment.training;
  const std::int64_t count = experiment.data.train_count;
  page.facts = {
      {"data", count > 0 ? fmt::format("{}, the first {} training samples", experiment.data.train, count)
                         : experiment.data.train},
      {"hidden layers", fmt::format("{}{}", fmt::join(model.hidden, ", "), model.batch_norm ? ", batch norm" : "")},
      {"training", fmt::format("{} epochs, {} at {}, {} schedule", training.epochs, training.optimizer, training.rate,
                               training.schedule)},
      {"finetuning", fmt::format("{} epochs at {}", experiment.finetuning.epochs, experiment.finetuning.rate)},
      {"seeds", fmt::format("{}", fmt::join(experiment.seeds, ", "))},
      {"hardware", fmt::format("{}, {} elements a beat; estimates of the compiler (docs/estimates.md)",
                               experiment.hardware.target, experiment.hardware.parallelism)}};
  return page;
}

Table notes_table(const std::vector<Record>& records) {
  Table table;
  table.title = "Notes of single runs";
  table.columns = {"variant", "seed", "note"};
  for (const Record& record : records) {
    if (!record.note.empty()) table.rows.push_back({{record.variant}, {std::to_string(record.seed)}, {record.note}});
  }
  return table;
}

std::vector<std::string> variants_of(const std::vector<Record>& records) {
  std::vector<std::string> variants;
  for (const Record& record : records) {
    if (std::find(variants.begin(), variants.end(), record.variant) == variants.end())
      variants.push_back(record.variant);
  }
  return variants;
}

}  // namespace rtl4ml
