// Proof of axi_vector_gate: open, both handshakes are one; closed, there is none; it closes between vectors only, and counts them.
module axi_vector_gate_formal #(
    parameter int BEATS = 3
) (
    input logic clk,
    input logic rst,
    input logic enable,
    input logic data_in_0_valid,
    input logic data_out_0_ready
);

  logic data_in_0_ready, data_out_0_valid, vector_begun, vector_taken, started, live, again;

  axi_vector_gate #(.BEATS(BEATS)) dut (
      .clk(clk), .rst(rst), .enable(enable), .data_in_0_valid(data_in_0_valid), .data_in_0_ready(data_in_0_ready),
      .data_out_0_valid(data_out_0_valid), .data_out_0_ready(data_out_0_ready),
      .vector_begun(vector_begun), .vector_taken(vector_taken));

  formal_reset reset (.clk(clk), .rst(rst), .started(started), .live(live), .again(again));
  stream_rules #(.WIDTH(1), .ASSUME(1)) rules_in (
      .clk(clk), .live(live), .data(1'b0), .valid(data_in_0_valid), .ready(data_in_0_ready));
  stream_rules #(.WIDTH(1)) rules_out (
      .clk(clk), .live(live), .data(1'b0), .valid(data_out_0_valid), .ready(data_out_0_ready));

  logic move, begun_q, last;
  logic [7:0] beat_q;  // of the vector under way
  assign move = data_out_0_valid && data_out_0_ready;
  assign last = beat_q == 8'(BEATS - 1);
  always_ff @(posedge clk) begin
    if (rst || (move && last)) {begun_q, beat_q} <= 9'd0;
    else begin
      if (data_out_0_valid) begun_q <= 1'b1;
      if (move) beat_q <= beat_q + 8'd1;
    end
  end

  // For the induction.
  localparam int COUNT_WIDTH = BEATS > 1 ? $clog2(BEATS) : 1;
  (* hierconn *) logic [COUNT_WIDTH-1:0] \dut.beat_q ;
  (* hierconn *) logic \dut.begun_q ;

  always_comb begin
    if (live && (enable || begun_q)) begin
      assert (data_out_0_valid == data_in_0_valid);
      assert (data_in_0_ready == data_out_0_ready);
    end else if (started) begin
      assert (!data_out_0_valid && !data_in_0_ready);
    end
    if (started) begin
      assert (vector_begun == (move && beat_q == 8'd0));
      assert (vector_taken == (move && last));
      assert (begun_q || beat_q == 8'd0);
      assert (beat_q < 8'(BEATS));
      assert (8'(\dut.beat_q ) == beat_q && \dut.begun_q == begun_q);
    end
    cover (live && again && !enable && vector_taken);
    cover (live && !enable && !begun_q && data_in_0_valid && data_out_0_ready);
    cover (started && rst && begun_q);
  end

endmodule
