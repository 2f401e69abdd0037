// The devices of hw/targets: plain part data, one YAML per device, by hw/schema/target.schema.json.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "sw/base/error.hpp"

namespace rtl4ml {

/// One device. Resources are counts of the whole part, by the family's own names.
struct Target {
  std::string name;  ///< the file's name: "xc7a35t"
  std::string vendor;
  std::string family;  ///< "xc7", "ecp5", "ice40", "generic"
  std::string part;    ///< as the vendor's tools take it; may be empty
  std::map<std::string, std::int64_t> resources;
  std::string multiplier;  ///< the resource that multiplies; empty where the file names none

  /// Whether multipliers are built of look-up tables: the part is known to have none.
  [[nodiscard]] bool lacks_multipliers() const;
};

/// The folder with the device files of this checkout.
[[nodiscard]] std::string targets_folder();

/// The names of all device files in the folder, sorted; empty where there is no such folder.
[[nodiscard]] std::vector<std::string> known_targets(const std::string& folder = targets_folder());

/// Reads one device file. Errors: file.*, config.* of parse_yaml() and validate(), and config.target where `multiplier`
/// names none of the resources
[[nodiscard]] Result<Target> read_target(const std::string& name, const std::string& folder = targets_folder());

}  // namespace rtl4ml
