// What one run of an experiment measured, and how it is kept in a file.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "sw/base/error.hpp"

namespace rtl4ml {

/// One variant of the network with one seed.
struct Record {
  std::string variant{};  ///< "QAT, 4 bits"; of an experiment each has its own
  std::uint64_t seed = 0;
  std::map<std::string, double> figures{};              ///< "accuracy": 0.97; NaN where there is none
  std::map<std::string, std::vector<double>> curves{};  ///< by epoch: "loss", "validation_accuracy"
  std::string
      config{};  ///< the hardware config for `rtl4ml sim`, relative to the experiment's folder; empty: no RTL for it
  std::string note{};  ///< what the reader should know of this run: an overflow, an early stop
  friend bool operator==(const Record&, const Record&) = default;

  /// NaN where it has no such figure.
  [[nodiscard]] double figure(const std::string& name) const;
};

/// One JSON text, the same for the same record; NaN and infinities are null.
[[nodiscard]] std::string to_json(const Record& record);

/// Errors: experiment.record (not a record's text; the file may be deleted, its run is then made again)
[[nodiscard]] Result<Record> parse_record(const std::string& json, const std::string& place);

/// The records of one variant, of all seeds, in their order.
[[nodiscard]] std::vector<double> figures_of(const std::vector<Record>& records, const std::string& variant,
                                             const std::string& figure);

/// All records as CSV: variant, seed, then every figure that any of them has; empty where one has it not.
[[nodiscard]] std::string to_csv(const std::vector<Record>& records);

}  // namespace rtl4ml
