// Faults of the user are values: a Result holds either what was asked for or every fault found on the way.
#pragma once

#include <string>
#include <tl/expected.hpp>
#include <utility>
#include <vector>

namespace rtl4ml {

/// One fault in the user's input or environment.
struct Error {
  std::string code;     ///< stable dotted name, such as "config.width"; every code is provoked by a test
  std::string place;    ///< file:line:column, file and tensor, or layer; may be empty
  std::string message;  ///< what is wrong, with the figures
  std::string fix;      ///< how to mend it; may be empty
};

/// All faults found; never empty inside a failed Result.
using Errors = std::vector<Error>;

template <class T>
using Result = tl::expected<T, Errors>;

/// The failed Result with one fault. Codes are written as literals at the call, so that the conventions test finds
/// them.
[[nodiscard]] inline tl::unexpected<Errors> fault(std::string code, std::string place, std::string message,
                                                  std::string fix = "") {
  return tl::unexpected<Errors>(Errors{Error{std::move(code), std::move(place), std::move(message), std::move(fix)}});
}

/// The failed Result with the faults of another one.
[[nodiscard]] inline tl::unexpected<Errors> faults(Errors errors) { return tl::unexpected<Errors>(std::move(errors)); }

/// "place: error[code]: message\n  fix: ...\n" for one fault; a fault without a place starts at "error".
[[nodiscard]] std::string to_string(const Error& error);

/// The texts of all faults, one after the other.
[[nodiscard]] std::string to_string(const Errors& errors);

}  // namespace rtl4ml
