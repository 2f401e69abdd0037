// Starts a proof with one cycle of reset; from then on reset may strike in any cycle.
module formal_reset (
    input  logic clk,
    input  logic rst,
    output logic started,  // a reset has been; what the registers hold before it is anything
    output logic live,     // started, and no reset in this cycle: beats can move
    output logic again     // reset struck after the start, in an earlier cycle
);

  logic started_q, again_q;
  initial started_q = 1'b0;
  initial again_q = 1'b0;
  always_ff @(posedge clk) begin
    started_q <= 1'b1;
    again_q <= again_q || (started_q && rst);
  end
  assign started = started_q;
  assign live = started_q && !rst;
  assign again = again_q;

  always_comb if (!started_q) assume (rst);

endmodule
