// What an operator with one register does on its streams: it holds one beat, gives it one cycle after it was taken, and takes the
// next in the cycle in which that one leaves. What it gives is what was expected of the beat when that was taken.
module beat_store #(
    parameter int IN_WIDTH = 8,  // bits of a beat at the input
    parameter int OUT_WIDTH = 8  // at the output
) (
    input logic                 clk,
    input logic                 rst,
    input logic [IN_WIDTH-1:0]  data_in,
    input logic                 data_in_valid,
    input logic                 data_in_ready,
    input logic [OUT_WIDTH-1:0] expected,        // of the beat at the input
    input logic [OUT_WIDTH-1:0] data_out,
    input logic                 data_out_valid,
    input logic                 data_out_ready
);

  logic started, live, again;
  formal_reset reset (.clk(clk), .rst(rst), .started(started), .live(live), .again(again));
  stream_rules #(.WIDTH(IN_WIDTH), .ASSUME(1)) rules_in (
      .clk(clk), .live(live), .data(data_in), .valid(data_in_valid), .ready(data_in_ready));
  stream_rules #(.WIDTH(OUT_WIDTH)) rules_out (
      .clk(clk), .live(live), .data(data_out), .valid(data_out_valid), .ready(data_out_ready));

  logic held_q;
  logic [OUT_WIDTH-1:0] expected_q;
  always_ff @(posedge clk) begin
    if (rst) held_q <= 1'b0;
    else if (data_in_valid && data_in_ready) held_q <= 1'b1;
    else if (data_out_ready) held_q <= 1'b0;
    if (data_in_valid && data_in_ready) expected_q <= expected;
  end

  always_comb begin
    if (started) begin
      assert (data_out_valid == held_q);
      assert (data_in_ready == (!held_q || data_out_ready));
      if (held_q) assert (data_out == expected_q);
    end
    cover (live && again && data_out_valid && data_out_ready && data_in_valid);
    cover (started && rst && held_q);
  end

endmodule
