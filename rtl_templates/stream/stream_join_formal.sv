// Proof of stream_join: a beat of the output is one beat of each input, and all of them leave together. The cell has no register:
// what holds in every cycle for every input holds for ever.
module stream_join_formal #(
    parameter int WIDTH = 16,  // bits of the joint beat
    parameter int INPUTS = 2   // producers
) (
    input logic              clk,
    input logic              rst,
    input logic [ WIDTH-1:0] data_in,
    input logic [INPUTS-1:0] data_in_valid,
    input logic              data_out_0_ready
);

  logic data_out_0_valid, started, live, again;
  logic [INPUTS-1:0] data_in_ready;
  logic [WIDTH-1:0] data_out_0;

  stream_join #(.WIDTH(WIDTH), .INPUTS(INPUTS)) dut (
      .data_in(data_in), .data_in_valid(data_in_valid), .data_in_ready(data_in_ready),
      .data_out_0(data_out_0), .data_out_0_valid(data_out_0_valid), .data_out_0_ready(data_out_0_ready));

  formal_reset reset (.clk(clk), .rst(rst), .started(started), .live(live), .again(again));
  // The producers: as many bits of payload for each as there are, the rest with the last of them.
  for (genvar i = 0; i < INPUTS; i = i + 1) begin : gen_input
    localparam int FROM = (i * WIDTH) / INPUTS;
    localparam int BITS = ((i + 1) * WIDTH) / INPUTS - FROM;
    if (BITS > 0) begin : gen_payload
      stream_rules #(.WIDTH(BITS), .ASSUME(1)) rules_in (
          .clk(clk), .live(live), .data(data_in[FROM+:BITS]), .valid(data_in_valid[i]), .ready(data_in_ready[i]));
    end else begin : gen_bare
      stream_rules #(.WIDTH(1), .ASSUME(1)) rules_in (
          .clk(clk), .live(live), .data(1'b0), .valid(data_in_valid[i]), .ready(data_in_ready[i]));
    end
  end
  stream_rules #(.WIDTH(WIDTH)) rules_out (
      .clk(clk), .live(live), .data(data_out_0), .valid(data_out_0_valid), .ready(data_out_0_ready));

  logic all;
  assign all = data_in_valid == {INPUTS{1'b1}};
  always_comb begin
    if (live) begin
      assert (data_out_0_valid == all);
      assert (data_out_0 == data_in);
      // One beat of each input for every beat of the output; none is taken otherwise.
      assert (data_in_ready == ((all && data_out_0_ready) ? {INPUTS{1'b1}} : {INPUTS{1'b0}}));
    end
    cover (live && again && data_out_0_valid && data_out_0_ready);
    cover (live && data_in_valid != '0 && !data_out_0_valid || INPUTS == 1);
  end

endmodule
