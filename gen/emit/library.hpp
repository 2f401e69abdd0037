// The SystemVerilog library: finds the files that a design needs, in compile order.
#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "sw/base/error.hpp"

namespace rtl4ml {

/// Where rtl_templates lies, as an absolute path: the environment variable RTL4ML_RTL, else the checkout this program
/// was built from.
[[nodiscard]] std::filesystem::path library_folder();

/// Every module and package of the library by its name, which is its file's; without the proofs (<module>_formal.sv).
class Library {
 public:
  /// Errors: emit.library, if the folder is not there or two files have one name
  [[nodiscard]] static Result<Library> open(const std::filesystem::path& folder);

  /// The files of the modules and of all that they use, each after what it uses, packages first. Comments and strings
  /// do not count as use. Errors: emit.library, for a module that is not there; file.*
  [[nodiscard]] Result<std::vector<std::filesystem::path>> files_of(const std::vector<std::string>& modules) const;

 private:
  std::filesystem::path folder_;
  std::map<std::string, std::filesystem::path> files_;
};

/// The identifiers of SystemVerilog text in their order, without those in comments and strings.
[[nodiscard]] std::vector<std::string> identifiers_of(const std::string& text);

}  // namespace rtl4ml
