// Several streams to one consumer: a beat of the output is one beat of each input, side by side.
// Shapes:  the payloads of INPUTS streams, of any widths, concatenated by whoever instantiates it -> the same bits.
// Cycles:  combinational: latency 0, interval 1.
// Stall:   the output is valid when all inputs are, and all leave in the same cycle. Each data_in_ready follows
//          data_out_0_ready and the valid of all inputs (combinational); data_out_0_valid depends on no ready.
// Not guaranteed: ready before valid. A producer that waits for ready before it raises valid, which the handshake forbids,
//          waits for ever.
module stream_join #(
    parameter int WIDTH = 16,  // bits of the joint beat, the sum over the inputs
    parameter int INPUTS = 2   // producers
) (
    input  logic [ WIDTH-1:0] data_in,
    input  logic [INPUTS-1:0] data_in_valid,
    output logic [INPUTS-1:0] data_in_ready,
    output logic [ WIDTH-1:0] data_out_0,
    output logic              data_out_0_valid,
    input  logic              data_out_0_ready
);

`ifndef __ICARUS__
  if (WIDTH < 1 || INPUTS < 1) begin : gen_bad_size
    $error("stream_join: WIDTH and INPUTS are at least 1");
  end
`else
  initial if (WIDTH < 1 || INPUTS < 1) $fatal(1, "stream_join: WIDTH and INPUTS are at least 1");
`endif

  assign data_out_0 = data_in;
  assign data_out_0_valid = &data_in_valid;
  assign data_in_ready = {INPUTS{data_out_0_valid && data_out_0_ready}};

endmodule
