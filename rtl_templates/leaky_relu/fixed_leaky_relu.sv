// Leaky ReLU: data_out = convert(data_in >= 0 ? data_in : data_in * slope), rounded once. Oracle: sw/ops/leaky_relu.hpp.
// Shapes:  PARALLELISM elements a beat, each on its own; one constant slope.
// Cycles:  latency REGISTERED, interval 1. The register stands between the product and its conversion.
// Stall:   REGISTERED 0: none of its own, valid and ready pass through as wires. REGISTERED 1: holds one beat;
//          data_in_0_ready follows data_out_0_ready in the same cycle (combinational).
// Area:    a multiplier per lane; none where |SLOPE| is a power of two or zero, or data_in unsigned.
// Not guaranteed: what padded lanes carry (each lane depends on the same lane of the input only).
module fixed_leaky_relu #(
    parameter int DATA_IN_WIDTH = 8,        // bits
    parameter int DATA_IN_FRAC_WIDTH = 3,   // bits; may be negative or exceed the width
    parameter int DATA_IN_SIGNED = 1,       // 0 or 1
    parameter int DATA_OUT_WIDTH = 8,       // bits
    parameter int DATA_OUT_FRAC_WIDTH = 3,  // bits; may be negative or exceed the width
    parameter int DATA_OUT_SIGNED = 1,      // 0 or 1
    parameter int ROUNDING = 0,             // fixed_number_pkg
    parameter int OVERFLOW = 0,             // fixed_number_pkg
    parameter int PARALLELISM = 4,          // elements of a beat
    parameter int SLOPE_WIDTH = 8,          // bits
    parameter int SLOPE_FRAC_WIDTH = 3,     // bits; may be negative or exceed the width
    parameter int SLOPE_SIGNED = 1,         // 0 or 1
    parameter SLOPE = 1,                    // of negative inputs, a code of the slope type; beyond 32 bits as 64'sd...
    parameter int REGISTERED = 0            // cycles of latency: 0 or 1
) (
    input  logic                                  clk,
    input  logic                                  rst,
    input  logic [ PARALLELISM*DATA_IN_WIDTH-1:0] data_in_0,
    input  logic                                  data_in_0_valid,
    output logic                                  data_in_0_ready,
    output logic [PARALLELISM*DATA_OUT_WIDTH-1:0] data_out_0,
    output logic                                  data_out_0_valid,
    input  logic                                  data_out_0_ready
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
                            fixed_number_pkg::is_type(SLOPE_WIDTH, SLOPE_SIGNED) == 0 || PARALLELISM < 1;
  localparam bit BAD_VALUE = fixed_number_pkg::is_accumulator(VALUE_WIDTH, 1) == 0;
  localparam logic signed [63:0] ONE = 1;
  localparam logic signed [63:0] CODE = 64'(SLOPE);
  localparam bit BAD_SLOPE = CODE < ((SLOPE_SIGNED != 0) ? -(ONE <<< (SLOPE_WIDTH - 1)) : 0) ||
                             CODE >= (ONE <<< (SLOPE_WIDTH - SLOPE_SIGNED));
  localparam bit BAD_REGISTERED = REGISTERED != 0 && REGISTERED != 1;
`ifndef __ICARUS__
  if (BAD_TYPE) begin : gen_bad_type
    $error("fixed_leaky_relu: widths are 1 to 32, *_SIGNED 0 or 1, PARALLELISM at least 1");
  end
  if (BAD_VALUE) begin : gen_bad_value
    $error("fixed_leaky_relu: the product needs more than 120 bits; take a larger SLOPE_FRAC_WIDTH");
  end
  if (BAD_SLOPE) begin : gen_bad_slope
    $error("fixed_leaky_relu: SLOPE is not a code of its type");
  end
  if (BAD_REGISTERED) begin : gen_bad_registered
    $error("fixed_leaky_relu: REGISTERED is 0 or 1");
  end
`else
  initial if (BAD_TYPE || BAD_VALUE || BAD_SLOPE || BAD_REGISTERED) $fatal(1, "fixed_leaky_relu: parameter out of range");
`endif

  logic [PARALLELISM*VALUE_WIDTH-1:0] value_d, value;  // of all lanes; value is value_d or its register

  for (genvar lane = 0; lane < PARALLELISM; lane++) begin : gen_lane
    if (!LEAKS) begin : gen_unsigned
      assign value_d[lane*VALUE_WIDTH+:VALUE_WIDTH] = data_in_0[lane*DATA_IN_WIDTH+:DATA_IN_WIDTH];
    end else begin : gen_signed
      localparam logic signed [63:0] MAGNITUDE = (CODE < 0) ? -CODE : CODE;
      logic signed [DATA_IN_WIDTH-1:0] data;
      logic signed [PRODUCT_WIDTH-1:0] product;
      assign data = data_in_0[lane*DATA_IN_WIDTH+:DATA_IN_WIDTH];
      if (CODE == 0) begin : gen_zero
        assign product = '0;
      end else if ((MAGNITUDE & (MAGNITUDE - 1)) == 0) begin : gen_power
        logic signed [PRODUCT_WIDTH-1:0] shifted;
        assign shifted = PRODUCT_WIDTH'(data) <<< $clog2(MAGNITUDE);
        assign product = (CODE < 0) ? -shifted : shifted;
      end else begin : gen_product
        localparam logic signed [SLOPE_WIDTH:0] FACTOR = CODE[SLOPE_WIDTH:0];
        assign product = PRODUCT_WIDTH'(data) * PRODUCT_WIDTH'(FACTOR);
      end
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
        .data_in(value[lane*VALUE_WIDTH+:VALUE_WIDTH]),
        .data_out(data_out_0[lane*DATA_OUT_WIDTH+:DATA_OUT_WIDTH])
    );
  end

  if (REGISTERED != 0) begin : gen_register
    logic [PARALLELISM*VALUE_WIDTH-1:0] value_q;
    logic valid_q;
    assign data_in_0_ready = !valid_q || data_out_0_ready;
    assign data_out_0_valid = valid_q;
    assign value = value_q;
    always_ff @(posedge clk) begin
      if (rst) valid_q <= 1'b0;
      else if (data_in_0_ready) valid_q <= data_in_0_valid;
    end
    always_ff @(posedge clk) begin
      if (data_in_0_ready) value_q <= value_d;
    end
  end else begin : gen_wires
    logic unused_clock;
    assign unused_clock = clk ^ rst;
    assign data_in_0_ready = data_out_0_ready;
    assign data_out_0_valid = data_in_0_valid;
    assign value = value_d;
  end

endmodule
