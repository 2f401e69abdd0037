// What a family of devices builds arithmetic and memories of, as Yosys' synth command for it does.
#pragma once

#include <string>
#include <vector>

#include "gen/config/targets.hpp"
#include "gen/cost/logic.hpp"
#include "gen/cost/memories.hpp"

namespace rtl4ml {

/// When a product goes into a multiplier block, and what else the block takes.
struct MultiplierRule {
  bool blocks = false;
  int least_factor = 2;          ///< bits of either factor, at least
  int least_product = 0;         ///< bits, at least
  int wide = 18, narrow = 18;    ///< bits of its two signed factors
  bool takes_register = false;   ///< the product's
  bool takes_factors = false;    ///< the registers of the factors
  bool takes_pairs = false;      ///< these only where both factors have one, with no constant bit amid it
  bool takes_adder = false;      ///< that adds it to a sum, and the register behind that
  bool leaves_memories = false;  ///< a register right behind a memory counts as the memory's, not as a factor's
  bool opaque = false;           ///< each is a module of its own: constants do not get in
};

/// Look-up tables as a memory with an asynchronous read.
struct TableMemory {
  int words = 0, width = 0;  ///< of one
  double tables = 0.0;       ///< that one takes
  double cost = 0.0;         ///< beside that of a block and of a multiplexer's bit; 0: a block is never chosen
};

struct Family {
  std::string name;
  std::string measured_as;  ///< the family whose coefficients it takes
  Fabric fabric;
  BlockRule block{};
  MultiplierRule multiplier{};
  std::vector<TableMemory> table_memories{};  ///< none: memories without a block are made of registers
};

/// A memory that is written while it is read, at an address from a register.
struct Memory {
  Tally cost, cost_a_bit;      ///< of the whole, and of each bit that is read
  bool takes_address = false;  ///< the register of the read address lies in the block
  bool of_registers = false;   ///< and not of blocks or tables
};
[[nodiscard]] Memory ring_memory(const Family& family, std::int64_t words, std::int64_t width);

/// The same of rtl_templates/memory/reloadable_source.sv, which is never read and written at once.
[[nodiscard]] Memory reloadable_memory(const Family& family, std::int64_t words, std::int64_t width);

/// Errors: cost.family, for a family that the model does not know
[[nodiscard]] Result<Family> family_of(const Target& target);

/// The families that family_of() knows.
[[nodiscard]] std::vector<std::string> known_families();

}  // namespace rtl4ml
