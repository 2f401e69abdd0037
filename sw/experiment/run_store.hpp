// The finished runs of an experiment, a file each, so that nothing that was finished is lost and an interrupted
// experiment goes on where it stopped.
#pragma once

#include <filesystem>
#include <optional>
#include <string>

#include "sw/base/error.hpp"
#include "sw/experiment/record.hpp"

namespace rtl4ml {

/// Letters, digits, '.' and '-' of a text in lower case, everything else as one '_', but not at
/// the end: a part of a file's name.
[[nodiscard]] std::string slug(const std::string& text);

class RunStore {
 public:
  /// Opens <folder>/runs. `settings`: the experiment's settings as text; runs that were made with others are not mixed
  /// with new ones. `fresh`: what is there is removed first.
  /// Errors: experiment.other_settings, file.*
  [[nodiscard]] static Result<RunStore> open(const std::filesystem::path& folder, const std::string& settings,
                                             bool fresh);

  /// The record of a run that is finished. A file that is no record counts as none. Safe from several threads.
  [[nodiscard]] std::optional<Record> find(const std::string& variant, std::uint64_t seed) const;
  /// Errors: file.unwritable. Safe from several threads, for different runs.
  [[nodiscard]] Result<void> save(const Record& record) const;

  [[nodiscard]] const std::filesystem::path& folder() const { return folder_; }

 private:
  explicit RunStore(std::filesystem::path folder) : folder_(std::move(folder)) {}
  [[nodiscard]] std::filesystem::path path_of(const std::string& variant, std::uint64_t seed) const;

  std::filesystem::path folder_;  // of the experiment
};

}  // namespace rtl4ml
