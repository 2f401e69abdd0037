// Turns any layer name into an identifier that SystemVerilog, the tools and the generated design leave free.
#pragma once

#include <set>
#include <string>
#include <string_view>

namespace rtl4ml {

/// The longest identifier made from a name, in characters; longer names are cut.
inline constexpr std::size_t kMaxIdentifier = 64;

/// The identifier nearest to a name: letters, digits and single underscores. Other ASCII characters become an
/// underscore, code points beyond ASCII their number ("u5377"); a leading digit gets "layer_" before it.
[[nodiscard]] std::string plain_identifier(std::string_view name);

/// Words that no identifier may be: keywords of SystemVerilog, reserved words of C++ (Verilator warns of those), ports
/// of the design, names of the library. Compared without regard to case.
[[nodiscard]] bool is_reserved(std::string_view identifier);

/// Gives out identifiers such that neither they nor any name derived from them ("fc1_weight_source", "fc1_data_out_0")
/// coincide, whatever the case. The same names in the same order give the same identifiers.
class NameTable {
 public:
  [[nodiscard]] std::string claim(std::string_view name);

 private:
  [[nodiscard]] bool take(const std::string& identifier);
  std::set<std::string> taken_;  ///< in lower case, derived names included
};

}  // namespace rtl4ml
