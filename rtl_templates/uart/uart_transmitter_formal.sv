// Proof of uart_transmitter: a byte that is taken stands on the line as start bit, eight data bits and stop bit, each for
// CLOCKS_PER_BIT clocks, from the next cycle on; nothing else is ever on the line, and no byte is taken meanwhile.
module uart_transmitter_formal #(
    parameter int CLOCKS_PER_BIT = 5
) (
    input logic       clk,
    input logic       rst,
    input logic [7:0] data_in_0,
    input logic       data_in_0_valid
);

  logic data_in_0_ready, tx, started, live, again;

  uart_transmitter #(.CLOCKS_PER_BIT(CLOCKS_PER_BIT)) dut (
      .clk(clk), .rst(rst), .data_in_0(data_in_0), .data_in_0_valid(data_in_0_valid),
      .data_in_0_ready(data_in_0_ready), .tx(tx));

  formal_reset reset (.clk(clk), .rst(rst), .started(started), .live(live), .again(again));
  stream_rules #(.WIDTH(8), .ASSUME(1)) rules_in (
      .clk(clk), .live(live), .data(data_in_0), .valid(data_in_0_valid), .ready(data_in_0_ready));

  // The frame on the line, its bit of now and the clocks that this one has been there.
  logic sending_q;
  logic [9:0] frame_q;
  logic [3:0] bit_q;
  logic [7:0] clock_q;
  always_ff @(posedge clk) begin
    if (rst) sending_q <= 1'b0;
    else if (!sending_q) begin
      if (data_in_0_valid) {sending_q, frame_q, bit_q, clock_q} <= {1'b1, 1'b1, data_in_0, 1'b0, 4'd0, 8'd0};
    end else if (clock_q == 8'(CLOCKS_PER_BIT - 1)) begin
      if (bit_q == 4'd9) sending_q <= 1'b0;
      bit_q <= bit_q + 4'd1;
      clock_q <= 8'd0;
    end else begin
      clock_q <= clock_q + 8'd1;
    end
  end

  // For the induction: what the registers of the cell hold.
  localparam int COUNT_WIDTH = $clog2(CLOCKS_PER_BIT);
  (* hierconn *) logic [3:0] \dut.bits_q ;
  (* hierconn *) logic [COUNT_WIDTH-1:0] \dut.count_q ;
  (* hierconn *) logic [8:0] \dut.shift_q ;
  logic [18:0] rest;
  assign rest = {9'h1ff, frame_q} >> bit_q;

  always_comb begin
    if (started) begin
      assert (data_in_0_ready == !sending_q);
      assert (tx == (!sending_q || frame_q[bit_q]));
      if (sending_q) begin
        assert (bit_q <= 4'd9 && clock_q < 8'(CLOCKS_PER_BIT) && frame_q[9] && !frame_q[0]);
        assert (\dut.bits_q == 4'd10 - bit_q);
        assert (8'(\dut.count_q ) == 8'(CLOCKS_PER_BIT - 1) - clock_q);
        assert (\dut.shift_q == rest[8:0]);
      end else begin
        assert (\dut.bits_q == 4'd0 && \dut.shift_q == 9'h1ff);
      end
    end
    cover (live && again && sending_q && bit_q == 4'd2 && frame_q[2:1] == 2'b01);
    cover (started && rst && sending_q && !tx);
  end

endmodule
