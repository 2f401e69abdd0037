// A design built for SystemC: its signals, and the buffers that drivers and monitors work on.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "sim/harness/pins.hpp"

namespace rtl4ml {

/// The buffers behind Pins; the design's part (systemc_dut.cpp) copies them to and from its signals.
class SystemcDut {
 public:
  SystemcDut(int in_bytes, int out_bytes)
      : in_(static_cast<std::size_t>(in_bytes)), out_(static_cast<std::size_t>(out_bytes)) {}
  SystemcDut(const SystemcDut&) = delete;
  SystemcDut& operator=(const SystemcDut&) = delete;
  virtual ~SystemcDut() = default;

  virtual void set_clock(bool level) = 0;
  virtual void put() = 0;  ///< buffers to the design's inputs
  virtual void get() = 0;  ///< the design's outputs to the buffers
  virtual void open_trace(const std::string& path) = 0;
  virtual void dump_trace(std::uint64_t time_ps) = 0;
  virtual void close_trace() = 0;

  Pins pins() {
    Pins pins;
    pins.clk = &clk_;
    pins.rst = &rst_;
    pins.in_data = in_.data();
    pins.in_valid = &in_valid_;
    pins.in_ready = &in_ready_;
    pins.out_data = out_.data();
    pins.out_valid = &out_valid_;
    pins.out_ready = &out_ready_;
    pins.reload_valid = &reload_valid_;
    pins.reload_address = &reload_address_;
    pins.reload_data = &reload_data_;
    return pins;
  }

 protected:
  std::uint8_t clk_ = 0, rst_ = 1, in_valid_ = 0, in_ready_ = 0, out_valid_ = 0, out_ready_ = 0, reload_valid_ = 0;
  std::uint32_t reload_address_ = 0, reload_data_ = 0;
  std::vector<unsigned char> in_, out_;
};

std::unique_ptr<SystemcDut> make_systemc_dut(int in_bytes, int out_bytes);

}  // namespace rtl4ml
