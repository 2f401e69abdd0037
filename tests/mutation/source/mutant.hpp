// One changed place of a SystemVerilog file.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace rtl4ml::mutation {

/// When a mutant can be chosen.
enum class Moment {
  kRunTime,      ///< the value of an expression: one model of the file can hold all of them and be told which one it is
  kElaboration,  ///< a constant, a width, a generate condition: a model of its own
  kIcarus        ///< in the text that only Icarus sees
};

struct Mutant {
  std::string file;       ///< below rtl_templates
  int line = 0;           ///< from 1
  int column = 0;         ///< from 1
  std::string kind;       ///< what was done, such as "relation"
  std::size_t begin = 0;  ///< the bytes of the file that are replaced ...
  std::size_t end = 0;
  std::string replacement;  ///< ... by this
  Moment moment = Moment::kRunTime;
  bool guard = false;     ///< part of a check of parameters: only parameters out of range can tell
  std::string statement;  ///< "file: statement with [[old => new]]": its name, whatever line it moves to

  /// "linear/fixed_sum.sv:31:20 relation: < => <="
  [[nodiscard]] std::string place() const;
};

/// The file with the mutant's change.
[[nodiscard]] std::string applied(std::string_view text, const Mutant& mutant);

}  // namespace rtl4ml::mutation
