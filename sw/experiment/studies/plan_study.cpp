// Which file plans which study.
#include <variant>

#include "sw/base/overloaded.hpp"
#include "sw/experiment/study.hpp"

namespace rtl4ml {

Result<PlannedStudy> plan_study(const Laboratory& laboratory, const Study& study) {
  using Planned = Result<PlannedStudy>;
  return std::visit(
      Overloaded{[&](const WidthsStudy& widths) -> Planned { return plan_widths(laboratory, widths); },
                 [&](const GridStudy& grid) -> Planned { return plan_grid(laboratory, grid); },
                 [&](const StorageStudy& storage) -> Planned { return plan_storage(laboratory, storage); },
                 [&](const ClusteringStudy& clustering) -> Planned { return plan_clustering(laboratory, clustering); },
                 [&](const GroupsStudy& groups) -> Planned { return plan_groups(laboratory, groups); },
                 [&](const SensitivityStudy& probe) -> Planned { return plan_sensitivity(laboratory, probe); },
                 [&](const PruningStudy& pruning) -> Planned { return plan_pruning(laboratory, pruning); },
                 [&](const FormatsStudy& formats) -> Planned { return plan_formats(laboratory, formats); }},
      study);
}

}  // namespace rtl4ml
