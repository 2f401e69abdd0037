#include "sw/checkpoint/printable.hpp"

#include <nlohmann/json.hpp>

namespace rtl4ml {

std::string printable(const std::string& text) {
  std::string safe = nlohmann::json(text).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
  safe = safe.substr(1, safe.size() - 2);
  std::erase(safe, '\x7f');
  return safe;
}

}  // namespace rtl4ml
