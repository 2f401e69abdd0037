// One register on a stream: cuts the path of valid and payload, not that of ready.
// Shapes:  one beat in, one beat out, unchanged.
// Cycles:  latency 1; interval 1 (takes a new beat in the cycle in which the old one leaves).
// Stall:   holds one beat; data_in_0_ready follows data_out_0_ready in the same cycle (combinational).
// Not guaranteed: the payload while data_out_0_valid is low. To cut the path of ready as well: stream_skid_buffer.
module stream_register_slice #(
    parameter int WIDTH = 8  // bits of a whole beat
) (
    input  logic             clk,
    input  logic             rst,
    input  logic [WIDTH-1:0] data_in_0,
    input  logic             data_in_0_valid,
    output logic             data_in_0_ready,
    output logic [WIDTH-1:0] data_out_0,
    output logic             data_out_0_valid,
    input  logic             data_out_0_ready
);

`ifndef __ICARUS__
  if (WIDTH < 1) begin : gen_bad_width
    $error("stream_register_slice: WIDTH is at least 1");
  end
`else
  initial if (WIDTH < 1) $fatal(1, "stream_register_slice: WIDTH is at least 1");
`endif

  logic [WIDTH-1:0] data_q;
  logic valid_q;

  assign data_in_0_ready = !valid_q || data_out_0_ready;
  assign data_out_0 = data_q;
  assign data_out_0_valid = valid_q;

  always_ff @(posedge clk) begin
    if (rst) valid_q <= 1'b0;
    else if (data_in_0_ready) valid_q <= data_in_0_valid;
  end

  always_ff @(posedge clk) begin
    if (data_in_0_ready && data_in_0_valid) data_q <= data_in_0;
  end

endmodule
