// What the rungs of the ladder of trust last said: a JSON file each, written by the rung's own command.
#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "sw/base/error.hpp"

namespace rtl4ml {

/// One row of the performance table.
struct PerformanceRow {
  std::string part;       ///< of bench/run: "area"
  std::string what;       ///< "Linear(4,8)+bias 4x4, xc7"
  std::string measured;   ///< as it was printed
  std::string bound;      ///< what it has to keep
  std::string reference;  ///< the same figure of the system that the project compares itself with; may be empty
  std::string verdict;    ///< "holds", "fails", "not measured"
};

/// What one command found.
struct RungResult {
  std::string rung;     ///< the file's name: "formal"
  std::string command;  ///< that was run: "make formal"
  std::string summary;  ///< its last line
  std::string date;     ///< of the run: "2026-11-21"; empty where it was not recorded yet
  bool passed = false;
  std::vector<std::pair<std::string, std::string>> figures;  ///< name and value, in the file's order
  std::string machine;                                       ///< of the rung bench: what the ratios were measured on
  std::vector<PerformanceRow> rows;                          ///< of the rung bench
};

using Results = std::map<std::string, RungResult>;  ///< by rung

/// One sentence that the project says of itself, and what checks it.
struct Claim {
  std::string claim;
  std::string rung;
  std::string command;
};

/// Errors: pages.result (not the JSON that a rung writes, or another rung's); `place` is the file's path
[[nodiscard]] Result<RungResult> parse_result(const std::string& text, const std::string& place);

/// Reads every .json file of the folder. Errors: pages.result, file.*
[[nodiscard]] Result<Results> read_results(const std::filesystem::path& folder);

/// Errors: pages.claims (not a list of claims, or two with the same rung); `place` is the file's path
[[nodiscard]] Result<std::vector<Claim>> parse_claims(const std::string& text, const std::string& place);

/// Takes the results of `from` into `into`, each with the date of its file; those that `from` lacks stay as they are.
/// Errors: pages.result, file.*
[[nodiscard]] Result<void> merge_results(const std::filesystem::path& from, const std::filesystem::path& into);

}  // namespace rtl4ml
