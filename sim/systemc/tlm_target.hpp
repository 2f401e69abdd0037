// A generated design behind a TLM-2.0 socket: write a vector to address 0, read a result from address 0x1000.
#pragma once

#include <tlm_utils/simple_target_socket.h>

#include <cstring>
#include <systemc>
#include <tlm>

#include "sim/systemc/vector_module.hpp"

namespace rtl4ml::systemc {

/// Blocking transport, loosely timed: a write waits until there is room for the vector, a read until a result is there.
/// Payload: one vector as 32-bit little-endian codes; another length is TLM_BURST_ERROR_RESPONSE, another address
/// TLM_ADDRESS_ERROR_RESPONSE.
template <class Design>
class TlmTarget : public sc_core::sc_module {
 public:
  static constexpr sc_dt::uint64 kInputAddress = 0x0;
  static constexpr sc_dt::uint64 kOutputAddress = 0x1000;

  sc_core::sc_in<bool> clk{"clk"};
  sc_core::sc_in<bool> rst{"rst"};
  tlm_utils::simple_target_socket<TlmTarget> socket{"socket"};

  /// `depth`: vectors that each direction buffers outside the design.
  TlmTarget(const sc_core::sc_module_name& name, const StreamShape& in, const StreamShape& out, int depth)
      : sc_core::sc_module(name),
        in_(in),
        out_(out),
        to_design_("to_design", depth),
        from_design_("from_design", depth),
        vectors_("vectors", in, out) {
    vectors_.clk(clk);
    vectors_.rst(rst);
    vectors_.data_in(to_design_);
    vectors_.data_out(from_design_);
    socket.register_b_transport(this, &TlmTarget::b_transport);
  }

 private:
  void b_transport(tlm::tlm_generic_payload& payload, sc_core::sc_time& delay) {
    sc_core::wait(delay);
    delay = sc_core::SC_ZERO_TIME;
    const bool write = payload.is_write() && payload.get_address() == kInputAddress;
    const bool read = payload.is_read() && payload.get_address() == kOutputAddress;
    if (!write && !read) {
      payload.set_response_status(tlm::TLM_ADDRESS_ERROR_RESPONSE);
      return;
    }
    const auto features = static_cast<std::size_t>(write ? in_.features : out_.features);
    if (payload.get_data_length() != features * sizeof(std::int32_t)) {
      payload.set_response_status(tlm::TLM_BURST_ERROR_RESPONSE);
      return;
    }
    if (write) {
      Vector vector;
      for (std::size_t i = 0; i < features; ++i) {
        std::int32_t code = 0;
        std::memcpy(&code, payload.get_data_ptr() + i * sizeof code, sizeof code);
        vector.codes.push_back(code);
      }
      to_design_.write(vector);
    } else {
      const Vector vector = from_design_.read();
      for (std::size_t i = 0; i < features; ++i) {
        const auto code = static_cast<std::int32_t>(vector.codes[i]);
        std::memcpy(payload.get_data_ptr() + i * sizeof code, &code, sizeof code);
      }
    }
    payload.set_response_status(tlm::TLM_OK_RESPONSE);
  }

  StreamShape in_, out_;
  sc_core::sc_fifo<Vector> to_design_, from_design_;
  VectorModule<Design> vectors_;
};

}  // namespace rtl4ml::systemc
