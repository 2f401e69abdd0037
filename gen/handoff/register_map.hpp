// The registers behind AXI4-Lite of a packaged design (rtl_templates/axi/axi_lite_control.sv): the one list from which
// the C header, the IP-XACT memory map, the tables of the documentation and the wrapper's constants are written.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "gen/compile.hpp"

namespace rtl4ml {

/// Bytes of addresses that the slave decodes, and the first of the registers that reload weights.
inline constexpr int kRegisterSpace = 0x1000;
inline constexpr int kWeightSpace = 0x100;

/// Some bits of a register that mean something of their own.
struct RegisterField {
  std::string name;  ///< lower case, "_" between words
  int lowest_bit = 0, bits = 1;
  std::string text;  ///< one line, no markup
};

enum class RegisterKind {
  kConstant,  ///< read only, always `value`
  kStatus,    ///< read only
  kControl,   ///< read and written
  kCommand,   ///< written; reads as 0
};

struct Register {
  std::string name;  ///< upper case, "_" between words
  int address = 0;   ///< in bytes
  RegisterKind kind = RegisterKind::kConstant;
  std::uint32_t value = 0;  ///< after reset
  std::string text;         ///< one line, no markup
  std::vector<RegisterField> fields = {};
};

/// All registers in the order of their addresses; the constants come first, without a gap. `signature`: that of the
/// generated files, design_signature().
[[nodiscard]] std::vector<Register> register_map(const CompiledDesign& design, std::uint64_t signature);

/// 64 bits that tell designs apart (FNV-1a over the pieces and their lengths): any change of the RTL or of a weight
/// changes it.
[[nodiscard]] std::uint64_t design_signature(const std::vector<std::string>& pieces);

}  // namespace rtl4ml
