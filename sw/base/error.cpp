#include "sw/base/error.hpp"

namespace rtl4ml {

std::string to_string(const Error& error) {
  std::string text = error.place.empty() ? "" : error.place + ": ";
  text += "error[" + error.code + "]: " + error.message + "\n";
  if (!error.fix.empty()) text += "  fix: " + error.fix + "\n";
  return text;
}

std::string to_string(const Errors& errors) {
  std::string text;
  for (const Error& error : errors) text += to_string(error);
  return text;
}

}  // namespace rtl4ml
