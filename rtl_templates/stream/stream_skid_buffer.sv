// Two registers on a stream: cuts every path, that of ready too.
// Shapes:  one beat in, one beat out, unchanged.
// Cycles:  latency 1; interval 1.
// Stall:   holds two beats: the one at the output, and the one that came in while ready was still high. data_in_0_ready
//          is a register and falls one cycle after data_out_0_ready does.
// Not guaranteed: the payload while data_out_0_valid is low.
module stream_skid_buffer #(
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
    $error("stream_skid_buffer: WIDTH is at least 1");
  end
`else
  initial if (WIDTH < 1) $fatal(1, "stream_skid_buffer: WIDTH is at least 1");
`endif

  logic [WIDTH-1:0] data_q, skid_q;
  logic valid_q;       // data_q holds a beat
  logic skid_valid_q;  // so does skid_q, the younger of the two; only while valid_q
  logic take, advance;

  assign data_in_0_ready = !skid_valid_q;
  assign data_out_0 = data_q;
  assign data_out_0_valid = valid_q;
  assign take = data_in_0_valid && data_in_0_ready;
  assign advance = !valid_q || data_out_0_ready;

  always_ff @(posedge clk) begin
    if (rst) begin
      valid_q <= 1'b0;
      skid_valid_q <= 1'b0;
    end else if (advance) begin
      valid_q <= skid_valid_q || take;
      skid_valid_q <= 1'b0;
    end else if (take) begin
      skid_valid_q <= 1'b1;
    end
  end

  always_ff @(posedge clk) begin
    if (advance) data_q <= skid_valid_q ? skid_q : data_in_0;
    if (data_in_0_ready) skid_q <= data_in_0;
  end

endmodule
