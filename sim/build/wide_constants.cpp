#include "sim/build/wide_constants.hpp"

#include <fmt/format.h>

#include <cstdio>
#include <fstream>
#include <string>

namespace rtl4ml {
namespace {

namespace fs = std::filesystem;

constexpr int kWordBits = 32;

/// A call like VL_CONSTHI_W_8X(20480,2304,top__DOT__rom,0x1,...: of 20480 bits, words from bit 2304 on are set, eight
/// of them.
struct HighWords {
  int words = 0, bits = 0, lowest_bit = 0;
  std::string variable;
};

bool leaves_words_to_clear(const HighWords& call) {
  return call.lowest_bit / kWordBits + call.words < (call.bits + kWordBits - 1) / kWordBits;
}

/// The call that `line` holds; no words where it holds none.
HighWords high_words(const std::string& line) {
  HighWords call;
  const std::size_t at = line.find("VL_CONSTHI_W_");
  if (at == std::string::npos) return call;
  int name = 0;
  if (std::sscanf(line.c_str() + at, "VL_CONSTHI_W_%dX(%d,%d,%n", &call.words, &call.bits, &call.lowest_bit, &name) ==
      3) {
    call.variable = line.substr(at + static_cast<std::size_t>(name));
    call.variable.resize(call.variable.find_first_of(",["));
  }
  return call;
}

}  // namespace

Result<void> check_wide_constants(const fs::path& folder) {
  std::error_code failed;
  for (const fs::directory_entry& entry : fs::directory_iterator(folder, failed)) {
    if (entry.path().extension() != ".cpp") continue;
    std::ifstream source(entry.path());
    for (std::string line; std::getline(source, line);) {
      const HighWords call = high_words(line);
      if (call.words == 0 || !leaves_words_to_clear(call)) continue;
      return fault(
          "sim.verilator_overrun", call.variable,
          fmt::format("gets a constant of {} bits, of which the upper ones are zero; Verilator 5.006 writes past "
                      "the end of such a variable",
                      call.bits),
          "simulate with --engine icarus");
    }
    if (!source.eof()) return fault("sim.design", entry.path().string(), "cannot be read", "generate the design again");
  }
  if (failed)
    return fault("sim.design", folder.string(), "cannot be read: " + failed.message(), "generate the design again");
  return {};
}

}  // namespace rtl4ml
