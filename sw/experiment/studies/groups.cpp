// The study `groups`: a scale and an offset for each group of weights, and what that comes to for DeiT-S.
#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "sw/experiment/present.hpp"
#include "sw/experiment/studies/compressed.hpp"
#include "sw/experiment/studies/deit_size.hpp"
#include "sw/experiment/study.hpp"
#include "sw/quantize/group_wise.hpp"

namespace rtl4ml {
namespace {

constexpr std::array kMethods = {GroupMethod::kMinMax, GroupMethod::kHalfQuadratic};

std::string name_of(GroupMethod method, int bits) { return fmt::format("{}, {} bits", to_string(method), bits); }

CompressionOptions options_of(GroupMethod method, int bits, int group_size) {
  CompressionOptions options{CompressionScheme::kGroup, bits, {}, {}};
  options.group.group_size = group_size;
  options.group.method = method;
  return options;
}

double error_of(const std::vector<Record>& records, GroupMethod method, int bits) {
  return summarize(figures_of(records, name_of(method, bits), "mean_squared_error")).mean;
}

/// The published table's model: how large it is by the same formula.
Table deit_table(const GroupsStudy& study) {
  Table table;
  table.title = "DeiT-S by the same formula";
  table.caption = fmt::format(
      "{} weights of twelve equal blocks in groups of {}, 8 bytes of metadata a group; all other parameters in "
      "float32. "
      "1 MiB = 1,048,576 bytes.",
      kDeitQuantizedWeights, study.group_size);
  table.columns = {"bits", "MiB"};
  table.rows = {{{"32"}, {fmt::format("{:.3f}", deit_mebibytes({}, study.group_size))}}};
  for (const int bits : study.bits) {
    std::array<int, 12> blocks;
    blocks.fill(bits);
    table.rows.push_back({{std::to_string(bits)}, {fmt::format("{:.3f}", deit_mebibytes(blocks, study.group_size))}});
  }
  const std::array<int, 12> mix = {4, 8, 4, 4, 4, 4, 8, 4, 4, 4, 8, 2};
  table.rows.push_back(
      {{fmt::format("{}", fmt::join(mix, " "))}, {fmt::format("{:.3f}", deit_mebibytes(mix, study.group_size))}});
  return table;
}

Page page_of(const Laboratory& laboratory, GroupsStudy study, const std::vector<Record>& records) {
  std::sort(study.bits.begin(), study.bits.end());
  Page page = start_page(
      laboratory.experiment,
      fmt::format("Every {} weights share a scale and an offset. min_max spans the group's range; hqq moves the "
                  "offset so that most weights are nearer (half-quadratic splitting). Bytes are those of packed "
                  "codes (3 bits: ten in 32) and 8 bytes of metadata a group.",
                  study.group_size));
  Plot error;
  error.title = "Squared error of the weights";
  error.x_label = "bits a weight";
  error.y_label = "mean squared error";
  error.log_y = true;
  std::vector<Family> families;
  for (const GroupMethod method : kMethods) {
    std::vector<Place> places;
    std::vector<std::string> names;
    for (const int bits : study.bits) {
      places.push_back({static_cast<double>(bits), name_of(method, bits)});
      names.push_back(name_of(method, bits));
    }
    error.series.push_back(series_of(records, to_string(method), places, "mean_squared_error"));
    families.push_back({to_string(method), names});
    bool falls = true;
    for (std::size_t i = 1; i < study.bits.size(); ++i)
      falls = falls && error_of(records, method, study.bits[i]) < error_of(records, method, study.bits[i - 1]);
    page.findings.push_back(
        {fmt::format("the squared error of {} falls with every bit", to_string(method)), falls,
         fmt::format("{:.3g} at {} bits, {:.3g} at {}", error_of(records, method, study.bits.front()),
                     study.bits.front(), error_of(records, method, study.bits.back()), study.bits.back())});
  }
  families.push_back({"float32", {kFloatVariant}});
  page.plots = {std::move(error),
                pareto(records, "Accuracy against storage", "bytes", "bytes of all parameters", families)};
  page.tables = {summary_table("All variants", records, variants_of(records), compression_columns()),
                 deit_table(study)};
  return page;
}

}  // namespace

PlannedStudy plan_groups(const Laboratory& laboratory, const GroupsStudy& study) {
  PlannedStudy plan;
  for (const std::uint64_t seed : laboratory.experiment.seeds) {
    for (const GroupMethod method : kMethods) {
      for (const int bits : study.bits) {
        plan.tasks.push_back(
            compression_task(laboratory, seed, name_of(method, bits), options_of(method, bits, study.group_size)));
      }
    }
  }
  plan.page = [&laboratory, study](const std::vector<Record>& records) { return page_of(laboratory, study, records); };
  return plan;
}

}  // namespace rtl4ml
