// Proof of axi_stream_input: lane i carries the low bits of element i's bytes; both handshakes are one; framing_error has risen
// exactly if s_axis_tlast stood on another beat than a vector's last since reset.
module axi_stream_input_formal #(
    parameter int FEATURES = 5,
    parameter int PARALLELISM = 2,
    parameter int WIDTH = 5,
    parameter int ELEMENT_BYTES = 1
) (
    input logic                                   clk,
    input logic                                   rst,
    input logic [PARALLELISM*ELEMENT_BYTES*8-1:0] s_axis_tdata,
    input logic                                   s_axis_tlast,
    input logic                                   s_axis_tvalid,
    input logic                                   data_out_0_ready
);

  logic s_axis_tready, data_out_0_valid, framing_error, started, live, again;
  logic [PARALLELISM*WIDTH-1:0] data_out_0;

  axi_stream_input #(
      .FEATURES(FEATURES), .PARALLELISM(PARALLELISM), .WIDTH(WIDTH), .ELEMENT_BYTES(ELEMENT_BYTES)
  ) dut (
      .clk(clk), .rst(rst), .s_axis_tdata(s_axis_tdata), .s_axis_tlast(s_axis_tlast), .s_axis_tvalid(s_axis_tvalid),
      .s_axis_tready(s_axis_tready), .data_out_0(data_out_0), .data_out_0_valid(data_out_0_valid),
      .data_out_0_ready(data_out_0_ready), .framing_error(framing_error));

  formal_reset reset (.clk(clk), .rst(rst), .started(started), .live(live), .again(again));
  stream_rules #(.WIDTH(PARALLELISM * ELEMENT_BYTES * 8 + 1), .ASSUME(1)) rules_in (
      .clk(clk), .live(live), .data({s_axis_tlast, s_axis_tdata}), .valid(s_axis_tvalid), .ready(s_axis_tready));
  stream_rules #(.WIDTH(PARALLELISM * WIDTH)) rules_out (
      .clk(clk), .live(live), .data(data_out_0), .valid(data_out_0_valid), .ready(data_out_0_ready));

  // The beats are counted by the elements that were taken.
  logic [7:0] taken_q;
  logic wrong_q, last, move;
  assign move = s_axis_tvalid && s_axis_tready;
  assign last = taken_q + 8'(PARALLELISM) >= 8'(FEATURES);
  always_ff @(posedge clk) begin
    if (rst) {wrong_q, taken_q} <= 9'd0;
    else if (move) begin
      taken_q <= last ? 8'd0 : taken_q + 8'(PARALLELISM);
      if (s_axis_tlast != last) wrong_q <= 1'b1;
    end
  end

  localparam int BEATS = (FEATURES + PARALLELISM - 1) / PARALLELISM;
  localparam int COUNT_WIDTH = BEATS > 1 ? $clog2(BEATS) : 1;
  (* hierconn *) logic [COUNT_WIDTH-1:0] \dut.beat_q ;  // for the induction

  for (genvar i = 0; i < PARALLELISM; i++) begin : gen_lane
    for (genvar b = 0; b < WIDTH; b++) begin : gen_bit
      always_comb if (started) assert (data_out_0[i*WIDTH+b] == s_axis_tdata[i*ELEMENT_BYTES*8+b]);
    end
  end
  always_comb begin
    if (started) begin
      assert (data_out_0_valid == s_axis_tvalid);
      assert (s_axis_tready == data_out_0_ready);
      assert (framing_error == wrong_q);
      assert (8'(\dut.beat_q ) * 8'(PARALLELISM) == taken_q && taken_q < 8'(FEATURES));
    end
    cover (live && again && move && last && !framing_error);
    cover (live && framing_error);
    cover (started && rst && framing_error);
  end

endmodule
