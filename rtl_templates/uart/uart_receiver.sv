// Takes bytes from a serial line: one start bit (low), eight data bits, the lowest first, one stop bit (high), no parity.
// Shapes:  a byte of the line is a beat.
// Cycles:  a bit is sampled in its middle; the byte is valid CLOCKS_PER_BIT*19/2 + 3 cycles after the line fell, at most 2
//          more. Sender and receiver may differ in speed by 4 % where CLOCKS_PER_BIT is large; less than half a bit in all
//          may be lost over ten bits, the rounding of CLOCKS_PER_BIT and one clock of sampling included.
// Stall:   one byte is held until it is taken. A line has no ready: a byte that arrives meanwhile is dropped, and overrun
//          says so.
// Reset:   a byte on its way is lost. A reset while the line is low takes the next fall of the line for a start bit.
// Not guaranteed: data_out_0 while data_out_0_valid is low.
module uart_receiver #(
    parameter int CLOCKS_PER_BIT = 104  // at least 4
) (
    input  logic       clk,
    input  logic       rst,
    input  logic       rx,                // the line, of any clock
    output logic [7:0] data_out_0,
    output logic       data_out_0_valid,
    input  logic       data_out_0_ready,
    output logic       framing_error,     // high for a cycle: a stop bit was low, as in a break; there is no byte
    output logic       overrun            // high for a cycle: a byte was dropped
);

`ifndef __ICARUS__
  if (CLOCKS_PER_BIT < 4) begin : gen_bad_speed
    $error("uart_receiver: CLOCKS_PER_BIT is at least 4");
  end
`else
  initial if (CLOCKS_PER_BIT < 4) $fatal(1, "uart_receiver: CLOCKS_PER_BIT is at least 4");
`endif

  localparam int COUNT_WIDTH = $clog2(CLOCKS_PER_BIT);
  localparam logic [COUNT_WIDTH-1:0] BIT = COUNT_WIDTH'(CLOCKS_PER_BIT - 1);
  localparam logic [COUNT_WIDTH-1:0] HALF_BIT = COUNT_WIDTH'(CLOCKS_PER_BIT / 2 - 1);

  // Between START and STOP a state is a data bit.
  localparam logic [3:0] IDLE = 4'd0;
  localparam logic [3:0] START = 4'd1;
  localparam logic [3:0] STOP = 4'd10;
  localparam logic [3:0] BROKEN = 4'd11;  // waits for the line to be high again

  logic meta_q, line_q;  // the line, after a register that may be between its two values
  logic [3:0] state_q;
  logic [COUNT_WIDTH-1:0] count_q;  // clocks until the next sample
  logic [7:0] shift_q;
  logic sample, received;

  assign sample = count_q == '0;
  assign received = state_q == STOP && sample && line_q;
  assign framing_error = state_q == STOP && sample && !line_q;

  always_ff @(posedge clk) begin
    if (rst) {line_q, meta_q} <= 2'b11;
    else {line_q, meta_q} <= {meta_q, rx};
  end

  always_ff @(posedge clk) begin
    if (rst) state_q <= IDLE;
    else if (state_q == IDLE) state_q <= line_q ? IDLE : START;
    else if (state_q == BROKEN) state_q <= line_q ? IDLE : BROKEN;
    else if (sample) begin
      // A start bit that is over by its middle was none.
      if (state_q == START) state_q <= line_q ? IDLE : START + 4'd1;
      else if (state_q == STOP) state_q <= line_q ? IDLE : BROKEN;
      else state_q <= state_q + 4'd1;
    end
  end

  always_ff @(posedge clk) begin
    if (state_q == IDLE) count_q <= HALF_BIT;
    else count_q <= sample ? BIT : count_q - COUNT_WIDTH'(1);
  end

  always_ff @(posedge clk) if (sample) shift_q <= {line_q, shift_q[7:1]};

  // The byte that waits to be taken.
  logic [7:0] data_q;
  logic valid_q, room;
  assign room = !valid_q || data_out_0_ready;
  assign overrun = received && !room;
  assign data_out_0 = data_q;
  assign data_out_0_valid = valid_q;

  always_ff @(posedge clk) begin
    if (rst) valid_q <= 1'b0;
    else if (room) valid_q <= received;
  end
  always_ff @(posedge clk) if (room) data_q <= shift_q;

endmodule
