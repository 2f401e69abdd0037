// Parsing of config texts in tests, under the name of a file that need not exist.
#pragma once

#include <string>

#include "gen/config/read_config.hpp"

namespace rtl4ml {

inline constexpr const char* kConfigPath = "configs/mlp.yaml";

/// The config of a text that must be valid; throws, with the faults, where it is not.
inline HardwareConfig parse(const std::string& text) {
  Result<HardwareConfig> config = parse_config(text, kConfigPath);
  if (!config) throw std::runtime_error(to_string(config.error()));
  return *config;
}

/// A valid config with `text` added.
inline HardwareConfig parse_with(const std::string& text) { return parse("checkpoint: m.pt\n" + text); }

/// The messages of a text's faults, without the path; "" where it is valid.
inline std::string faults_of(const std::string& text) {
  const Result<HardwareConfig> config = parse_config(text, kConfigPath);
  if (config) return "";
  std::string message = to_string(config.error());
  const std::string path = std::string(kConfigPath) + ":";
  for (std::size_t at = message.find(path); at != std::string::npos; at = message.find(path, at))
    message.erase(at, path.size());
  return message;
}

/// The faults of a valid config with `text` from line 2 on.
inline std::string faults_with(const std::string& text) { return faults_of("checkpoint: m.pt\n" + text); }

}  // namespace rtl4ml
