// AXI4-Stream slave side of a design: takes beats of whole bytes per element and hands their codes to a stream.
// Shapes:  a vector of FEATURES elements in ceil(FEATURES/PARALLELISM) beats, element 0 in the low bytes; each element is
//          sign- or zero-extended to ELEMENT_BYTES bytes, of which the low WIDTH bits count. Lanes beyond FEATURES are ignored.
// Cycles:  latency 0, combinational; the counter of framing_error is the only state.
// Stall:   s_axis_tready is data_out_0_ready.
// Not guaranteed: that a packet whose s_axis_tlast stands elsewhere than on a vector's last beat is mended. It is counted
//          as data all the same; framing_error rises and stays until reset.
module axi_stream_input #(
    parameter int FEATURES      = 4,  // elements of a vector
    parameter int PARALLELISM   = 4,  // elements of a beat
    parameter int WIDTH         = 8,  // bits of an element's code
    parameter int ELEMENT_BYTES = 1   // bytes of an element in tdata: 1, 2 or 4
) (
    input  logic                                           clk,
    input  logic                                           rst,
    input  logic [PARALLELISM*ELEMENT_BYTES*8-1:0]         s_axis_tdata,
    input  logic                                           s_axis_tlast,
    input  logic                                           s_axis_tvalid,
    output logic                                           s_axis_tready,
    output logic [PARALLELISM*WIDTH-1:0]                   data_out_0,
    output logic                                           data_out_0_valid,
    input  logic                                           data_out_0_ready,
    output logic                                           framing_error  // tlast was seen off a vector's end, or missed at it
);

  localparam int BEATS = (FEATURES + PARALLELISM - 1) / PARALLELISM;
  localparam int COUNT_WIDTH = BEATS > 1 ? $clog2(BEATS) : 1;

`ifndef __ICARUS__
  if (WIDTH < 1 || WIDTH > ELEMENT_BYTES * 8) begin : gen_bad_width
    $error("axi_stream_input: WIDTH is 1 to ELEMENT_BYTES*8");
  end
  if (FEATURES < 1 || PARALLELISM < 1) begin : gen_bad_shape
    $error("axi_stream_input: FEATURES and PARALLELISM are at least 1");
  end
`else
  initial if (WIDTH < 1 || WIDTH > ELEMENT_BYTES * 8) $fatal(1, "axi_stream_input: WIDTH is 1 to ELEMENT_BYTES*8");
  initial if (FEATURES < 1 || PARALLELISM < 1) $fatal(1, "axi_stream_input: FEATURES and PARALLELISM are at least 1");
`endif

  for (genvar i = 0; i < PARALLELISM; i++) begin : gen_lane
    assign data_out_0[i*WIDTH+:WIDTH] = s_axis_tdata[i*ELEMENT_BYTES*8+:WIDTH];
    if (WIDTH < ELEMENT_BYTES * 8) begin : gen_extension
      logic unused_extension;
      assign unused_extension = ^s_axis_tdata[i*ELEMENT_BYTES*8+WIDTH+:ELEMENT_BYTES*8-WIDTH];
    end
  end
  assign data_out_0_valid = s_axis_tvalid;
  assign s_axis_tready = data_out_0_ready;

  logic [COUNT_WIDTH-1:0] beat_q;
  logic last;
  assign last = beat_q == COUNT_WIDTH'(BEATS - 1);

  always_ff @(posedge clk) begin
    if (rst) beat_q <= '0;
    else if (s_axis_tvalid && s_axis_tready) beat_q <= last ? '0 : beat_q + COUNT_WIDTH'(1);
  end

  always_ff @(posedge clk) begin
    if (rst) framing_error <= 1'b0;
    else if (s_axis_tvalid && s_axis_tready && s_axis_tlast != last) framing_error <= 1'b1;
  end

endmodule
