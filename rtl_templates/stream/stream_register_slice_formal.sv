// Proof of stream_register_slice: tests/formal/stream_order.sv says what; ready is exactly as the header has it.
module stream_register_slice_formal #(
    parameter int WIDTH = 8  // bits of a whole beat
) (
    input logic             clk,
    input logic             rst,
    input logic             pick,
    input logic [WIDTH-1:0] data_in_0,
    input logic             data_in_0_valid,
    input logic             data_out_0_ready
);

  logic data_in_0_ready, data_out_0_valid, started, live, tracking;
  logic [WIDTH-1:0] data_out_0, token;
  logic [1:0] held, ahead;

  stream_register_slice #(.WIDTH(WIDTH)) dut (
      .clk(clk), .rst(rst),
      .data_in_0(data_in_0), .data_in_0_valid(data_in_0_valid), .data_in_0_ready(data_in_0_ready),
      .data_out_0(data_out_0), .data_out_0_valid(data_out_0_valid), .data_out_0_ready(data_out_0_ready));

  stream_order #(.WIDTH(WIDTH), .CAPACITY(1)) order (
      .clk(clk), .rst(rst), .pick(pick),
      .data_in(data_in_0), .data_in_valid(data_in_0_valid), .data_in_ready(data_in_0_ready),
      .data_out(data_out_0), .data_out_valid(data_out_0_valid), .data_out_ready(data_out_0_ready),
      .started(started), .live(live), .held(held), .tracking(tracking), .ahead(ahead), .token(token));

  // Full throughput: while the consumer takes, a beat goes in every cycle.
  always_comb if (started) assert (data_in_0_ready == (held == 2'd0 || data_out_0_ready));

endmodule
