#include "tests/rtl_templates/harness/check_devices.hpp"
#include "tests/rtl_templates/stream/stream_devices.hpp"

namespace rtl4ml::test {

TEST_CASE("stream_register_slice and stream_skid_buffer pass every beat", "[rtl]") {
  std::mt19937_64 random(seed());
  std::vector<Device> devices;
  for (const char* module : {"stream_register_slice", "stream_skid_buffer"}) {
    for (const int width : {1, 2, 8, 33, 64, 192}) {
      devices.push_back(passing_device(random, module, width));
      devices.back().registered_ready = std::string(module) == "stream_skid_buffer";
    }
  }
  check_devices("stream_register_slice", devices, {"stream/stream_register_slice.sv", "stream/stream_skid_buffer.sv"});
}

}  // namespace rtl4ml::test
