// All values of a number format, and what is to be known of it at a glance.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "sw/number/number_format.hpp"

namespace rtl4ml {

/// One code. Where values share a scale or an exponent: at scale 1, exponent 0.
struct FormatValue {
  std::uint32_t code = 0;  ///< the bits
  double value = 0.0;
};

/// A format at a glance; figures of formats with a scale or a shared exponent are those at scale 1, exponent 0.
struct FormatFacts {
  std::string name;
  std::string meaning;  ///< the parts of a code, in words
  double bits = 0.0;    ///< a value, shared bits included
  double smallest = 0.0;
  double largest = 0.0;
  std::vector<int> fields;  ///< widths of the parts of a code, the highest first
};

[[nodiscard]] FormatFacts format_facts(const NumberFormat& format);

/// All codes that are used, in order.
/// Errors: "format.table" (more than 2^16 codes)
[[nodiscard]] Result<std::vector<FormatValue>> format_values(const NumberFormat& format, const std::string& place);

/// The code in binary, a blank between its fields: "0 1111 110".
[[nodiscard]] std::string code_bits(std::uint32_t code, const std::vector<int>& fields);

}  // namespace rtl4ml
