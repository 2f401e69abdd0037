// The devices of hw/targets: plain part data, one YAML per device, by hw/schema/target.schema.json.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "sw/base/error.hpp"

namespace rtl4ml {

/// How many of each resource a part has; which cells take them: hw/flows/cells.txt.
struct PartResources {
  std::int64_t lut = 0, ff = 0, dsp = 0, bram = 0;
};

/// One way to use a block RAM as a ROM.
struct BramShape {
  int width = 0;  ///< bits of a word
  int words = 0;
};

/// How open tools place and route for a part; without a tool only the vendor's do.
struct PlaceTarget {
  std::string tool;             ///< "nextpnr-ice40"
  std::string device, package;  ///< as the tool calls them
  int pins = 0;                 ///< of the package that a design may use
};

/// What the parts of a path take, in nanoseconds, each with the net to what follows; for the pass choose_registers.
struct TargetDelays {
  double register_out = 0.0;  ///< from the clock's edge to logic
  double adder = 0.0;         ///< of about 20 bits
  double multiplier = 0.0;    ///< a DSP block, up to its product's register
  double memory = 0.0;        ///< from the clock's edge to a ROM's word, where it is a block RAM
  double buffer = 0.0;        ///< from the clock's edge to a beat of a memory that is written as well
  double block = 0.0;         ///< a DSP block between registers of its own for factors and product; 0: it has none
  double product = 0.0;       ///< from the clock's edge to logic, of the product's register in a DSP block; 0: as any
};

/// One device. What the file does not say is empty, or zero.
struct Target {
  std::string name;  ///< the file's name: "xc7a35t"
  std::string vendor;
  std::string family;     ///< "xc7", "xcup", "ecp5", "ice40", "gowin", "nexus", "generic"
  std::string part;       ///< as the vendor's tools take it
  std::string flow;       ///< hw/flows/<flow>.ys
  std::string synthesis;  ///< the commands of that file, a line each, without comments; the last one is Yosys' synth_*
  bool has_resources = false;
  PartResources resources;
  int lut_inputs = 0;
  std::string dsp_cell;         ///< "DSP48E1"
  std::vector<int> dsp_widths;  ///< bits of its two signed factors
  std::string bram_cell;
  std::vector<BramShape> bram_shapes;
  std::optional<TargetDelays> delays;
  bool bram_halves = false;  ///< each block is two of half the word
  int bram_worth = 0;        ///< look-up tables that a block, or a half, is worth
  PlaceTarget place;
};

/// The folder with the device files of this checkout.
[[nodiscard]] std::string targets_folder();

/// The names of all device files in the folder, sorted; empty where there is no such folder.
[[nodiscard]] std::vector<std::string> known_targets(const std::string& folder = targets_folder());

/// Reads one device file. Errors: file.*, config.* of parse_yaml() and validate(), and config.target where `flow` is no
/// file of hw/flows
[[nodiscard]] Result<Target> read_target(const std::string& name, const std::string& folder = targets_folder());

/// The device that a user names. `place`: where he does. Errors: config.target (no such device; the nearest name is
/// told), those of read_target()
[[nodiscard]] Result<Target> find_target(const std::string& name, const std::string& place);

}  // namespace rtl4ml
