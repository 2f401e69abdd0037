// libFuzzer target: any bytes as a YAML hardware config. Faults have a code, a place and a message; nothing else
// happens.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "gen/config/read_config.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const rtl4ml::Result<rtl4ml::HardwareConfig> config = rtl4ml::parse_config(text, "fuzz.yaml");
  if (config) return 0;
  if (config.error().empty()) std::abort();
  for (const rtl4ml::Error& error : config.error()) {
    if (error.code.empty() || error.place.empty() || error.message.empty()) std::abort();
  }
  return 0;
}
