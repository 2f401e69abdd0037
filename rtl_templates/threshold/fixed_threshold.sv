// Threshold: data_out = LOWEST + how many of the feature's thresholds data_in has reached. Oracle: sw/ops/threshold.hpp.
// The thresholds are a module beside it, read combinationally: threshold holds those of beat threshold_address of a vector. An
// element is a code of data_in's type, one bit wider where THRESHOLD_WIDTH is (a threshold that is never reached), and with
// FALLING a bit above it: 1 where the threshold counts until it is reached.
// Shapes:  vectors of FEATURES elements, PARALLELISM a beat; the thresholds of element i of the beat at i*LEVELS to (i+1)*LEVELS-1.
// Cycles:  latency 1, interval 1. The register stands between the comparisons and their count.
// Stall:   holds one beat; data_in_0_ready follows data_out_0_ready in the same cycle (combinational).
// Area:    a comparison per lane and level, a look-up table a bit; fixed_popcount per lane.
// Not guaranteed: what padded lanes carry (each lane depends on the same lane of the input and its thresholds only).
module fixed_threshold #(
    parameter int DATA_IN_WIDTH = 8,        // bits
    parameter int DATA_IN_FRAC_WIDTH = 3,   // bits; also of the thresholds
    parameter int DATA_IN_SIGNED = 1,       // 0 or 1
    parameter int DATA_OUT_WIDTH = 2,       // bits
    parameter int DATA_OUT_FRAC_WIDTH = 0,  // bits
    parameter int DATA_OUT_SIGNED = 0,      // 0 or 1
    parameter int ROUNDING = 0,             // fixed_number_pkg; nothing is rounded
    parameter int OVERFLOW = 0,             // fixed_number_pkg; every count has a code
    parameter int PARALLELISM = 4,          // elements of a beat
    parameter int FEATURES = 8,             // elements of a vector
    parameter int LEVELS = 3,               // thresholds of a feature
    parameter int THRESHOLD_WIDTH = 8,      // bits of a code, DATA_IN_WIDTH or one more
    parameter int FALLING = 0,              // 0 or 1: elements of threshold have a bit that says so
    parameter LOWEST = 0                    // code of data_out; beyond 32 bits as 64'sd...
) (
    input  logic                                  clk,
    input  logic                                  rst,
    input  logic [ PARALLELISM*DATA_IN_WIDTH-1:0] data_in_0,
    input  logic                                  data_in_0_valid,
    output logic                                  data_in_0_ready,
    output logic [PARALLELISM*DATA_OUT_WIDTH-1:0] data_out_0,
    output logic                                  data_out_0_valid,
    input  logic                                  data_out_0_ready,
    output logic [fixed_number_pkg::address_width(fixed_number_pkg::ceil_div(FEATURES, PARALLELISM))-1:0] threshold_address,
    input  logic [PARALLELISM*LEVELS*(THRESHOLD_WIDTH+FALLING)-1:0] threshold
);

  localparam bit BAD_TYPE = fixed_number_pkg::is_type(DATA_IN_WIDTH, DATA_IN_SIGNED) == 0 ||
                            fixed_number_pkg::is_type(DATA_OUT_WIDTH, DATA_OUT_SIGNED) == 0 || PARALLELISM < 1 ||
                            FEATURES < 1 || DATA_IN_FRAC_WIDTH < -64 || DATA_IN_FRAC_WIDTH > 64 ||
                            DATA_OUT_FRAC_WIDTH < -64 || DATA_OUT_FRAC_WIDTH > 64;
  localparam bit BAD_MODE = fixed_number_pkg::is_mode(ROUNDING, OVERFLOW) == 0;
  localparam bit BAD_THRESHOLD = LEVELS < 1 || FALLING < 0 || FALLING > 1 || THRESHOLD_WIDTH < DATA_IN_WIDTH ||
                                 THRESHOLD_WIDTH > DATA_IN_WIDTH + 1;
  localparam logic signed [63:0] ONE = 1;
  localparam logic signed [63:0] LOW = 64'(LOWEST);
  localparam logic signed [63:0] HIGH = LOW + 64'(LEVELS);
  localparam logic signed [63:0] MIN_CODE = (DATA_OUT_SIGNED != 0) ? -(ONE <<< (DATA_OUT_WIDTH - 1)) : 0;
  localparam logic signed [63:0] MAX_CODE = (ONE <<< (DATA_OUT_WIDTH - DATA_OUT_SIGNED)) - 1;
  localparam bit BAD_CODE = LOW < MIN_CODE || HIGH > MAX_CODE;
