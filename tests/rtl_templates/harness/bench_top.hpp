// One top for many devices: their streams side by side on a few wide ports.
#pragma once

#include <string>
#include <vector>

#include "tests/rtl_templates/harness/device.hpp"

namespace rtl4ml::test {

inline constexpr const char* kBenchTop = "cosim_top";

/// Where the streams of the devices are: stream i of a direction has bit i of valid and ready, and its payload at
/// offsets[i].
struct BenchLayout {
  std::vector<int> input_offsets, output_offsets;
  int input_bits = 0, output_bits = 0;    ///< of the data ports
  int input_count = 0, output_count = 0;  ///< of the valid and ready ports
};

/// The width of a port that has to carry so many bits: whole words, and at least three of them, so that Verilator gives
/// all ports the same kind of C++ type.
[[nodiscard]] inline int port_bits(int used) { return used <= 96 ? 96 : (used + 31) / 32 * 32; }

[[nodiscard]] BenchLayout layout_of(const std::vector<Device>& devices);

/// The SystemVerilog text of module cosim_top (clk, rst, in_data, in_valid, in_ready, out_data, out_valid, out_ready).
[[nodiscard]] std::string bench_top(const std::vector<Device>& devices, const BenchLayout& layout);

}  // namespace rtl4ml::test
