// Proof of stream_skid_buffer: tests/formal/stream_order.sv says what; ready is a function of registers only.
module stream_skid_buffer_formal #(
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

  stream_skid_buffer #(.WIDTH(WIDTH)) dut (
      .clk(clk), .rst(rst),
      .data_in_0(data_in_0), .data_in_0_valid(data_in_0_valid), .data_in_0_ready(data_in_0_ready),
      .data_out_0(data_out_0), .data_out_0_valid(data_out_0_valid), .data_out_0_ready(data_out_0_ready));

  stream_order #(.WIDTH(WIDTH), .CAPACITY(2)) order (
      .clk(clk), .rst(rst), .pick(pick),
      .data_in(data_in_0), .data_in_valid(data_in_0_valid), .data_in_ready(data_in_0_ready),
      .data_out(data_out_0), .data_out_valid(data_out_0_valid), .data_out_ready(data_out_0_ready),
      .started(started), .live(live), .held(held), .tracking(tracking), .ahead(ahead), .token(token));

  // Full throughput: a consumer that took in the last cycle (or could have) finds room for a beat in this one.
  logic wanted_q;
  initial wanted_q = 1'b0;
  always_ff @(posedge clk) wanted_q <= live && data_out_0_ready;
  always_comb begin
    if (started) assert (data_in_0_ready == (held != 2'd2));
    if (live && wanted_q) assert (data_in_0_ready);
  end

  // For the induction: where the younger beat is.
  (* hierconn *) logic [WIDTH-1:0] \dut.skid_q ;
  (* hierconn *) logic \dut.skid_valid_q ;
  always_comb begin
    if (started) assert (\dut.skid_valid_q == (held == 2'd2));
    if (started && tracking && ahead == 2'd1) assert (\dut.skid_q == token);
  end

endmodule
