// Proof of stream_fork: every consumer gets every beat exactly once and in order. Beats are numbered (modulo 256): the one at the
// input, and for each consumer the one it wants next.
module stream_fork_formal #(
    parameter int WIDTH = 8,   // bits of a whole beat
    parameter int OUTPUTS = 2  // consumers
) (
    input logic               clk,
    input logic               rst,
    input logic [WIDTH-1:0]   data_in_0,
    input logic               data_in_0_valid,
    input logic [OUTPUTS-1:0] data_out_ready
);

  logic data_in_0_ready, started, live, again;
  logic [OUTPUTS*WIDTH-1:0] data_out;
  logic [OUTPUTS-1:0] data_out_valid;

  stream_fork #(.WIDTH(WIDTH), .OUTPUTS(OUTPUTS)) dut (
      .clk(clk), .rst(rst),
      .data_in_0(data_in_0), .data_in_0_valid(data_in_0_valid), .data_in_0_ready(data_in_0_ready),
      .data_out(data_out), .data_out_valid(data_out_valid), .data_out_ready(data_out_ready));

  formal_reset reset (.clk(clk), .rst(rst), .started(started), .live(live), .again(again));
  stream_rules #(.WIDTH(WIDTH), .ASSUME(1)) rules_in (
      .clk(clk), .live(live), .data(data_in_0), .valid(data_in_0_valid), .ready(data_in_0_ready));

  logic [7:0] number_q;  // of the beat at the input
  always_ff @(posedge clk) begin
    if (rst) number_q <= 8'd0;
    else if (data_in_0_valid && data_in_0_ready) number_q <= number_q + 8'd1;
  end

  logic [OUTPUTS-1:0] had;  // the consumer has had the beat at the input
  for (genvar i = 0; i < OUTPUTS; i = i + 1) begin : gen_output
    logic [7:0] wanted_q;
    always_ff @(posedge clk) begin
      if (rst) wanted_q <= 8'd0;
      else if (data_out_valid[i] && data_out_ready[i]) wanted_q <= wanted_q + 8'd1;
    end
    assign had[i] = wanted_q == number_q + 8'd1;
    stream_rules #(.WIDTH(WIDTH)) rules_out (
        .clk(clk), .live(live), .data(data_out[i*WIDTH+:WIDTH]), .valid(data_out_valid[i]), .ready(data_out_ready[i]));
    always_comb begin
      if (started) begin
        assert (wanted_q == number_q || had[i]);
        assert (data_out_valid[i] == (data_in_0_valid && wanted_q == number_q));
        assert (data_out[i*WIDTH+:WIDTH] == data_in_0);
      end
      // A beat leaves only when each consumer has had it or takes it now.
      if (live && data_in_0_valid && data_in_0_ready) assert (had[i] || (data_out_valid[i] && data_out_ready[i]));
      cover (live && again && data_out_valid[i] && data_out_ready[i]);
      cover (live && data_in_0_valid && had[i] || OUTPUTS == 1);
    end
  end

  // For the induction: the cell remembers who has had the beat, and only while there is one.
  (* hierconn *) logic [OUTPUTS-1:0] \dut.done_q ;
  always_comb begin
    if (started) assert (\dut.done_q == had);
    if (started && had != '0) assert (data_in_0_valid || rst);
  end

  always_comb begin
    // Full throughput, and no deadlock: the beat leaves as soon as all have had it or take it now, and never later.
    if (live) assert (data_in_0_ready == ((had | data_out_ready) == {OUTPUTS{1'b1}}));
    cover (live && data_in_0_valid && data_in_0_ready && number_q == 8'd3);
    cover (started && rst && had != '0 || OUTPUTS == 1);
  end

endmodule
