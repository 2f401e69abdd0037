// Sends bytes on a serial line: one start bit (low), eight data bits, the lowest first, one stop bit (high), no parity.
// Shapes:  a beat is a byte of the line.
// Cycles:  the start bit begins in the cycle after the byte was taken; interval CLOCKS_PER_BIT*10 + 1.
// Stall:   data_in_0_ready is low while a byte is being sent; it comes from registers.
// Reset:   the line goes high at once; a byte on its way is cut.
module uart_transmitter #(
    parameter int CLOCKS_PER_BIT = 104  // at least 4
) (
    input  logic       clk,
    input  logic       rst,
    input  logic [7:0] data_in_0,
    input  logic       data_in_0_valid,
    output logic       data_in_0_ready,
    output logic       tx                // the line, from a register
);

`ifndef __ICARUS__
  if (CLOCKS_PER_BIT < 4) begin : gen_bad_speed
    $error("uart_transmitter: CLOCKS_PER_BIT is at least 4");
  end
`else
  initial if (CLOCKS_PER_BIT < 4) $fatal(1, "uart_transmitter: CLOCKS_PER_BIT is at least 4");
`endif

  localparam int COUNT_WIDTH = $clog2(CLOCKS_PER_BIT);
  localparam logic [COUNT_WIDTH-1:0] BIT = COUNT_WIDTH'(CLOCKS_PER_BIT - 1);

  logic [3:0] bits_q;               // still to be sent, the one on the line included
  logic [COUNT_WIDTH-1:0] count_q;  // clocks that it stays there, less one
  logic [8:0] shift_q;              // the one on the line lowest; ones follow
  logic last_clock;

  assign data_in_0_ready = bits_q == 4'd0;
  assign tx = shift_q[0];
  assign last_clock = count_q == '0;

  always_ff @(posedge clk) begin
    if (rst) begin
      bits_q <= 4'd0;
      shift_q <= '1;
    end else if (data_in_0_ready) begin
      if (data_in_0_valid) begin
        bits_q <= 4'd10;
        shift_q <= {data_in_0, 1'b0};
      end
    end else if (last_clock) begin
      bits_q <= bits_q - 4'd1;
      shift_q <= {1'b1, shift_q[8:1]};
    end
  end

  always_ff @(posedge clk) count_q <= (data_in_0_ready || last_clock) ? BIT : count_q - COUNT_WIDTH'(1);

endmodule
