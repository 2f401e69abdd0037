// AXI4-Stream master side of a design: gives a stream's codes in whole bytes per element, a packet per vector.
// Shapes:  a vector of FEATURES elements in ceil(FEATURES/PARALLELISM) beats, element 0 in the low bytes; each code of WIDTH
//          bits is sign-extended (SIGNED) or zero-extended to ELEMENT_BYTES bytes.
// Cycles:  latency 0, combinational; the counter of m_axis_tlast is the only state.
// Stall:   data_in_0_ready is m_axis_tready.
// m_axis_tlast: on a vector's last beat. m_axis_tkeep: low for the bytes of lanes beyond FEATURES, which are zero.
// Not guaranteed: m_axis_tdata, m_axis_tkeep and m_axis_tlast while m_axis_tvalid is low.
module axi_stream_output #(
    parameter int FEATURES      = 4,  // elements of a vector
    parameter int PARALLELISM   = 4,  // elements of a beat
    parameter int WIDTH         = 8,  // bits of an element's code
    parameter int SIGNED        = 1,  // 1: codes are two's complement
    parameter int ELEMENT_BYTES = 1   // bytes of an element in tdata: 1, 2 or 4
) (
    input  logic                                           clk,
    input  logic                                           rst,
    input  logic [PARALLELISM*WIDTH-1:0]                   data_in_0,
    input  logic                                           data_in_0_valid,
    output logic                                           data_in_0_ready,
    output logic [PARALLELISM*ELEMENT_BYTES*8-1:0]         m_axis_tdata,
    output logic [PARALLELISM*ELEMENT_BYTES-1:0]           m_axis_tkeep,
    output logic                                           m_axis_tlast,
    output logic                                           m_axis_tvalid,
    input  logic                                           m_axis_tready
);

  localparam int BEATS = (FEATURES + PARALLELISM - 1) / PARALLELISM;
  localparam int COUNT_WIDTH = BEATS > 1 ? $clog2(BEATS) : 1;
  localparam int LAST_LANES = FEATURES - (BEATS - 1) * PARALLELISM;  // elements of the last beat
  localparam int LANE_BITS = ELEMENT_BYTES * 8;

`ifndef __ICARUS__
  if (WIDTH < 1 || WIDTH > ELEMENT_BYTES * 8) begin : gen_bad_width
    $error("axi_stream_output: WIDTH is 1 to ELEMENT_BYTES*8");
  end
  if (FEATURES < 1 || PARALLELISM < 1) begin : gen_bad_shape
    $error("axi_stream_output: FEATURES and PARALLELISM are at least 1");
  end
`else
  initial if (WIDTH < 1 || WIDTH > ELEMENT_BYTES * 8) $fatal(1, "axi_stream_output: WIDTH is 1 to ELEMENT_BYTES*8");
  initial if (FEATURES < 1 || PARALLELISM < 1) $fatal(1, "axi_stream_output: FEATURES and PARALLELISM are at least 1");
`endif

  logic [COUNT_WIDTH-1:0] beat_q;
  logic last;
  assign last = beat_q == COUNT_WIDTH'(BEATS - 1);

  always_ff @(posedge clk) begin
    if (rst) beat_q <= '0;
    else if (m_axis_tvalid && m_axis_tready) beat_q <= last ? '0 : beat_q + COUNT_WIDTH'(1);
  end

  for (genvar i = 0; i < PARALLELISM; i++) begin : gen_lane
    logic used;
    logic [LANE_BITS-1:0] extended;
    if (i < LAST_LANES) begin : gen_always
      assign used = 1'b1;
    end else begin : gen_not_last
      assign used = !last;
    end
    if (WIDTH == LANE_BITS) begin : gen_whole
      assign extended = data_in_0[i*WIDTH+:WIDTH];
    end else begin : gen_extension
      assign extended = {
        {LANE_BITS - WIDTH{SIGNED != 0 && data_in_0[i*WIDTH+WIDTH-1]}}, data_in_0[i*WIDTH+:WIDTH]
      };
    end
    // What a padded lane carries is not guaranteed, X in simulation: gated, not masked, so that it stays inside.
    assign m_axis_tdata[i*LANE_BITS+:LANE_BITS] = used ? extended : '0;
    assign m_axis_tkeep[i*ELEMENT_BYTES+:ELEMENT_BYTES] = {ELEMENT_BYTES{used}};
  end
  assign m_axis_tlast = last;
  assign m_axis_tvalid = data_in_0_valid;
  assign data_in_0_ready = m_axis_tready;

endmodule
