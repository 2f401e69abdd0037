#include "sim/place/few_pins.hpp"

#include <fmt/format.h>

namespace rtl4ml {

std::int64_t port_bits(const DesignSignature& design) {
  constexpr std::int64_t kClockAndReset = 2;
  constexpr std::int64_t kHandshakes = 4;
  const std::int64_t reload = design.reload ? 1 + design.reload->address_width + 32 : 0;
  return kClockAndReset + kHandshakes + design.input.beat_bits() + design.output.beat_bits() + reload;
}

std::string few_pins_source(const DesignSignature& design) {
  const std::int64_t in = design.input.beat_bits();
  const std::int64_t out = design.output.beat_bits();
  // After the data the reload bus, where there is one.
  std::int64_t last = in + 2;
  std::string reload;
  if (design.reload) {
    const std::int64_t address = last + 2, data = address + design.reload->address_width;
    reload =
        fmt::format("      .{}(in_q[{}]),\n      .{}(in_q[{}:{}]),\n      .{}(in_q[{}:{}]),\n", design.reload->valid,
                    last + 1, design.reload->address, data - 1, address, design.reload->data, data + 31, data);
    last = data + 31;
  }
  // In: valid and ready, the moment to take the outputs, data. Out: valid and ready, data.
  return fmt::format(R"(module few_pins (
    input  logic {clock},
    input  logic {reset},
    input  logic serial_in,
    output logic serial_out
);
  logic [{last}:0] in_q;
  logic [{out_msb}:0] out_q, outputs;
  always_ff @(posedge {clock}) in_q <= {{in_q[{last}-1:0], serial_in}};
  always_ff @(posedge {clock}) out_q <= in_q[2] ? outputs : {{1'b0, out_q[{out_msb}:1]}};
  assign serial_out = out_q[0];
  {top} {top} (
      .{clock}({clock}),
      .{reset}({reset}),
{reload}      .{in_valid}(in_q[0]),
      .{out_ready}(in_q[1]),
      .{in_port}(in_q[{in_msb}:3]),
      .{out_valid}(outputs[0]),
      .{in_ready}(outputs[1]),
      .{out_port}(outputs[{out_msb}:2])
  );
endmodule
)",
                     fmt::arg("clock", design.clock), fmt::arg("reset", design.reset), fmt::arg("top", design.top),
                     fmt::arg("in_msb", in + 2), fmt::arg("last", last), fmt::arg("reload", reload),
                     fmt::arg("out_msb", out + 1), fmt::arg("in_valid", design.input.valid),
                     fmt::arg("in_ready", design.input.ready), fmt::arg("in_port", design.input.port),
                     fmt::arg("out_valid", design.output.valid), fmt::arg("out_ready", design.output.ready),
                     fmt::arg("out_port", design.output.port));
}

}  // namespace rtl4ml
