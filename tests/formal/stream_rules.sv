// The rule of a stream (docs/streams.md) at one port: while valid && !ready, valid stays and the payload holds, until the beat
// is taken or reset comes. Asserted of a stream that the cell drives, assumed of one that its surroundings drive.
module stream_rules #(
    parameter int WIDTH = 8,  // bits of a beat
    parameter int ASSUME = 0  // 1: assumed
) (
    input logic             clk,
    input logic             live,
    input logic [WIDTH-1:0] data,
    input logic             valid,
    input logic             ready
);

  logic stalled_q, kept;
  logic [WIDTH-1:0] data_q;
  initial stalled_q = 1'b0;
  always_ff @(posedge clk) begin
    stalled_q <= live && valid && !ready;
    data_q <= data;
  end
  assign kept = !stalled_q || !live || (valid && data == data_q);

  if (ASSUME != 0) begin : gen_assume
    always_comb assume (kept);
  end else begin : gen_assert
    always_comb assert (kept);
    always_comb cover (live && stalled_q);
  end

endmodule
