#include "tests/rtl_templates/harness/check_devices.hpp"
#include "tests/rtl_templates/stream/stream_devices.hpp"

namespace rtl4ml::test {

TEST_CASE("stream_fifo of any depth passes every beat at full speed", "[rtl]") {
  std::mt19937_64 random(seed());
  std::vector<Device> devices;
  for (const int depth : {1, 2, 3, 4, 5, 7, 8, 13, 16, 33}) {
    for (const int width : {1, 12, 96}) {
      devices.push_back(passing_device(random, "stream_fifo", width, {{"DEPTH", std::to_string(depth)}}));
      devices.back().registered_ready = depth > 1;
    }
  }
  check_devices("stream_fifo", devices, {"stream/stream_fifo.sv", "stream/stream_register_slice.sv"});
}

}  // namespace rtl4ml::test
