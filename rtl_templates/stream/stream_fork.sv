// One stream to several consumers: each of them gets every beat exactly once, whenever it is ready for it.
// Shapes:  one beat in, the same beat at each of OUTPUTS outputs.
// Cycles:  latency 0 (payload and valid are wires through a gate); interval 1.
// Stall:   a beat leaves the input in the cycle in which the last consumer takes it; consumers that had it already see
//          valid low until then. data_in_0_ready follows data_out_ready in the same cycle (combinational); no valid
//          depends on any ready.
// Not guaranteed: that the outputs move together. A consumer can be at most one beat ahead of another.
module stream_fork #(
    parameter int WIDTH = 8,   // bits of a whole beat
    parameter int OUTPUTS = 2  // consumers
) (
    input  logic                     clk,
    input  logic                     rst,
    input  logic [        WIDTH-1:0] data_in_0,
    input  logic                     data_in_0_valid,
    output logic                     data_in_0_ready,
    output logic [OUTPUTS*WIDTH-1:0] data_out,        // consumer i at [i*WIDTH +: WIDTH]
    output logic [      OUTPUTS-1:0] data_out_valid,
    input  logic [      OUTPUTS-1:0] data_out_ready
);

`ifndef __ICARUS__
  if (WIDTH < 1 || OUTPUTS < 1) begin : gen_bad_size
    $error("stream_fork: WIDTH and OUTPUTS are at least 1");
  end
`else
  initial if (WIDTH < 1 || OUTPUTS < 1) $fatal(1, "stream_fork: WIDTH and OUTPUTS are at least 1");
`endif

  logic [OUTPUTS-1:0] done_q;  // has taken the beat that is still at the input

  assign data_out = {OUTPUTS{data_in_0}};
  assign data_out_valid = {OUTPUTS{data_in_0_valid}} & ~done_q;
  assign data_in_0_ready = &(data_out_ready | done_q);

  always_ff @(posedge clk) begin
    if (rst) done_q <= '0;
    else if (data_in_0_valid) done_q <= data_in_0_ready ? '0 : done_q | data_out_ready;
  end

endmodule
