// Number formats by their names.
#pragma once

#include <string>

#include "sw/number/number_format.hpp"
#include "tests/catch.hpp"

namespace rtl4ml {

inline NumberFormat parsed(const std::string& text) {
  const Result<NumberFormat> format = parse_number_format(text, "");
  INFO(text);
  REQUIRE(format);
  return *format;
}

}  // namespace rtl4ml
