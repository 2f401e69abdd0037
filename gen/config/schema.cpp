#include "gen/config/schema.hpp"

#include <nlohmann/json.hpp>

namespace rtl4ml {
namespace embedded {
extern const char* const kConfigSchema;
extern const char* const kTargetSchema;
}  // namespace embedded

std::string config_schema_json() { return embedded::kConfigSchema; }
std::string target_schema_json() { return embedded::kTargetSchema; }

// Parsing cannot fail: the text is part of the program, and a test reads it.
const nlohmann::ordered_json& config_schema() {
  static const auto kSchema = nlohmann::ordered_json::parse(embedded::kConfigSchema);
  return kSchema;
}

const nlohmann::ordered_json& target_schema() {
  static const auto kSchema = nlohmann::ordered_json::parse(embedded::kTargetSchema);
  return kSchema;
}

}  // namespace rtl4ml
