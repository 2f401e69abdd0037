// The unit tests that judge mutants of the library, the cheapest first.
#pragma once

#include <string>
#include <vector>

namespace rtl4ml::mutation {

struct Bench {
  std::string test;                ///< the test case of test_rtl
  std::vector<std::string> roots;  ///< the modules that it instantiates
  bool of_devices = true;          ///< a bench of devices, of which a few make a quick form of the test
};

[[nodiscard]] inline const std::vector<Bench>& benches() {
  static const std::vector<Bench> kAll = {
      {"stream_register_slice and stream_skid_buffer pass every beat", {"stream_register_slice", "stream_skid_buffer"}},
      {"stream_fifo of any depth passes every beat at full speed", {"stream_fifo"}},
      {"stream_fork gives and stream_join takes every beat once",
       {"stream_fork", "stream_join", "stream_register_slice"}},
      {"stream_resize keeps vectors whole between any two parallelisms, at the ideal interval", {"stream_resize"}},
      {"a byte crosses a serial line, and its faults are told", {"uart_receiver", "uart_transmitter"}},
      {"fixed_argmax gives the first of the largest elements", {"fixed_argmax"}},
      {"the AXI4-Stream cells carry codes in whole bytes, vectors as packets",
       {"axi_stream_input", "axi_stream_output"}},
      {"the AXI4-Lite registers answer and count, and vectors pass the gate whole",
       {"axi_lite_slave", "axi_lite_control", "axi_vector_gate"}},
      {"reloadable_source gives what was written last, and is written where it is meant", {"reloadable_source"}},
      {"fixed_table gives the entries of its table", {"fixed_table"}},
      {"fixed_cast equals its oracle", {"fixed_cast"}},
      {"fixed_relu equals its oracle", {"fixed_relu"}},
      {"fixed_clip equals its oracle", {"fixed_clip"}},
      {"fixed_prelu equals its oracle", {"fixed_prelu"}},
      {"fixed_threshold equals its oracle", {"fixed_threshold", "fixed_popcount"}},
      {"fixed_affine equals its oracle", {"fixed_affine"}},
      {"fixed_leaky_relu equals its oracle, registered or not", {"fixed_leaky_relu"}},
      {"fixed_linear equals linear: sizes and parallelism", {"fixed_linear"}},
      {"fixed_linear equals linear: types and modes", {"fixed_linear"}},
      {"fixed_linear equals linear: bipolar weights", {"fixed_linear", "fixed_plane_sum", "fixed_popcount"}},
      {"fixed_convert equals convert", {"fixed_convert"}, false},
  };
  return kAll;
}

/// The name as Catch wants it on the command line: commas mean "or".
[[nodiscard]] inline std::string filter_of(const std::string& test) {
  std::string filter;
  for (const char c : test) filter += c == ',' ? std::string("\\,") : std::string(1, c);
  return filter;
}

/// The test case that gives modules parameters out of range; a section of it per module.
inline constexpr const char* kRefusalTest =
    "every clause of every check of parameters refuses, and takes what is at its limit";

}  // namespace rtl4ml::mutation
