// The design's pins as plain memory: Verilator's own variables, or buffers that SystemC signals are copied to and from.
#pragma once

#include <cstdint>

namespace rtl4ml {

struct Pins {
  std::uint8_t* clk = nullptr;
  std::uint8_t* rst = nullptr;
  void* in_data = nullptr;  ///< one beat, as beat_bytes() says
  std::uint8_t* in_valid = nullptr;
  const std::uint8_t* in_ready = nullptr;
  const void* out_data = nullptr;
  const std::uint8_t* out_valid = nullptr;
  std::uint8_t* out_ready = nullptr;
  std::uint8_t* reload_valid = nullptr;  ///< null: the design has no reload bus
  void* reload_address = nullptr;
  int reload_address_bytes = 4;
  std::uint32_t* reload_data = nullptr;
};

/// A design that was built: how to evaluate it and how to write its waveform. Plain pointers, so that everything but
/// the model itself is compiled once for all designs.
struct Dut {
  void* model = nullptr;
  Pins pins;
  void (*eval)(void* model) = nullptr;
  void (*open_trace)(void* model, const char* path) = nullptr;  ///< null: built without a trace
  void (*dump_trace)(void* model, std::uint64_t time_ps) = nullptr;
  void (*close_trace)(void* model) = nullptr;
};

}  // namespace rtl4ml
