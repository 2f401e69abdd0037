// PReLU: data_out = convert(data_in >= 0 ? data_in : data_in * slope of the feature), rounded once. Oracle: sw/ops/prelu.hpp.
// The slopes are a module beside it, read combinationally: slope holds those of beat slope_address of a vector.
// Shapes:  vectors of FEATURES elements, PARALLELISM a beat; slope lane i belongs to element i of the beat.
// Cycles:  latency 1, interval 1. The register stands between the product and its conversion.
// Stall:   holds one beat; data_in_0_ready follows data_out_0_ready in the same cycle (combinational).
// Area:    a multiplier per lane (none where data_in is unsigned: nothing to be multiplied).
// Not guaranteed: what padded lanes carry (each lane depends on the same lane of the input and its slope only).
module fixed_prelu #(
    parameter int DATA_IN_WIDTH = 8,        // bits
    parameter int DATA_IN_FRAC_WIDTH = 3,   // bits; may be negative or exceed the width
    parameter int DATA_IN_SIGNED = 1,       // 0 or 1
    parameter int DATA_OUT_WIDTH = 8,       // bits
    parameter int DATA_OUT_FRAC_WIDTH = 3,  // bits; may be negative or exceed the width
    parameter int DATA_OUT_SIGNED = 1,      // 0 or 1
    parameter int ROUNDING = 0,             // fixed_number_pkg
    parameter int OVERFLOW = 0,             // fixed_number_pkg
    parameter int PARALLELISM = 4,          // elements of a beat
    parameter int FEATURES = 8,             // elements of a vector
    parameter int SLOPE_WIDTH = 8,          // bits
    parameter int SLOPE_FRAC_WIDTH = 3,     // bits; may be negative or exceed the width
    parameter int SLOPE_SIGNED = 1          // 0 or 1
) (
    input  logic                                  clk,
    input  logic                                  rst,
    input  logic [ PARALLELISM*DATA_IN_WIDTH-1:0] data_in_0,
    input  logic                                  data_in_0_valid,
    output logic                                  data_in_0_ready,
    output logic [PARALLELISM*DATA_OUT_WIDTH-1:0] data_out_0,
    output logic                                  data_out_0_valid,
    input  logic                                  data_out_0_ready,
    output logic [fixed_number_pkg::address_width(fixed_number_pkg::ceil_div(FEATURES, PARALLELISM))-1:0] slope_address,
    input  logic [PARALLELISM*SLOPE_WIDTH-1:0] slope
);

  // The exact result before rounding: value, at VALUE_FRAC_WIDTH. A slope with fractional bits moves the positive branch
  // up to the product's point; one with negative frac_width moves the product up. Unsigned data never meets the slope.
  localparam bit LEAKS = DATA_IN_SIGNED != 0;
  localparam int DATA_SHIFT = LEAKS ? fixed_number_pkg::max_of(SLOPE_FRAC_WIDTH, 0) : 0;
  localparam int PRODUCT_SHIFT = fixed_number_pkg::max_of(-SLOPE_FRAC_WIDTH, 0);
  localparam int PRODUCT_WIDTH = DATA_IN_WIDTH + SLOPE_WIDTH;
  localparam int VALUE_WIDTH = !LEAKS ? DATA_IN_WIDTH :
      fixed_number_pkg::max_of(DATA_IN_WIDTH + DATA_SHIFT, PRODUCT_WIDTH + PRODUCT_SHIFT);
  localparam int VALUE_FRAC_WIDTH = DATA_IN_FRAC_WIDTH + DATA_SHIFT;

  localparam bit BAD_TYPE = fixed_number_pkg::is_type(DATA_IN_WIDTH, DATA_IN_SIGNED) == 0 ||
                            fixed_number_pkg::is_type(SLOPE_WIDTH, SLOPE_SIGNED) == 0 || PARALLELISM < 1 ||
                            FEATURES < 1;
  localparam bit BAD_VALUE = fixed_number_pkg::is_accumulator(VALUE_WIDTH, 1) == 0;
`ifndef __ICARUS__
  if (BAD_TYPE) begin : gen_bad_type
    $error("fixed_prelu: widths are 1 to 32, *_SIGNED 0 or 1, FEATURES and PARALLELISM at least 1");
  end
  if (BAD_VALUE) begin : gen_bad_value
    $error("fixed_prelu: the product needs more than 120 bits; take a larger SLOPE_FRAC_WIDTH");
  end
`else
  initial if (BAD_TYPE || BAD_VALUE) $fatal(1, "fixed_prelu: parameter out of range");
`endif

  localparam int BEATS = fixed_number_pkg::ceil_div(FEATURES, PARALLELISM);
  localparam int ADDRESS_WIDTH = fixed_number_pkg::address_width(BEATS);

  logic [PARALLELISM*VALUE_WIDTH-1:0] value_q, value_d;
  logic valid_q;
  logic [ADDRESS_WIDTH-1:0] beat_q;  // of the vector, next to come in

  assign data_in_0_ready = !valid_q || data_out_0_ready;
  assign data_out_0_valid = valid_q;
  assign slope_address = beat_q;

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
    if (data_in_0_ready) value_q <= value_d;
  end

  for (genvar lane = 0; lane < PARALLELISM; lane++) begin : gen_lane
    if (!LEAKS) begin : gen_unsigned
      logic unused_slope;
      assign unused_slope = ^slope[lane*SLOPE_WIDTH+:SLOPE_WIDTH];
      assign value_d[lane*VALUE_WIDTH+:VALUE_WIDTH] = data_in_0[lane*DATA_IN_WIDTH+:DATA_IN_WIDTH];
    end else begin : gen_signed
      logic signed [DATA_IN_WIDTH-1:0] data;
      logic signed [SLOPE_WIDTH:0] factor;  // with a sign of its own where the slope has none
      logic signed [PRODUCT_WIDTH-1:0] product;
      assign data = data_in_0[lane*DATA_IN_WIDTH+:DATA_IN_WIDTH];
      assign factor = {SLOPE_SIGNED != 0 && slope[(lane+1)*SLOPE_WIDTH-1], slope[lane*SLOPE_WIDTH+:SLOPE_WIDTH]};
      assign product = PRODUCT_WIDTH'(data) * PRODUCT_WIDTH'(factor);
      assign value_d[lane*VALUE_WIDTH+:VALUE_WIDTH] = data[DATA_IN_WIDTH-1] ? VALUE_WIDTH'(product) <<< PRODUCT_SHIFT :
                                                                             VALUE_WIDTH'(data) <<< DATA_SHIFT;
    end
    fixed_convert #(
        .IN_WIDTH(VALUE_WIDTH),
        .IN_FRAC_WIDTH(VALUE_FRAC_WIDTH),
        .IN_SIGNED(DATA_IN_SIGNED),
        .OUT_WIDTH(DATA_OUT_WIDTH),
        .OUT_FRAC_WIDTH(DATA_OUT_FRAC_WIDTH),
        .OUT_SIGNED(DATA_OUT_SIGNED),
        .ROUNDING(ROUNDING),
        .OVERFLOW(OVERFLOW)
    ) convert (
        .data_in(value_q[lane*VALUE_WIDTH+:VALUE_WIDTH]),
        .data_out(data_out_0[lane*DATA_OUT_WIDTH+:DATA_OUT_WIDTH])
    );
  end

endmodule
