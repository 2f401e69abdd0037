// The result of `rtl4ml synth` as a table for people and as JSON for scripts.
#pragma once

#include <cstdint>
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>
#include <vector>

#include "gen/config/targets.hpp"
#include "gen/folding/folding.hpp"
#include "sim/netlist/utilisation.hpp"
#include "sim/place/placed_timing.hpp"

namespace rtl4ml {

struct SynthLayer {
  std::string name, identifier, operator_name;
  Use use;
  std::int64_t memory_bits = 0;  ///< of weights, biases, slopes and tables
  std::int64_t latency_cycles = 0, interval_cycles = 0;
  LayerParallelism parallelism = {};
};

/// What place and route found.
struct SynthPlacement {
  std::uint64_t seed = 0;
  std::optional<double> fmax_mhz;
  CriticalPath path;
  std::vector<std::string> path_layers;  ///< the layers that the path goes through, each once; "" is none of them
  std::string bitstream;                 ///< path of the file
};

struct SynthReport {
  std::string design, folder;
  Target target;
  std::vector<SynthLayer> layers;  ///< in the order of the data flow, adapters included
  Use other;                       ///< of no layer: few_pins, logic between layers that kept no name
  Use total;
  double clock_mhz = 0.0;  ///< wanted
  std::int64_t latency_cycles = 0, interval_cycles = 0;
  std::int64_t few_pins_ports = 0;  ///< ports of the design where they are more than the package has pins, else 0
  std::optional<SynthPlacement> placement;
  std::optional<Folding> folding;  ///< where the compiler chose the parallelism
  double seconds_synthesis = 0.0, seconds_placement = 0.0;

  /// Whether every resource is within the part.
  [[nodiscard]] bool fits() const;
  /// Whether place and route reached the clock; true where nothing was placed.
  [[nodiscard]] bool meets_clock() const;
  /// The clock that times are told at: the one reached, else the one wanted.
  [[nodiscard]] double told_mhz() const;
};

/// Per cent of the part, 0 where it has none and none is used.
[[nodiscard]] double share(double used, std::int64_t available);

[[nodiscard]] std::string to_text(const SynthReport& report);

/// The rows of layers, their sum and its share of the part, as a table.
[[nodiscard]] std::string use_table(const SynthReport& report);

/// What the report says of area and cycles.
[[nodiscard]] nlohmann::ordered_json use_report_json(const SynthReport& report);

/// JSON, one object, indented.
[[nodiscard]] std::string to_json(const SynthReport& report);

}  // namespace rtl4ml
