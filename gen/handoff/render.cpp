#include "gen/handoff/render.hpp"

namespace rtl4ml {

Result<std::string> render(const std::string& text, const std::map<std::string, std::string>& values,
                           const std::string& place) {
  std::string result;
  for (std::size_t at = 0;;) {
    const std::size_t open = text.find("${", at);
    result.append(text, at, open - at);
    if (open == std::string::npos) return result;
    const std::size_t close = text.find('}', open);
    const std::string key = close == std::string::npos ? "" : text.substr(open + 2, close - open - 2);
    const auto value = values.find(key);
    if (value == values.end()) {
      return fault("handoff.template", place, "has ${" + key + "}, which is no value of a design", "mend the template");
    }
    result += value->second;
    at = close + 1;
  }
}

}  // namespace rtl4ml
