// Proof of uart_receiver: on a line of whole frames of CLOCKS_PER_BIT clocks a bit, with any pauses or none between them, every
// byte is given once, unchanged and in order; a byte that comes while another waits is dropped, and overrun says so in that
// cycle; framing_error stays low.
module uart_receiver_formal #(
    parameter int CLOCKS_PER_BIT = 5
) (
    input logic       clk,
    input logic       rst,
    input logic       send,      // the sender begins a frame where it is idle
    input logic [7:0] sent_byte,
    input logic       data_out_0_ready
);

  localparam int HALF = CLOCKS_PER_BIT / 2;  // clocks from the begin of a bit to its sample
  logic rx, data_out_0_valid, framing_error, overrun, started, live, again;
  logic [7:0] data_out_0;

  uart_receiver #(.CLOCKS_PER_BIT(CLOCKS_PER_BIT)) dut (
      .clk(clk), .rst(rst), .rx(rx), .data_out_0(data_out_0), .data_out_0_valid(data_out_0_valid),
      .data_out_0_ready(data_out_0_ready), .framing_error(framing_error), .overrun(overrun));

  formal_reset reset (.clk(clk), .rst(rst), .started(started), .live(live), .again(again));
  stream_rules #(.WIDTH(8)) rules_out (
      .clk(clk), .live(live), .data(data_out_0), .valid(data_out_0_valid), .ready(data_out_0_ready));

  // What is on the line, and what was on it one and two clocks ago, where the cell looks at it.
  logic [2:0] sending_q;
  logic [9:0] frame_q, frame_1_q, frame_2_q;
  logic [3:0] bit_q, bit_1_q, bit_2_q;
  logic [7:0] clock_q, clock_1_q, clock_2_q;
  always_ff @(posedge clk) begin
    if (rst) sending_q <= 3'b000;
    else begin
      sending_q[2:1] <= sending_q[1:0];
      if (!sending_q[0]) sending_q[0] <= send;
      else if (bit_q == 4'd9 && clock_q == 8'(CLOCKS_PER_BIT - 1)) sending_q[0] <= send;
    end
    if (!sending_q[0] || (bit_q == 4'd9 && clock_q == 8'(CLOCKS_PER_BIT - 1))) begin
      frame_q <= {1'b1, sent_byte, 1'b0};
      bit_q <= 4'd0;
      clock_q <= 8'd0;
    end else begin
      bit_q <= clock_q == 8'(CLOCKS_PER_BIT - 1) ? bit_q + 4'd1 : bit_q;
      clock_q <= clock_q == 8'(CLOCKS_PER_BIT - 1) ? 8'd0 : clock_q + 8'd1;
    end
    {frame_1_q, bit_1_q, clock_1_q} <= {frame_q, bit_q, clock_q};
    {frame_2_q, bit_2_q, clock_2_q} <= {frame_1_q, bit_1_q, clock_1_q};
  end
  assign rx = !sending_q[0] || frame_q[bit_q];

  // The byte that waits.
  logic waiting_q, came, room;
  logic [7:0] byte_q;
  assign came = sending_q[2] && bit_2_q == 4'd9 && clock_2_q == 8'(HALF);
  assign room = !waiting_q || data_out_0_ready;
  always_ff @(posedge clk) begin
    if (rst) waiting_q <= 1'b0;
    else if (room) {waiting_q, byte_q} <= {came, frame_2_q[8:1]};
  end

  // For the induction: what the registers of the cell hold.
  localparam int COUNT_WIDTH = $clog2(CLOCKS_PER_BIT);
  (* hierconn *) logic \dut.meta_q ;
  (* hierconn *) logic \dut.line_q ;
  (* hierconn *) logic [3:0] \dut.state_q ;
  (* hierconn *) logic [COUNT_WIDTH-1:0] \dut.count_q ;
  (* hierconn *) logic [7:0] \dut.shift_q ;
  logic [3:0] samples;  // of this frame so far
  logic inside;         // the cell is in the middle of it
  assign samples = bit_2_q + (clock_2_q > 8'(HALF) ? 4'd1 : 4'd0);
  assign inside = sending_q[2] && !(bit_2_q == 4'd0 && clock_2_q == 8'd0) && samples < 4'd10;

  always_comb begin
    if (started) begin
      assert (data_out_0_valid == waiting_q);
      if (waiting_q) assert (data_out_0 == byte_q);
      assert (!framing_error);
      assert (overrun == (came && !room));

      assert (\dut.meta_q == (!sending_q[1] || frame_1_q[bit_1_q]));
      assert (\dut.line_q == (!sending_q[2] || frame_2_q[bit_2_q]));
      if (sending_q[0]) assert (bit_q <= 4'd9 && clock_q < 8'(CLOCKS_PER_BIT) && frame_q[9] && !frame_q[0]);
      if (sending_q[1]) assert (bit_1_q <= 4'd9 && clock_1_q < 8'(CLOCKS_PER_BIT) && frame_1_q[9] && !frame_1_q[0]);
      if (sending_q[2]) assert (bit_2_q <= 4'd9 && clock_2_q < 8'(CLOCKS_PER_BIT) && frame_2_q[9] && !frame_2_q[0]);
      // A frame goes on from one clock to the next.
      if (sending_q[1] && !(bit_1_q == 4'd9 && clock_1_q == 8'(CLOCKS_PER_BIT - 1))) begin
        assert (sending_q[0] && frame_q == frame_1_q);
        assert (clock_1_q == 8'(CLOCKS_PER_BIT - 1) ? bit_q == bit_1_q + 4'd1 && clock_q == 8'd0
                                                    : bit_q == bit_1_q && clock_q == clock_1_q + 8'd1);
      end else if (sending_q[0]) begin
        assert (bit_q == 4'd0 && clock_q == 8'd0);
      end
      if (sending_q[2] && !(bit_2_q == 4'd9 && clock_2_q == 8'(CLOCKS_PER_BIT - 1))) begin
        assert (sending_q[1] && frame_1_q == frame_2_q);
        assert (clock_2_q == 8'(CLOCKS_PER_BIT - 1) ? bit_1_q == bit_2_q + 4'd1 && clock_1_q == 8'd0
                                                    : bit_1_q == bit_2_q && clock_1_q == clock_2_q + 8'd1);
      end else if (sending_q[1]) begin
        assert (bit_1_q == 4'd0 && clock_1_q == 8'd0);
      end
      if (inside) begin
        assert (\dut.state_q == samples + 4'd1);
        assert (8'(\dut.count_q ) == (clock_2_q <= 8'(HALF) ? 8'd0 : 8'(CLOCKS_PER_BIT)) + 8'(HALF) - clock_2_q);
        if (samples > 4'd0) assert (\dut.shift_q >> (4'd9 - samples) == (frame_2_q[8:1] & ~(8'hff << (samples - 4'd1))));
      end else begin
        assert (\dut.state_q == 4'd0);
      end
    end
    cover (live && again && sending_q[2] && bit_2_q == 4'd1);
    cover (started && rst && inside);
  end

endmodule
