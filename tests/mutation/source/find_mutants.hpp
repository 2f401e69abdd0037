// All mutants of a SystemVerilog file of the library. docs/mutation.md lists the kinds.
#pragma once

#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "sw/base/error.hpp"
#include "tests/mutation/source/mutant.hpp"

namespace rtl4ml::mutation {

/// The ports of every module, in order; which of them the module drives.
struct ModulePorts {
  std::vector<std::string> all;
  std::set<std::string> outputs;
  std::set<std::string> scalars;  ///< single bits
};
using Ports = std::map<std::string, ModulePorts>;

/// Adds the modules of a file. Errors: mutation.syntax, with the place
[[nodiscard]] Result<void> add_ports(const std::string& file, std::string_view text, Ports& ports);

/// The mutants of a file, in the order of their places; the same for the same text. `ports` has those of all modules
/// that the file instantiates. Errors: mutation.syntax, with the place
[[nodiscard]] Result<std::vector<Mutant>> find_mutants(const std::string& file, std::string_view text,
                                                       const Ports& ports);

}  // namespace rtl4ml::mutation
