// The YAML file of an experiment: read, checked against hw/schema/experiment.schema.json, and turned into an
// Experiment.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>
#include <string_view>

#include "sw/base/error.hpp"
#include "sw/experiment/experiment.hpp"

namespace rtl4ml {

/// Reads and checks the file. Defaults are the schema's. Errors: file.*, those of parse_experiment()
[[nodiscard]] Result<Experiment> read_experiment(const std::string& path);

/// The same for a text. `path` names it in messages; its folder is what relative paths are relative to.
/// Errors: config.* with file:line:column, all faults at once: those of parse_yaml() and validate(), and
///         experiment.seeds (one twice), experiment.shift (no shape, or larger than the image), experiment.name,
///         experiment.bits (widths that are not packed)
[[nodiscard]] Result<Experiment> parse_experiment(std::string_view text, const std::string& path);

/// The schema's text, the schema parsed, and docs/experiment_reference.md, which is written from it.
[[nodiscard]] std::string experiment_schema_json();
[[nodiscard]] const nlohmann::ordered_json& experiment_schema();
[[nodiscard]] std::string experiment_reference_markdown();

}  // namespace rtl4ml
