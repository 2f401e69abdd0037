// Options that several commands offer under the same names.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "sim/simulate.hpp"

namespace rtl4ml {

/// --stall
inline const std::map<std::string, Stall>& stall_modes() {
  static const std::map<std::string, Stall> modes = {
      {"none", Stall::kNone}, {"random", Stall::kRandom}, {"bursty", Stall::kBursty}, {"worst", Stall::kWorst}};
  return modes;
}

/// The names that an option accepts.
template <class T>
std::vector<std::string> names(const std::map<std::string, T>& choices) {
  std::vector<std::string> all;
  for (const auto& [name, value] : choices) all.push_back(name);
  return all;
}

}  // namespace rtl4ml
