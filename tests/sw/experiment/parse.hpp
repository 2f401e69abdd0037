// Experiments from texts, under the name of a file that need not exist.
#pragma once

#include <stdexcept>
#include <string>

#include "sw/experiment/read_experiment.hpp"
#include "sw/experiment/read_plans.hpp"

namespace rtl4ml {

inline constexpr const char* kExperimentPath = "studies/digits.yaml";

/// Of a text that must be valid; throws, with the faults, where it is not.
inline Experiment parsed(const std::string& text) {
  Result<Experiment> experiment = parse_experiment(text, kExperimentPath);
  if (!experiment) throw std::runtime_error(to_string(experiment.error()));
  return *experiment;
}

/// The messages of a text's faults, without the path; "" where it is valid.
inline std::string faults_of(const std::string& text) {
  const Result<Experiment> experiment = parse_experiment(text, kExperimentPath);
  if (experiment) return "";
  std::string message = to_string(experiment.error());
  const std::string path = std::string(kExperimentPath) + ":";
  for (std::size_t at = message.find(path); at != std::string::npos; at = message.find(path, at))
    message.erase(at, path.size());
  return message;
}

}  // namespace rtl4ml
