// A generated design as a SystemC module for virtual platforms: whole vectors in and out through sc_fifo ports.
// C++17. Compile with what `verilator --sc --prefix Vdesign` wrote for the design; see docs/simulation.md.
#pragma once

#include <cstddef>
#include <cstdint>
#include <ostream>
#include <systemc>
#include <vector>

namespace rtl4ml::systemc {

/// Integer codes of one vector, at the frac_width that signature.json tells.
struct Vector {
  std::vector<std::int64_t> codes;
  friend std::ostream& operator<<(std::ostream& out, const Vector& vector) {  // sc_fifo prints its content with it
    for (const std::int64_t code : vector.codes) out << code << ' ';
    return out;
  }
};

/// A stream of signature.json: a vector of `features` elements of `width` bits, `parallelism` a beat.
struct StreamShape {
  int features = 1;
  int parallelism = 1;
  int width = 8;
  bool is_signed = true;

  [[nodiscard]] int beats() const { return (features + parallelism - 1) / parallelism; }
};

namespace detail {

/// The type of a port's values: what an sc_in or an sc_out is made of.
template <class T>
T port_type(const sc_core::sc_in<T>&);
template <class T>
T port_type(const sc_core::sc_out<T>&);

template <class T>
void put_bit(T& beat, int bit, bool level) {
  if (level) beat = static_cast<T>(beat | (T{1} << bit));
}
template <int N>
void put_bit(sc_dt::sc_bv<N>& beat, int bit, bool level) {
  beat.set_bit(bit, level ? sc_dt::SC_LOGIC_1 : sc_dt::SC_LOGIC_0);
}

template <class T>
bool get_bit(const T& beat, int bit) {
  return ((beat >> bit) & T{1}) != 0;
}
template <int N>
bool get_bit(const sc_dt::sc_bv<N>& beat, int bit) {
  return beat.get_bit(bit) == sc_dt::SC_LOGIC_1;
}

}  // namespace detail

/// Feeds vectors from `data_in` to the design beat by beat and puts its vectors into `data_out`. The inputs of the
/// design change with the falling edge of clk. A full output FIFO holds the design by its ready signal; nothing is
/// lost. Not guaranteed: vectors in flight when rst is raised are gone.
template <class Design>
class VectorModule : public sc_core::sc_module {
 public:
  sc_core::sc_in<bool> clk{"clk"};
  sc_core::sc_in<bool> rst{"rst"};  ///< synchronous, active high
  sc_core::sc_fifo_in<Vector> data_in{"data_in"};
  sc_core::sc_fifo_out<Vector> data_out{"data_out"};

  VectorModule(const sc_core::sc_module_name& name, const StreamShape& in, const StreamShape& out)
      : sc_core::sc_module(name), design_("design"), in_(in), out_(out) {
    design_.clk(clk);
    design_.rst(rst);
    design_.data_in_0(in_data_);
    design_.data_in_0_valid(in_valid_);
    design_.data_in_0_ready(in_ready_);
    design_.data_out_0(out_data_);
    design_.data_out_0_valid(out_valid_);
    design_.data_out_0_ready(out_ready_);
    SC_HAS_PROCESS(VectorModule);
    SC_METHOD(drive);
    sensitive << clk.neg();
    dont_initialize();
    SC_METHOD(sample);
    sensitive << clk.pos();
    dont_initialize();
  }

 private:
  using InBeat = decltype(detail::port_type(std::declval<Design>().data_in_0));
  using OutBeat = decltype(detail::port_type(std::declval<Design>().data_out_0));

  /// At the falling edge: offers the next beat, and room for one where a whole vector more fits.
  void drive() {
    if (rst.read()) {
      sending_.codes.clear();
      receiving_.codes.clear();
      in_valid_.write(false);
      out_ready_.write(false);
      return;
    }
    if (sending_.codes.empty()) {
      beat_ = 0;
      if (!data_in.nb_read(sending_)) sending_.codes.clear();
      sending_.codes.resize(sending_.codes.empty() ? 0 : static_cast<std::size_t>(in_.features));
    }
    in_valid_.write(!sending_.codes.empty());
    if (!sending_.codes.empty()) in_data_.write(beat());
    out_ready_.write(data_out.num_free() > 0);
  }

  /// At the rising edge, before the design reacts to it: what was offered and taken.
  void sample() {
    if (rst.read()) return;
    if (in_valid_.read() && in_ready_.read() && ++beat_ == in_.beats()) sending_.codes.clear();
    if (!out_valid_.read() || !out_ready_.read()) return;
    collect(out_data_.read());
    if (static_cast<int>(receiving_.codes.size()) < out_.features) return;
    data_out.nb_write(receiving_);  // cannot fail: ready was high because there was room
    receiving_.codes.clear();
  }

  InBeat beat() const {
    InBeat beat{};
    for (int lane = 0; lane < in_.parallelism; ++lane) {
      const int element = beat_ * in_.parallelism + lane;
      if (element >= in_.features) break;
      const auto code = static_cast<std::uint64_t>(sending_.codes[static_cast<std::size_t>(element)]);
      for (int bit = 0; bit < in_.width; ++bit)
        detail::put_bit(beat, lane * in_.width + bit, ((code >> bit) & 1U) != 0);
    }
    return beat;
  }

  void collect(const OutBeat& beat) {
    for (int lane = 0; lane < out_.parallelism && static_cast<int>(receiving_.codes.size()) < out_.features; ++lane) {
      std::int64_t code = 0;
      for (int bit = 0; bit < out_.width; ++bit) {
        if (detail::get_bit(beat, lane * out_.width + bit)) code |= std::int64_t{1} << bit;
      }
      if (out_.is_signed && ((code >> (out_.width - 1)) & 1) != 0) code -= std::int64_t{1} << out_.width;
      receiving_.codes.push_back(code);
    }
  }

  Design design_;
  StreamShape in_, out_;
  Vector sending_, receiving_;
  int beat_ = 0;
  sc_core::sc_signal<InBeat> in_data_;
  sc_core::sc_signal<OutBeat> out_data_;
  sc_core::sc_signal<bool> in_valid_, in_ready_, out_valid_, out_ready_;
};

}  // namespace rtl4ml::systemc
