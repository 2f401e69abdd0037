// Writes the generated modules that hold tables: each lane reads for itself.
#pragma once

#include <cstdint>
#include <filesystem>
#include <span>
#include <string>
#include <vector>

#include "sw/base/error.hpp"

namespace rtl4ml {

/// A table that each of `lanes` lanes reads on its own, registered.
struct TableSource {
  std::string module;
  std::vector<std::string> comment;
  int address_width = 8;  ///< of a lane, in bits
  int data_width = 8;     ///< of a lane, in bits
  std::int64_t lanes = 1;
  std::span<const std::int64_t> entries;  ///< [2^address_width]
};

/// Result: the names of the files written into the folder. Errors: emit.unwritable
[[nodiscard]] Result<std::vector<std::string>> write_table_source(const TableSource& source,
                                                                  const std::filesystem::path& folder);

}  // namespace rtl4ml
