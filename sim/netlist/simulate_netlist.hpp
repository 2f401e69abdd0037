// Oracle D: the synthesised netlist of a design on the same vectors, with the same test bench, as its RTL.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "sim/netlist/synthesize.hpp"
#include "sim/simulate.hpp"
#include "sw/base/error.hpp"
#include "sw/model/quantized_model.hpp"

namespace rtl4ml {

struct NetlistReport {
  std::string flow;
  std::map<std::string, std::int64_t> cells;  ///< of the whole design, by type
  std::vector<std::string> our_models;        ///< cells that sim/cells models because Yosys does not
  std::vector<std::string> mapped_away;       ///< "DSP blocks", "block RAM" where the run asked for none
  std::vector<std::string> faults;            ///< what synthesis lost or folded away, found by looking at the netlist
  SimulationReport simulation;                ///< of the netlist
  /// After a mismatch: whose fault it is. Empty: none.
  std::string cause;
  double seconds_synthesis = 0.0;
  bool synthesised = false;  ///< false: the cached netlist was used

  [[nodiscard]] bool equal() const { return faults.empty() && simulation.bit_exact() && simulation.vectors > 0; }
};

/// Synthesises the design of a folder, looks at the netlist, simulates it and compares every output bit. A netlist that
/// differs is told apart from RTL that differs: the RTL is then simulated with the same vectors and stalls.
/// Shapes: data_in[count][in_features], expected[count][out_features]: codes. Writes `<design_folder>/netlist/<flow>/`.
/// Errors: those of synthesize(), read_netlist(), write_simulation_sources() and simulate()
[[nodiscard]] Result<NetlistReport> simulate_netlist(const std::string& design_folder, const QuantizedModel& model,
                                                     const std::vector<std::int64_t>& data_in,
                                                     const std::vector<std::int64_t>& expected,
                                                     const SynthesisOptions& synthesis,
                                                     const SimulationOptions& simulation);

}  // namespace rtl4ml
