// A study: its runs, what follows from them, and the page that shows it.
#pragma once

#include <functional>
#include <optional>
#include <vector>

#include "sw/experiment/engine.hpp"
#include "sw/experiment/laboratory.hpp"
#include "sw/report/page.hpp"

namespace rtl4ml {

struct PlannedStudy {
  std::vector<Task> tasks;  ///< of all seeds; the float networks are there when they run
  /// Runs that depend on what the first ones measured; empty: none.
  std::function<std::vector<Task>(const std::vector<Record>&)> follow_up{};
  /// Findings, plots and tables of all records, those of the float networks first.
  std::function<Page(const std::vector<Record>&)> page;
};

/// `laboratory` must outlive the plan. Errors: those of parse_number_format()
[[nodiscard]] Result<PlannedStudy> plan_study(const Laboratory& laboratory, const Study& study);

/// One file each in sw/experiment/studies.
[[nodiscard]] PlannedStudy plan_widths(const Laboratory& laboratory, const WidthsStudy& study);
[[nodiscard]] PlannedStudy plan_grid(const Laboratory& laboratory, const GridStudy& study);
[[nodiscard]] PlannedStudy plan_storage(const Laboratory& laboratory, const StorageStudy& study);
[[nodiscard]] PlannedStudy plan_clustering(const Laboratory& laboratory, const ClusteringStudy& study);
[[nodiscard]] PlannedStudy plan_groups(const Laboratory& laboratory, const GroupsStudy& study);
[[nodiscard]] PlannedStudy plan_sensitivity(const Laboratory& laboratory, const SensitivityStudy& study);
[[nodiscard]] PlannedStudy plan_pruning(const Laboratory& laboratory, const PruningStudy& study);
[[nodiscard]] Result<PlannedStudy> plan_formats(const Laboratory& laboratory, const FormatsStudy& study);

/// `rtl4ml train`: the float network and, with a plan, trained further quantized. `rtl4ml quantize`: the float network
/// quantized after training.
[[nodiscard]] PlannedStudy plan_train(const Laboratory& laboratory, const std::optional<QuantizationPlan>& plan);
[[nodiscard]] PlannedStudy plan_quantize(const Laboratory& laboratory, const QuantizationPlan& plan);

/// `rtl4ml compare`: the float network, quantized after training, trained quantized, and trained as long in float.
[[nodiscard]] PlannedStudy plan_compare(const Laboratory& laboratory, const QuantizationPlan& plan);

}  // namespace rtl4ml
