// Affine: data_out = convert(data_in * weight + bias of the feature), rounded once. Oracle: sw/ops/affine.hpp.
// Weights and biases are modules beside it, read combinationally: weight and bias hold those of beat weight_address (and
// bias_address, which is the same) of a vector.
// Shapes:  vectors of FEATURES elements, PARALLELISM a beat; lane i of weight and bias belongs to element i of the beat.
// Numbers: the product is exact; with ACCUMULATOR_WIDTH as AffineOp::accumulator_width() the sum is, too, and half a unit of
//          data_out fits into it.
// Cycles:  latency 2, interval 1. One register stands behind the multiplier, the other between the sum and its conversion.
// Stall:   holds two beats, which stop together while data_out_0_valid && !data_out_0_ready; data_in_0_ready follows
//          data_out_0_ready in the same cycle (combinational).
// Area:    a multiplier per lane.
// Not guaranteed: what padded lanes carry (each lane depends on the same lane of the input, its weight and its bias only).
module fixed_affine #(
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
    parameter int WEIGHT_WIDTH = 8,         // bits
    parameter int WEIGHT_FRAC_WIDTH = 3,    // bits; may be negative or exceed the width
    parameter int WEIGHT_SIGNED = 1,        // 0 or 1
    parameter int BIAS_WIDTH = 8,           // bits
    parameter int BIAS_FRAC_WIDTH = 3,      // bits; may be negative or exceed the width
    parameter int BIAS_SIGNED = 1,          // 0 or 1
    parameter int ACCUMULATOR_WIDTH = 20    // bits of the signed sum, at the finer frac_width of product and bias
) (
    input  logic                                  clk,
    input  logic                                  rst,
    input  logic [ PARALLELISM*DATA_IN_WIDTH-1:0] data_in_0,
    input  logic                                  data_in_0_valid,
    output logic                                  data_in_0_ready,
    output logic [PARALLELISM*DATA_OUT_WIDTH-1:0] data_out_0,
    output logic                                  data_out_0_valid,
    input  logic                                  data_out_0_ready,
    output logic [fixed_number_pkg::address_width(fixed_number_pkg::ceil_div(FEATURES, PARALLELISM))-1:0] weight_address,
    input  logic [PARALLELISM*WEIGHT_WIDTH-1:0] weight,
    output logic [fixed_number_pkg::address_width(fixed_number_pkg::ceil_div(FEATURES, PARALLELISM))-1:0] bias_address,
    input  logic [PARALLELISM*BIAS_WIDTH-1:0] bias
);

  localparam int PRODUCT_FRAC_WIDTH = DATA_IN_FRAC_WIDTH + WEIGHT_FRAC_WIDTH;
  localparam int TOTAL_FRAC_WIDTH = fixed_number_pkg::max_of(PRODUCT_FRAC_WIDTH, BIAS_FRAC_WIDTH);
  localparam int PRODUCT_SHIFT = TOTAL_FRAC_WIDTH - PRODUCT_FRAC_WIDTH;
  localparam int BIAS_SHIFT = TOTAL_FRAC_WIDTH - BIAS_FRAC_WIDTH;
  localparam int ROUND_SHIFT = TOTAL_FRAC_WIDTH - DATA_OUT_FRAC_WIDTH;
  // A product that is shifted to the left needs that many bits less: the upper ones would leave the sum.
  localparam int PRODUCT_WIDTH = fixed_number_pkg::max_of(
      1, fixed_number_pkg::min_of(DATA_IN_WIDTH + WEIGHT_WIDTH, ACCUMULATOR_WIDTH - PRODUCT_SHIFT));
  localparam int PRODUCT_SIGNED = (DATA_IN_SIGNED != 0 || WEIGHT_SIGNED != 0) ? 1 : 0;
  localparam int TOTAL_WIDTH = fixed_number_pkg::max_of(2, ACCUMULATOR_WIDTH);
  // Half a unit of the output joins the bias, so that rounding needs no adder behind the sum.
  localparam int HALF_ADDED =
      (fixed_number_pkg::adds_half(ROUNDING) != 0 && ROUND_SHIFT >= 1 && ROUND_SHIFT < ACCUMULATOR_WIDTH) ? 1 : 0;
  localparam logic [TOTAL_WIDTH-1:0] OFFSET =
      (HALF_ADDED != 0) ? TOTAL_WIDTH'(1) << (ROUND_SHIFT - 1) : TOTAL_WIDTH'(0);

  localparam bit BAD_TYPE = fixed_number_pkg::is_type(DATA_IN_WIDTH, DATA_IN_SIGNED) == 0 ||
                            fixed_number_pkg::is_type(WEIGHT_WIDTH, WEIGHT_SIGNED) == 0 ||
                            fixed_number_pkg::is_type(BIAS_WIDTH, BIAS_SIGNED) == 0 ||
                            fixed_number_pkg::is_accumulator(ACCUMULATOR_WIDTH, 1) == 0 || PARALLELISM < 1 || FEATURES < 1;
