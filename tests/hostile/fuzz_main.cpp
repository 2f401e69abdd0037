// libFuzzer's entry, compiled once per target: RTL4ML_TARGET is a function of targets.hpp.
#include "tests/hostile/targets/targets.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  rtl4ml::hostile::RTL4ML_TARGET({data, size});
  return 0;
}
