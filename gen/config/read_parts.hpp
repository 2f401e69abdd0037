// The parts of read_config(), one function per top-level key. Each takes a tree that may have faults of the schema
// (they are told elsewhere), takes what is usable, and adds the faults that no schema can say.
#pragma once

#include "gen/config/hardware_config.hpp"
#include "sw/base/error.hpp"
#include "sw/yaml/yaml_values.hpp"

namespace rtl4ml {

/// precision: and the schema's defaults. Errors: config.width (an unsigned weight of 32 bits)
void read_precision(const YamlNode* node, HardwareConfig& config, ReadContext& context);

/// parallelism:, strategy:, memory:, multipliers: and the schema's defaults. Errors: config.target (`fit` names no
/// device)
void read_parallelism(const YamlNode* node, HardwareConfig& config, ReadContext& context);
void read_strategy(const YamlNode* node, HardwareConfig& config);
void read_memory(const YamlNode* node, HardwareConfig& config);
void read_multipliers(const YamlNode* node, HardwareConfig& config);

/// weights: and the schema's default.
void read_weights(const YamlNode* node, HardwareConfig& config, const ReadContext& context);

/// model:. Errors: config.duplicate_layer, config.bounds
void read_model(const YamlNode* node, HardwareConfig& config, ReadContext& context);

}  // namespace rtl4ml