`ifndef __ICARUS__
  if (BAD_TYPE) begin : gen_bad_type
    $error("fixed_affine: widths are 1 to 32, ACCUMULATOR_WIDTH 1 to 120, *_SIGNED 0 or 1, FEATURES and PARALLELISM at least 1");
  end
`else
  initial if (BAD_TYPE) $fatal(1, "fixed_affine: parameter out of range");
`endif

  localparam int BEATS = fixed_number_pkg::ceil_div(FEATURES, PARALLELISM);
  localparam int ADDRESS_WIDTH = fixed_number_pkg::address_width(BEATS);

  logic advance, product_valid_q, total_valid_q;
  logic [ADDRESS_WIDTH-1:0] beat_q;  // of the vector, next to come in

  assign advance = !total_valid_q || data_out_0_ready;
  assign data_in_0_ready = advance;
  assign data_out_0_valid = total_valid_q;
  assign weight_address = beat_q;
  assign bias_address = beat_q;

  always_ff @(posedge clk) begin
    if (rst) begin
      product_valid_q <= 1'b0;
      total_valid_q <= 1'b0;
      beat_q <= '0;
    end else if (advance) begin
      product_valid_q <= data_in_0_valid;
      total_valid_q <= product_valid_q;
      if (data_in_0_valid) beat_q <= (beat_q == ADDRESS_WIDTH'(BEATS - 1)) ? '0 : beat_q + ADDRESS_WIDTH'(1);
    end
  end

  for (genvar lane = 0; lane < PARALLELISM; lane = lane + 1) begin : gen_lane
    logic [PRODUCT_WIDTH-1:0] product_q;
    fixed_multiplier #(
        .DATA_WIDTH   (DATA_IN_WIDTH),
        .DATA_SIGNED  (DATA_IN_SIGNED),
        .WEIGHT_WIDTH (WEIGHT_WIDTH),
        .WEIGHT_SIGNED(WEIGHT_SIGNED),
        .PRODUCT_WIDTH(PRODUCT_WIDTH)
    ) multiplier (
        .clk    (clk),
        .enable (advance),
        .data   (data_in_0[lane*DATA_IN_WIDTH+:DATA_IN_WIDTH]),
        .weight (weight[lane*WEIGHT_WIDTH+:WEIGHT_WIDTH]),
        .product(product_q)
    );
    // Fitted to the sum: what lies above it is no more than its sign, or does not count.
    logic [TOTAL_WIDTH-1:0] product, start, start_q, total_q;
    if (PRODUCT_SIGNED != 0) begin : gen_signed_product
      assign product = TOTAL_WIDTH'($signed(product_q)) << PRODUCT_SHIFT;
    end else begin : gen_unsigned_product
      assign product = TOTAL_WIDTH'(product_q) << PRODUCT_SHIFT;
    end
    if (BIAS_SIGNED != 0) begin : gen_signed_bias
      assign start = (TOTAL_WIDTH'($signed(bias[lane*BIAS_WIDTH+:BIAS_WIDTH])) << BIAS_SHIFT) + OFFSET;
    end else begin : gen_unsigned_bias
      assign start = (TOTAL_WIDTH'(bias[lane*BIAS_WIDTH+:BIAS_WIDTH]) << BIAS_SHIFT) + OFFSET;
    end
    always_ff @(posedge clk) if (advance) start_q <= start;
    always_ff @(posedge clk) if (advance) total_q <= product + start_q;
    fixed_convert #(
        .IN_WIDTH      (TOTAL_WIDTH),
        .IN_FRAC_WIDTH (TOTAL_FRAC_WIDTH),
        .IN_SIGNED     (1),
        .OUT_WIDTH     (DATA_OUT_WIDTH),
        .OUT_FRAC_WIDTH(DATA_OUT_FRAC_WIDTH),
        .OUT_SIGNED    (DATA_OUT_SIGNED),
        .ROUNDING      (ROUNDING),
        .OVERFLOW      (OVERFLOW),
        .HALF_ADDED    (HALF_ADDED)
    ) convert (
        .data_in (total_q),
        .data_out(data_out_0[lane*DATA_OUT_WIDTH+:DATA_OUT_WIDTH])
    );
  end

endmodule