`ifndef __ICARUS__
  if (BAD_TYPE) begin : gen_bad_type
    $error("fixed_threshold: widths are 1 to 32, *_FRAC_WIDTH -64 to 64, *_SIGNED 0 or 1, FEATURES and PARALLELISM at least 1");
  end
  if (BAD_MODE) begin : gen_bad_mode
    $error("fixed_threshold: ROUNDING is 0 to 4, OVERFLOW 0 or 1");
  end
  if (BAD_THRESHOLD) begin : gen_bad_threshold
    $error("fixed_threshold: LEVELS is at least 1, FALLING 0 or 1, THRESHOLD_WIDTH that of data_in or one more");
  end
  if (BAD_CODE) begin : gen_bad_code
    $error("fixed_threshold: LOWEST and LOWEST + LEVELS are codes of data_out");
  end
`else
  initial if (BAD_TYPE || BAD_MODE || BAD_THRESHOLD || BAD_CODE) $fatal(1, "fixed_threshold: parameter out of range");
`endif

  localparam int BEATS = fixed_number_pkg::ceil_div(FEATURES, PARALLELISM);
  localparam int ADDRESS_WIDTH = fixed_number_pkg::address_width(BEATS);
  localparam int ELEMENT_WIDTH = THRESHOLD_WIDTH + FALLING;
  localparam int COUNT_WIDTH = $clog2(LEVELS + 1);
  localparam logic [DATA_OUT_WIDTH-1:0] LOWEST_CODE = LOW[DATA_OUT_WIDTH-1:0];
  // With its sign bit inverted a number's order is unsigned: of signed comparisons with a negative constant Yosys 0.23 makes wrong
  // tables (cmp2lut).
  localparam logic [THRESHOLD_WIDTH-1:0] SIGN = (DATA_IN_SIGNED != 0) ? THRESHOLD_WIDTH'(1) << (THRESHOLD_WIDTH - 1) : '0;

  logic [PARALLELISM*LEVELS-1:0] counts_q, counts_d;  // whether a threshold is counted
  logic valid_q;
  logic [ADDRESS_WIDTH-1:0] beat_q;  // of the vector, next to come in

  assign data_in_0_ready = !valid_q || data_out_0_ready;
  assign data_out_0_valid = valid_q;
  assign threshold_address = beat_q;

  always_ff @(posedge clk) begin
    if (rst) begin
      valid_q <= 1'b0;
      beat_q <= '0;
    end else if (data_in_0_ready) begin
      valid_q <= data_in_0_valid;
      if (data_in_0_valid) beat_q <= (beat_q == ADDRESS_WIDTH'(BEATS - 1)) ? '0 : beat_q + ADDRESS_WIDTH'(1);
    end
  end

  always_ff @(posedge clk) begin
    if (data_in_0_ready) counts_q <= counts_d;
  end

  for (genvar lane = 0; lane < PARALLELISM; lane = lane + 1) begin : gen_lane
    logic [THRESHOLD_WIDTH-1:0] data;
    fixed_extend #(DATA_IN_WIDTH, DATA_IN_SIGNED, THRESHOLD_WIDTH) extend (data_in_0[lane*DATA_IN_WIDTH+:DATA_IN_WIDTH], data);
    for (genvar level = 0; level < LEVELS; level = level + 1) begin : gen_level
      localparam int AT = (lane * LEVELS + level) * ELEMENT_WIDTH;
      logic reached, falls;
      assign reached = (data ^ SIGN) >= (threshold[AT+:THRESHOLD_WIDTH] ^ SIGN);
      assign falls = FALLING != 0 && threshold[AT+ELEMENT_WIDTH-1];
      assign counts_d[lane*LEVELS+level] = reached ^ falls;
    end
    logic [COUNT_WIDTH-1:0] count;
    fixed_popcount #(
        .WIDTH    (LEVELS),
        .OUT_WIDTH(COUNT_WIDTH)
    ) popcount (
        .data_in (counts_q[lane*LEVELS+:LEVELS]),
        .data_out(count)
    );
    assign data_out_0[lane*DATA_OUT_WIDTH+:DATA_OUT_WIDTH] = LOWEST_CODE + DATA_OUT_WIDTH'(count);
  end

endmodule
