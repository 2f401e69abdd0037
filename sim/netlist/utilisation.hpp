// What a netlist takes of a part, and which layers of the design take it.
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "sim/netlist/netlist.hpp"
#include "sw/base/error.hpp"
#include "sw/base/part_use.hpp"

namespace rtl4ml {

/// hw/flows/cells.txt: what each cell of a family takes.
class CellTable {
 public:
  /// Errors: file.*, netlist.cells (a line that is none, or no line for the family)
  [[nodiscard]] static Result<CellTable> read(const std::string& family,
                                              const std::filesystem::path& file = default_file());

  /// What one cell of this type takes; nothing where the table does not name it.
  [[nodiscard]] Use of(const std::string& cell) const;

  [[nodiscard]] static std::filesystem::path default_file();

 private:
  struct Line {
    std::string pattern;
    Use use;
  };
  std::vector<Line> lines_;
};

/// The layer that a cell or a net belongs to, by the name that synthesis gave it: the longest of `identifiers` that the
/// name begins with. The design's input belongs to the first layer, its output to the last. Empty: to none of them.
/// Names that synthesis invents start with those of what they drive or are driven by, so that logic between two layers
/// is counted with one of them.
[[nodiscard]] std::string layer_of(std::string_view name, const std::vector<std::string>& identifiers);

struct Utilisation {
  Use total;
  std::map<std::string, Use> layers;  ///< by identifier; "": what belongs to no layer
};

/// `identifiers`: those of the layers, in the order of the data flow, adapters included.
[[nodiscard]] Utilisation utilisation(const Netlist& netlist, const CellTable& table,
                                      const std::vector<std::string>& identifiers);

}  // namespace rtl4ml
