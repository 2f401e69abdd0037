// A page with every kind of plot, and texts that try to break out of it.
#pragma once

#include <cmath>
#include <limits>
#include <string>
#include <utility>
#include <vector>

#include "sw/report/page.hpp"

namespace rtl4ml::test {

inline constexpr double kNan = std::numeric_limits<double>::quiet_NaN();

/// Error bars as far above as below.
inline Series with_spread(Series series, const std::vector<double>& spread) {
  for (std::size_t i = 0; i < series.y.size(); ++i) {
    series.low.push_back(series.y[i] - spread[i]);
    series.high.push_back(series.y[i] + spread[i]);
  }
  return series;
}

inline Plot sample_widths() {
  Plot plot{.kind = PlotKind::kLine,
            .title = "Accuracy by width",
            .caption = "Mean of five seeds; bars: the 95 % confidence interval.",
            .x_label = "width of weights and activations (bits)",
            .y_label = "accuracy on the test split (%)"};
  const std::vector<double> widths = {4, 6, 8, 12, 16, 24, 32};
  plot.series.push_back(with_spread({.name = "PTQ", .x = widths, .y = {31.2, 84.6, 95.9, 97.4, 97.5, 97.5, 97.5}},
                                    {9.1, 2.2, 0.6, 0.3, 0.3, 0.3, 0.3}));
  plot.series.push_back(with_spread({.name = "QAT", .x = widths, .y = {96.9, 97.3, kNan, 97.6, 97.6, 97.7, 97.6}},
                                    {0.5, 0.3, 0.3, 0.2, 0.2, 0.3, 0.2}));
  plot.series.push_back({.name = "float, trained as long", .x = {4, 32}, .y = {97.7, 97.7}, .control = true});
  return plot;
}

inline Plot sample_errors() {
  Plot plot{.kind = PlotKind::kLine,
            .title = "Error by group size",
            .x_label = "group size (weights)",
            .y_label = "mean squared error",
            .log_x = true,
            .log_y = true};
  const std::vector<double> sizes = {16, 32, 64, 128, 256, 512, 1024};
  for (const auto& [name, start] : {std::pair{"HQQ-style", 2e-7}, {"min-max", 5e-7}, {"k-means", 9e-8}}) {
    Series series{.name = name, .x = sizes};
    double error = start;
    for (std::size_t i = 0; i < sizes.size(); ++i, error *= 2.6) series.y.push_back(error);
    plot.series.push_back(with_spread(series, {1e-8, 2e-8, 5e-8, 1e-7, 2e-7, 5e-7, 1e-6}));
  }
  plot.series[2].y[0] = 0.0;  // a logarithmic axis has no place for it
  return plot;
}

inline Plot sample_training() {
  Plot plot{.kind = PlotKind::kLine,
            .title = "Training curves",
            .caption = "Bands: least to greatest of five seeds.",
            .x_label = "epoch",
            .y_label = "loss (nats)"};
  for (const auto& [name, rate] : {std::pair{"float", 0.09}, {"QAT, 4 bits", 0.06}}) {
    Series series{.name = name};
    std::vector<double> spread;
    for (int epoch = 1; epoch <= 60; ++epoch) {
      series.x.push_back(epoch);
      series.y.push_back(0.08 + 2.2 * std::exp(-rate * epoch) + 0.02 * std::sin(1.7 * epoch));
      spread.push_back(0.04 + 0.3 * std::exp(-0.05 * epoch));
    }
    plot.series.push_back(with_spread(std::move(series), spread));
  }
  plot.series.front().control = true;
  return plot;
}

inline Plot sample_formats() {
  Plot plot{.kind = PlotKind::kBar,
            .title = "Accuracy by format",
            .x_label = "format",
            .y_label = "accuracy (%)",
            .categories = {"float", "int8", "int4", "half"}};
  plot.series.push_back(with_spread({.name = "signal", .y = {93.1, 93.0, 88.2, 93.1}}, {0.4, 0.4, 1.9, 0.4}));
  plot.series.push_back(with_spread({.name = "background", .y = {91.7, 91.8, kNan, 91.6}}, {0.6, 0.7, 2.5, 0.6}));
  plot.series.push_back({.name = "chance", .y = {50, 50, 50, 50}, .control = true});
  return plot;
}

inline Plot sample_sensitivity() {
  Plot plot{.kind = PlotKind::kBar,
            .title = "Sensitivity by layer",
            .caption = "One layer at a time at 2 bits.",
            .x_label = "layer",
            .y_label = "drop of accuracy (percentage points)"};
  Series drop{.name = "2 bits"};
  std::vector<double> spread;
  for (int layer = 0; layer < 14; ++layer) {
    plot.categories.push_back("blocks." + std::to_string(layer / 2) + (layer % 2 == 0 ? ".attention.qkv" : ".mlp.fc1"));
    drop.y.push_back(0.4 + 11.0 / (1 + layer) + 0.3 * (layer % 3));
    spread.push_back(0.3 + 0.05 * layer);
  }
  plot.series.push_back(with_spread(std::move(drop), spread));
  return plot;
}

inline Plot sample_pareto() {
  Plot plot{.kind = PlotKind::kScatter,
            .title = "Accuracy against hardware",
            .caption = "Every configuration of the study; a click opens its config.",
            .x_label = "estimate (LUT)",
            .y_label = "accuracy (%)",
            .log_x = true};
  const std::vector<double> luts = {420, 890, 1780, 4100, 9200, 21000};
  double drop = 30;
  Series ptq{.name = "PTQ", .x = luts}, qat{.name = "QAT", .x = luts};
  for (std::size_t i = 0; i < luts.size(); ++i, drop /= 3) {
    ptq.y.push_back(97.5 - 2 * drop);
    qat.y.push_back(97.6 - 0.3 * drop);
    const std::string width = std::to_string(2 * i + 2);
    ptq.links.push_back("configs/ptq w" + width + ".yaml");
    qat.links.push_back("configs/qat_w" + width + ".yaml");
    ptq.notes.push_back("width " + width + ", frac_width " + std::to_string(i) + ": 12 DSP, 88 cycles a vector");
    qat.notes.push_back("width " + width);
  }
  plot.series = {with_spread(ptq, {5, 2, 1, 0.5, 0.3, 0.2}),
                 with_spread(qat, {2, 1, 0.5, 0.3, 0.2, 0.2}),
                 {.name = "float", .x = {60000}, .y = {97.7}, .control = true}};
  return plot;
}

inline Plot sample_heatmap() {
  Plot plot{.kind = PlotKind::kHeatmap,
            .title = "Accuracy by width and frac_width",
            .caption = "Accuracy (%) of PTQ, mean of five seeds.",
            .x_label = "frac_width (bits)",
            .y_label = "width (bits)"};
  for (int frac = 0; frac <= 10; ++frac) plot.categories.push_back(std::to_string(frac));
  for (const int width : {4, 6, 8, 12, 16}) {
    plot.rows.push_back(std::to_string(width));
    std::vector<double> row;
    for (int frac = 0; frac <= 10; ++frac) {
      const double whole = width - frac;
      row.push_back(frac >= width ? kNan : 97.5 - 80 * std::exp(-0.8 * frac) - 60 * std::exp(-0.9 * whole));
    }
    plot.cells.push_back(row);
  }
  return plot;
}

inline Page sample_page() {
  Page page;
  page.title = "widths: PTQ against QAT </title><script>alert(1)</script>";
  page.lead = "How narrow may a 784-256-128-10 MLP become? \"Quotes\" & ümlauts — 量子化 — stay what they are.";
  page.facts = {{"data", "rendered_digits, 10,000 test images"},
                {"model", "MLP 784-256-128-10, ReLU"},
                {"seeds", "1 to 5"},
                {"command", "rtl4ml sweep sw/experiments/widths.yaml --size quick --output build/experiments/widths"}};
  page.findings = {{"QAT is at least as good as PTQ at every width up to 8", true, "margins 65.7, 12.7 and 1.4 points"},
                   {"Both are near chance at the lowest width", false, "QAT 96.9 % at 4 bits, where chance is 10 %"}};
  page.plots = {sample_widths(),      sample_errors(), sample_training(), sample_formats(),
                sample_sensitivity(), sample_pareto(), sample_heatmap()};
  page.tables = {{"Sizes and accuracies",
                  "Sizes of the weights alone.",
                  {"config", "weights (MiB)", "accuracy (%)", "drop", "LUT", "DSP", "note"},
                  {{{"float"}, {"82.540"}, {"97.7 ± 0.2"}, {"–"}, {""}, {""}, {"control"}},
                   {{"qat_w8", "configs/qat_w8.yaml"}, {"24.321"}, {"97.6 ± 0.2"}, {"0.1"}, {"4,100"}, {"16"}, {""}},
                   {{"qat_w4", "configs/qat_w4.yaml"},
                    {"12.177"},
                    {"96.9 ± 0.5"},
                    {"0.8"},
                    {"1,780"},
                    {"0"},
                    {"learned step sizes, BatchNorm folded while training"}}}},
                 {"Messages", "", {"text"}, {{{"</script><!-- \xFF & 'quotes'"}}}}};
  page.files = {
      {"results.csv", "results.csv"}, {"results.json", "results.json"}, {"qat_w4.pt", "checkpoints/qat_w4.pt"}};
  return page;
}

}  // namespace rtl4ml::test
