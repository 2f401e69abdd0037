// The study `clustering`: weights from a codebook (k-means) against weights on a line.
#include <fmt/format.h>

#include <algorithm>
#include <vector>

#include "sw/experiment/networks.hpp"
#include "sw/experiment/present.hpp"
#include "sw/experiment/studies/compressed.hpp"
#include "sw/experiment/study.hpp"

namespace rtl4ml {
namespace {

std::string cluster_name(int bits) { return fmt::format("k-means, {} bits", bits); }
std::string linear_name(int width) { return fmt::format("linear int{}", width); }

double mean_of(const std::vector<Record>& records, const std::string& variant, const char* figure) {
  return summarize(figures_of(records, variant, figure)).mean;
}

/// The mean squared error of each variant, in the order of rising bits, falls.
Finding error_falls(const std::vector<Record>& records, const std::string& what,
                    const std::vector<std::string>& variants) {
  std::vector<double> errors;
  for (const std::string& variant : variants) errors.push_back(mean_of(records, variant, "mean_squared_error"));
  const bool falls = std::adjacent_find(errors.begin(), errors.end(),
                                        [](double few, double more) { return !(more < few); }) == errors.end();
  return {fmt::format("the squared error of {} falls with every bit", what), falls,
          fmt::format("{:.3g}", fmt::join(errors, ", "))};
}

Page page_of(const Laboratory& laboratory, ClusteringStudy study, const std::vector<Record>& records) {
  std::sort(study.bits.begin(), study.bits.end());
  std::sort(study.linear_widths.begin(), study.linear_widths.end());
  Page page = start_page(
      laboratory.experiment,
      "Each Linear's weights become the centroids of a k-means in one dimension, or codes of a signed type with "
      "one scale. Bytes are those of packed indices, codebooks and scales; biases stay in float32 and are "
      "counted. Files are written and read back. Clustered weights have no RTL of their own yet.");
  std::vector<std::string> clusters, lines;
  for (const int bits : study.bits) clusters.push_back(cluster_name(bits));
  for (const int width : study.linear_widths) lines.push_back(linear_name(width));
  page.findings = {error_falls(records, "k-means", clusters), error_falls(records, "weights on a line", lines)};
  const bool both = std::find(study.bits.begin(), study.bits.end(), 8) != study.bits.end() &&
                    std::find(study.linear_widths.begin(), study.linear_widths.end(), 8) != study.linear_widths.end();
  if (both) {
    const double codebook = mean_of(records, cluster_name(8), "mean_squared_error");
    const double line = mean_of(records, linear_name(8), "mean_squared_error");
    page.findings.push_back({"at 8 bits a codebook is nearer to the weights than a line", codebook < line,
                             fmt::format("squared error {:.3g} against {:.3g}", codebook, line)});
  }
  const auto places = [](const std::vector<std::string>& names, const std::vector<int>& bits) {
    std::vector<Place> made;
    for (std::size_t i = 0; i < names.size(); ++i) made.push_back({static_cast<double>(bits[i]), names[i]});
    return made;
  };
  Plot error;
  error.title = "Squared error of the weights";
  error.x_label = "bits a weight";
  error.y_label = "mean squared error";
  error.log_y = true;
  error.series = {series_of(records, "k-means", places(clusters, study.bits), "mean_squared_error"),
                  series_of(records, "linear", places(lines, study.linear_widths), "mean_squared_error")};
  page.plots = {std::move(error), pareto(records, "Accuracy against storage", "bytes", "bytes of all parameters",
                                         {{"k-means", clusters}, {"linear", lines}, {"float32", {kFloatVariant}}})};
  page.tables = {summary_table("All variants", records, variants_of(records), compression_columns())};
  return page;
}

}  // namespace

PlannedStudy plan_clustering(const Laboratory& laboratory, const ClusteringStudy& study) {
  PlannedStudy plan;
  for (const std::uint64_t seed : laboratory.experiment.seeds) {
    for (const int bits : study.bits)
      plan.tasks.push_back(
          compression_task(laboratory, seed, cluster_name(bits), {CompressionScheme::kCluster, bits, {}, {}}));
    for (const int width : study.linear_widths)
      plan.tasks.push_back(
          compression_task(laboratory, seed, linear_name(width), {CompressionScheme::kLinear, width, {}, {}}));
  }
  plan.page = [&laboratory, study](const std::vector<Record>& records) { return page_of(laboratory, study, records); };
  return plan;
}

}  // namespace rtl4ml
