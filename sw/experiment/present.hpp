// Records as series, tables and findings of a page.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "sw/experiment/experiment.hpp"
#include "sw/experiment/record.hpp"
#include "sw/experiment/statistics.hpp"
#include "sw/report/page.hpp"

namespace rtl4ml {

/// A variant and where it stands on the axis.
struct Place {
  double x = 0.0;
  std::string variant;
};

/// The mean of a figure over the seeds, with its confidence interval; each point is linked to the hardware config of
/// its first seed. `factor`: 100 for per cent.
[[nodiscard]] Series series_of(const std::vector<Record>& records, const std::string& name,
                               const std::vector<Place>& places, const std::string& figure, double factor = 1.0);

/// The same value at every x: a control that does not vary.
[[nodiscard]] Series level_of(const std::vector<Record>& records, const std::string& name, const std::vector<double>& x,
                              const std::string& variant, const std::string& figure, double factor = 1.0);

/// Accuracy against what it costs: a point per variant, one series a family. Variants without the figure are left out.
struct Family {
  std::string name;
  std::vector<std::string> variants;
};
[[nodiscard]] Plot pareto(const std::vector<Record>& records, const std::string& title, const std::string& cost,
                          const std::string& cost_label, const std::vector<Family>& families);

/// How a column shows its figure.
struct Column {
  std::string title, figure;
  double factor = 1.0;
  int digits = 1;
};
/// One row per variant: its name, linked to its config, and means with the half width of their confidence interval.
[[nodiscard]] Table summary_table(const std::string& title, const std::vector<Record>& records,
                                  const std::vector<std::string>& variants, const std::vector<Column>& columns);
/// Accuracy and the figures of hardware.
[[nodiscard]] std::vector<Column> hardware_columns();

/// "97.1 +- 0.4" of a summary; "-" where nothing was measured.
[[nodiscard]] std::string shown(const Summary& summary, double factor, int digits);

/// The difference of a figure between two variants, seed by seed.
[[nodiscard]] Summary difference(const std::vector<Record>& records, const std::string& variant,
                                 const std::string& other, const std::string& figure);

/// Says that `variant` has at least the accuracy of `other`, but for `margin` (0.005: half a point).
[[nodiscard]] Finding at_least_as_accurate(const std::vector<Record>& records, const std::string& variant,
                                           const std::string& other, double margin);

/// Title, how it was made, and the files that stand beside every page.
[[nodiscard]] Page start_page(const Experiment& experiment, const std::string& lead);

/// What runs noted: overflows, early stops; without rows where none did.
[[nodiscard]] Table notes_table(const std::vector<Record>& records);

/// The variants of the records, each once, in their order.
[[nodiscard]] std::vector<std::string> variants_of(const std::vector<Record>& records);

}  // namespace rtl4ml
