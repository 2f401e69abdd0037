// A classifier behind a serial line: bytes in are the elements of a vector, the byte out is the index of the largest output.
// The design is the module top that `rtl4ml generate` writes; its sizes are parameters here, since a board's wiring is fixed.
// Shapes:  FEATURES bytes, element 0 first, each the code of an element (8 bits) -> one byte, 0 to OUT_FEATURES-1.
// Cycles:  a byte takes 10*CLOCKS_PER_BIT; the answer begins a few cycles after the design's latency.
// Stall:   vectors may follow each other without a pause if the design takes no longer for a vector than the line does.
// Reset:   a byte without its stop bit, such as the sender's break, resets all but the receiver: the next byte is element 0
//          of a new vector. A sender that lost its place starts so.
module uart_classifier #(
    parameter int CLOCKS_PER_BIT = 104,  // of the line
    parameter int FEATURES = 64,         // elements of an input vector
    parameter int PARALLELISM_IN = 4,    // elements of a beat of the design's data_in_0
    parameter int OUT_FEATURES = 10,     // classes
    parameter int PARALLELISM_OUT = 1,   // elements of a beat of the design's data_out_0
    parameter int DATA_OUT_WIDTH = 8,    // bits of an output
    parameter int DATA_OUT_SIGNED = 1    // 0 or 1
) (
    input  logic       clk,
    input  logic       rst,
    input  logic       rx,
    output logic       tx,
    output logic [7:0] answer,         // the last class
    output logic       answered,       // high for a cycle: answer is new
    output logic       framing_error,  // high for a cycle: a break, or noise
    output logic       overrun         // high for a cycle: the design was too slow for the line, a byte is lost
);

  localparam int INDEX_WIDTH = fixed_number_pkg::address_width(OUT_FEATURES);

  logic restart_q;
  always_ff @(posedge clk) restart_q <= rst || framing_error;

  logic [7:0] byte_in;
  logic byte_in_valid, byte_in_ready;
  uart_receiver #(
      .CLOCKS_PER_BIT(CLOCKS_PER_BIT)
  ) receiver (
      .clk             (clk),
      .rst             (rst),
      .rx              (rx),
      .data_out_0      (byte_in),
      .data_out_0_valid(byte_in_valid),
      .data_out_0_ready(byte_in_ready),
      .framing_error   (framing_error),
      .overrun         (overrun)
  );

  logic [PARALLELISM_IN*8-1:0] beat_in;
  logic beat_in_valid, beat_in_ready;
  stream_resize #(
      .WIDTH          (8),
      .FEATURES       (FEATURES),
      .PARALLELISM_IN (1),
      .PARALLELISM_OUT(PARALLELISM_IN)
  ) gather (
      .clk             (clk),
      .rst             (restart_q),
      .data_in_0       (byte_in),
      .data_in_0_valid (byte_in_valid),
      .data_in_0_ready (byte_in_ready),
      .data_out_0      (beat_in),
      .data_out_0_valid(beat_in_valid),
      .data_out_0_ready(beat_in_ready)
  );

  logic [PARALLELISM_OUT*DATA_OUT_WIDTH-1:0] beat_out;
  logic beat_out_valid, beat_out_ready;
  top top (
      .clk             (clk),
      .rst             (restart_q),
      .data_in_0       (beat_in),
      .data_in_0_valid (beat_in_valid),
      .data_in_0_ready (beat_in_ready),
      .data_out_0      (beat_out),
      .data_out_0_valid(beat_out_valid),
      .data_out_0_ready(beat_out_ready)
  );

  logic [INDEX_WIDTH-1:0] index;
  logic index_valid, index_ready;
  fixed_argmax #(
      .DATA_IN_WIDTH (DATA_OUT_WIDTH),
      .DATA_IN_SIGNED(DATA_OUT_SIGNED),
      .FEATURES      (OUT_FEATURES),
      .PARALLELISM   (PARALLELISM_OUT)
  ) argmax (
      .clk             (clk),
      .rst             (restart_q),
      .data_in_0       (beat_out),
      .data_in_0_valid (beat_out_valid),
      .data_in_0_ready (beat_out_ready),
      .data_out_0      (index),
      .data_out_0_valid(index_valid),
      .data_out_0_ready(index_ready)
  );

  uart_transmitter #(
      .CLOCKS_PER_BIT(CLOCKS_PER_BIT)
  ) transmitter (
      .clk            (clk),
      .rst            (restart_q),
      .data_in_0      (8'(index)),
      .data_in_0_valid(index_valid),
      .data_in_0_ready(index_ready),
      .tx             (tx)
  );

  assign answered = index_valid && index_ready;
  always_ff @(posedge clk) begin
    if (rst) answer <= 8'd0;
    else if (answered) answer <= 8'(index);
  end

endmodule
