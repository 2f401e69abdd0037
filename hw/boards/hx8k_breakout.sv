// The design digits_uart on Lattice's iCE40-HX8K breakout board: an image of 64 bytes on the serial line of its USB plug is
// answered with a byte, the digit. 115,200 bits a second, eight data bits, no parity, one stop bit. docs/board.md says how.
// LEDs: 3 to 0 the last digit; 4 changes with every answer; 5 a break or noise was seen, 6 a byte was lost, since the start.
module hx8k_breakout #(
    parameter int CLOCKS_PER_BIT = 104  // 12 MHz / 115,200, 0.2 % off
) (
    input  logic       clk,  // 12 MHz, the board's oscillator
    input  logic       rx,
    output logic       tx,
    output logic [7:0] led
);

  // Registers of iCE40 are zero after configuration; block RAM can be read a few microseconds later only.
  logic [7:0] awake_q = 8'd0;
  logic rst;
  assign rst = !awake_q[7];
  always_ff @(posedge clk) if (rst) awake_q <= awake_q + 8'd1;

  logic [7:0] answer;
  logic answered, framing_error, overrun;
  uart_classifier #(
      .CLOCKS_PER_BIT(CLOCKS_PER_BIT)
  ) classifier (
      .clk          (clk),
      .rst          (rst),
      .rx           (rx),
      .tx           (tx),
      .answer       (answer),
      .answered     (answered),
      .framing_error(framing_error),
      .overrun      (overrun)
  );

  logic toggle_q, framing_error_q, overrun_q, unused_answer;
  always_ff @(posedge clk) begin
    if (rst) begin
      toggle_q <= 1'b0;
      framing_error_q <= 1'b0;
      overrun_q <= 1'b0;
    end else begin
      toggle_q <= toggle_q ^ answered;
      framing_error_q <= framing_error_q || framing_error;
      overrun_q <= overrun_q || overrun;
    end
  end
  assign led = {1'b0, overrun_q, framing_error_q, toggle_q, answer[3:0]};
  assign unused_answer = ^answer[7:4];

endmodule
