// Clip (ReLU6, Hardtanh): data_out = clamp(convert(data_in), MIN_CODE, MAX_CODE). Oracle: sw/ops/clip.hpp.
// Shapes:  PARALLELISM elements a beat, each on its own.
// Cycles:  combinational: latency 0, interval 1.
// Stall:   none of its own: valid and ready pass through as wires.
// Not guaranteed: what padded lanes carry (each lane depends on the same lane of the input only).
module fixed_clip #(
    parameter int DATA_IN_WIDTH = 8,        // bits
    parameter int DATA_IN_FRAC_WIDTH = 3,   // bits; may be negative or exceed the width
    parameter int DATA_IN_SIGNED = 1,       // 0 or 1
    parameter int DATA_OUT_WIDTH = 8,       // bits
    parameter int DATA_OUT_FRAC_WIDTH = 3,  // bits; may be negative or exceed the width
    parameter int DATA_OUT_SIGNED = 1,      // 0 or 1
    parameter int ROUNDING = 0,             // fixed_number_pkg
    parameter int OVERFLOW = 0,             // fixed_number_pkg
    parameter int PARALLELISM = 4,          // elements of a beat
    parameter MIN_CODE = 0,                 // the lowest result, a code of data_out; beyond 32 bits as 64'sd...
    parameter MAX_CODE = 48                 // the highest result, likewise
) (
    input  logic [ PARALLELISM*DATA_IN_WIDTH-1:0] data_in_0,
    input  logic                                  data_in_0_valid,
    output logic                                  data_in_0_ready,
    output logic [PARALLELISM*DATA_OUT_WIDTH-1:0] data_out_0,
    output logic                                  data_out_0_valid,
    input  logic                                  data_out_0_ready
);

  localparam logic signed [63:0] ONE = 1;
  localparam logic signed [63:0] LOW = 64'(MIN_CODE);
  localparam logic signed [63:0] HIGH = 64'(MAX_CODE);
  localparam logic signed [63:0] LOWEST = (DATA_OUT_SIGNED != 0) ? -(ONE <<< (DATA_OUT_WIDTH - 1)) : 0;
  localparam logic signed [63:0] HIGHEST = (ONE <<< (DATA_OUT_WIDTH - DATA_OUT_SIGNED)) - 1;
  localparam bit BAD_TYPE = fixed_number_pkg::is_type(DATA_IN_WIDTH, DATA_IN_SIGNED) == 0 || PARALLELISM < 1;
  localparam bit BAD_BOUNDS = LOW > HIGH || LOW < LOWEST || HIGH > HIGHEST;
`ifndef __ICARUS__
  if (BAD_TYPE) begin : gen_bad_type
    $error("fixed_clip: DATA_IN_WIDTH is 1 to 32, DATA_IN_SIGNED 0 or 1, PARALLELISM at least 1");
  end
  if (BAD_BOUNDS) begin : gen_bad_bounds
    $error("fixed_clip: MIN_CODE <= MAX_CODE, both codes of data_out");
  end
`else
  initial if (BAD_TYPE) $fatal(1, "fixed_clip: DATA_IN_WIDTH, DATA_IN_SIGNED or PARALLELISM out of range");
  initial if (BAD_BOUNDS) $fatal(1, "fixed_clip: MIN_CODE <= MAX_CODE, both codes of data_out");
`endif

  // A bound at the end of the type is none: what is converted lies within it.
  localparam bit HAS_MIN = LOW > LOWEST;
  localparam bit HAS_MAX = HIGH < HIGHEST;
  localparam logic [DATA_OUT_WIDTH-1:0] MIN = LOW[DATA_OUT_WIDTH-1:0];
  localparam logic [DATA_OUT_WIDTH-1:0] MAX = HIGH[DATA_OUT_WIDTH-1:0];
  // With its sign bit inverted a number's order is unsigned: of signed comparisons with a negative constant Yosys 0.23 makes wrong
  // tables (cmp2lut).
  localparam logic [DATA_OUT_WIDTH-1:0] SIGN = (DATA_OUT_SIGNED != 0) ? DATA_OUT_WIDTH'(1) << (DATA_OUT_WIDTH - 1) : '0;

  assign data_out_0_valid = data_in_0_valid;
  assign data_in_0_ready  = data_out_0_ready;

  for (genvar lane = 0; lane < PARALLELISM; lane++) begin : gen_lane
    logic [DATA_OUT_WIDTH-1:0] converted;
    logic below, above;
    fixed_convert #(
        .IN_WIDTH(DATA_IN_WIDTH),
        .IN_FRAC_WIDTH(DATA_IN_FRAC_WIDTH),
        .IN_SIGNED(DATA_IN_SIGNED),
        .OUT_WIDTH(DATA_OUT_WIDTH),
        .OUT_FRAC_WIDTH(DATA_OUT_FRAC_WIDTH),
        .OUT_SIGNED(DATA_OUT_SIGNED),
        .ROUNDING(ROUNDING),
        .OVERFLOW(OVERFLOW)
    ) convert (
        .data_in(data_in_0[lane*DATA_IN_WIDTH+:DATA_IN_WIDTH]),
        .data_out(converted)
    );
    if (HAS_MIN) begin : gen_min
      assign below = (converted ^ SIGN) < (MIN ^ SIGN);
    end else begin : gen_no_min
      assign below = 1'b0;
    end
    if (HAS_MAX) begin : gen_max
      assign above = (converted ^ SIGN) > (MAX ^ SIGN);
    end else begin : gen_no_max
      assign above = 1'b0;
    end
    assign data_out_0[lane*DATA_OUT_WIDTH+:DATA_OUT_WIDTH] = below ? MIN : above ? MAX : converted;
  end

endmodule
