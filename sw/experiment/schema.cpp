// The JSON Schema of experiments, hw/schema/experiment.schema.json, compiled into the program, and the page made of it.
#include <nlohmann/json.hpp>

#include "sw/experiment/read_experiment.hpp"
#include "sw/yaml/schema_reference.hpp"

namespace rtl4ml {
namespace embedded {
extern const char* const kExperimentSchema;
}  // namespace embedded

namespace {

constexpr const char* kIntroduction = R"(# Experiments: every key

<!-- Written from hw/schema/experiment.schema.json by `rtl4ml schema experiment --markdown`; edit the schema, not this page. -->

An experiment is a YAML file for `rtl4ml train`, `quantize`, `compare` and `sweep` ([what they do](experiments.md)). A whole one:

```yaml
# yaml-language-server: $schema=../../hw/schema/experiment.schema.json
title: Digits at every width
data: rendered_digits
model: {hidden: [64, 32]}
training: {epochs: 20}
finetuning: {epochs: 10}
study: {widths: [4, 6, 8, 16]}
```

Files named in it are relative to its folder. Faults are told all at once, each with file, line and column.

)";

}  // namespace

std::string experiment_schema_json() { return embedded::kExperimentSchema; }

// Parsing cannot fail: the text is part of the program, and a test reads it.
const nlohmann::ordered_json& experiment_schema() {
  static const auto kSchema = nlohmann::ordered_json::parse(embedded::kExperimentSchema);
  return kSchema;
}

std::string experiment_reference_markdown() { return schema_reference(experiment_schema(), kIntroduction); }

}  // namespace rtl4ml
