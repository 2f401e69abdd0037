// signature.json of a design folder: what a testbench has to know about a design. Format: docs/contracts.md.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "sw/base/error.hpp"
#include "sw/number/fixed_type.hpp"

namespace rtl4ml {

/// A valid/ready stream; a vector of `features` elements is `beats` beats of `parallelism` elements, the last one
/// padded.
struct StreamSignature {
  std::string port, valid, ready;
  int features = 0;
  int parallelism = 0;
  int beats = 0;
  FixedType type;

  [[nodiscard]] std::int64_t beat_bits() const { return static_cast<std::int64_t>(parallelism) * type.width; }
};

struct LayerSignature {
  std::string name;        ///< as the network spells it
  std::string identifier;  ///< as the RTL spells it
  std::string operator_name;
  std::string module;    ///< of rtl_templates, "fixed_linear"
  int model_layer = -1;  ///< index in the QuantizedModel, -1 for adapters
  std::int64_t latency_cycles = 0;
  std::int64_t interval_cycles = 0;
  StreamSignature output;
};

/// The bus that writes weights again: one word a cycle, never refused.
struct ReloadSignature {
  std::string valid, address, data;  ///< ports of the top module; data has 32 bits
  int address_width = 1;
};

struct DesignSignature {
  std::string design, top, clock, reset;
  double clock_mhz = 100.0;
  StreamSignature input, output;
  std::optional<ReloadSignature> reload;  ///< none: all weights are constants
  std::int64_t latency_cycles = 1;
  std::int64_t interval_cycles = 1;
  std::vector<LayerSignature> layers;
  std::vector<std::string> files;  ///< relative to the design folder, memory files included

  /// Half the clock period, rounded to whole picoseconds.
  [[nodiscard]] std::int64_t half_period_ps() const;
};

/// Errors: sim.signature (missing, not JSON, a field missing or inconsistent), all found at once
[[nodiscard]] Result<DesignSignature> read_signature(const std::filesystem::path& file);

}  // namespace rtl4ml
