// The part of the SystemC testbench that is compiled per design: signals between Vdesign's ports and the buffers.
#include <cstring>
#include <systemc>

#include "Vdesign.h"
#include "sim/harness/systemc_pins.hpp"
#if defined(RTL4ML_TRACE_FST)
#include "verilated_fst_c.h"
#elif defined(RTL4ML_TRACE_VCD)
#include "verilated_vcd_c.h"
#endif

namespace rtl4ml {
namespace {

/// Signals of up to 64 bits are integers in Verilator's SystemC models.
template <class T>
void put_signal(sc_core::sc_signal<T>& signal, const unsigned char* bytes, std::size_t size) {
  T value = 0;
  std::memcpy(&value, bytes, size < sizeof value ? size : sizeof value);
  signal.write(value);
}

template <int N>
void put_signal(sc_core::sc_signal<sc_dt::sc_bv<N>>& signal, const unsigned char* bytes, std::size_t size) {
  sc_dt::sc_bv<N> value;
  for (std::size_t at = 0; at < size; at += 4) {
    std::uint32_t word = 0;
    std::memcpy(&word, bytes + at, sizeof word);
    value.set_word(static_cast<int>(at / 4), word);
  }
  signal.write(value);
}

template <class T>
void get_signal(const sc_core::sc_signal<T>& signal, unsigned char* bytes, std::size_t size) {
  const T value = signal.read();
  std::memcpy(bytes, &value, size < sizeof value ? size : sizeof value);
}

template <int N>
void get_signal(const sc_core::sc_signal<sc_dt::sc_bv<N>>& signal, unsigned char* bytes, std::size_t size) {
  const sc_dt::sc_bv<N>& value = signal.read();
  for (std::size_t at = 0; at < size; at += 4) {
    const auto word = static_cast<std::uint32_t>(value.get_word(static_cast<int>(at / 4)));
    std::memcpy(bytes + at, &word, sizeof word);
  }
}

/// The type of a port's values: what an sc_in or an sc_out is made of.
template <class T>
T port_type(const sc_core::sc_in<T>&);
template <class T>
T port_type(const sc_core::sc_out<T>&);

class SignalDut : public SystemcDut {
 public:
  SignalDut(int in_bytes, int out_bytes) : SystemcDut(in_bytes, out_bytes), design_("design") {
    design_.RTL4ML_CLK(clock_);
    design_.RTL4ML_RST(reset_);
    design_.RTL4ML_IN_DATA(in_data_);
    design_.RTL4ML_IN_VALID(in_valid_signal_);
    design_.RTL4ML_IN_READY(in_ready_signal_);
    design_.RTL4ML_OUT_DATA(out_data_);
    design_.RTL4ML_OUT_VALID(out_valid_signal_);
    design_.RTL4ML_OUT_READY(out_ready_signal_);
#if defined(RTL4ML_RELOAD_VALID)
    design_.RTL4ML_RELOAD_VALID(reload_valid_signal_);
    design_.RTL4ML_RELOAD_ADDRESS(reload_address_signal_);
    design_.RTL4ML_RELOAD_DATA(reload_data_signal_);
#endif
  }

  void set_clock(bool level) override { clock_.write(level); }

  void put() override {
    reset_.write(rst_ != 0);
    in_valid_signal_.write(in_valid_ != 0);
    out_ready_signal_.write(out_ready_ != 0);
    put_signal(in_data_, in_.data(), in_.size());
#if defined(RTL4ML_RELOAD_VALID)
    reload_valid_signal_.write(reload_valid_ != 0);
    reload_address_signal_.write(reload_address_);
    reload_data_signal_.write(reload_data_);
#endif
  }

  void get() override {
    in_ready_ = in_ready_signal_.read() ? 1 : 0;
    out_valid_ = out_valid_signal_.read() ? 1 : 0;
    get_signal(out_data_, out_.data(), out_.size());
  }

#if defined(RTL4ML_TRACE_FST) || defined(RTL4ML_TRACE_VCD)
  void open_trace(const std::string& path) override {
    design_.trace(&trace_, 99);
    trace_.set_time_unit("1ps");
    trace_.set_time_resolution("1ps");
    trace_.open(path.c_str());
  }
  void dump_trace(std::uint64_t time_ps) override { trace_.dump(time_ps); }
  void close_trace() override { trace_.close(); }
#else
  void open_trace(const std::string& /*path*/) override {}
  void dump_trace(std::uint64_t /*time_ps*/) override {}
  void close_trace() override {}
#endif

 private:
  Vdesign design_;
  sc_core::sc_signal<bool> clock_, reset_, in_valid_signal_, in_ready_signal_, out_valid_signal_, out_ready_signal_;
  sc_core::sc_signal<decltype(port_type(std::declval<Vdesign>().RTL4ML_IN_DATA))> in_data_;
  sc_core::sc_signal<decltype(port_type(std::declval<Vdesign>().RTL4ML_OUT_DATA))> out_data_;
#if defined(RTL4ML_RELOAD_VALID)
  sc_core::sc_signal<bool> reload_valid_signal_;
  sc_core::sc_signal<decltype(port_type(std::declval<Vdesign>().RTL4ML_RELOAD_ADDRESS))> reload_address_signal_;
  sc_core::sc_signal<decltype(port_type(std::declval<Vdesign>().RTL4ML_RELOAD_DATA))> reload_data_signal_;
#endif
#if defined(RTL4ML_TRACE_FST)
  VerilatedFstC trace_;
#elif defined(RTL4ML_TRACE_VCD)
  VerilatedVcdC trace_;
#endif
};

}  // namespace

std::unique_ptr<SystemcDut> make_systemc_dut(int in_bytes, int out_bytes) {
  return std::make_unique<SignalDut>(in_bytes, out_bytes);
}

}  // namespace rtl4ml
