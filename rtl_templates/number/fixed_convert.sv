// Converts one fixed-point number to another type: rounds once, then saturates or wraps.
// The same function as rtl4ml::convert of sw/number/convert.hpp, for every pair of types.
// Shapes:  one number in, one number out.
// Cycles:  combinational.
// Area:    half_even and half_up cost one adder, and none where the half was added upstream (HALF_ADDED); ties to even are
//          mended by clearing the lowest bit, which never carries.
// Not guaranteed: with HALF_ADDED, anything for inputs whose sum with the half did not fit into IN_WIDTH.
module fixed_convert #(
    parameter int IN_WIDTH = 16,       // bits
    parameter int IN_FRAC_WIDTH = 8,   // bits; may be negative or exceed the width
    parameter int IN_SIGNED = 1,       // 0 or 1
    parameter int OUT_WIDTH = 8,       // bits
    parameter int OUT_FRAC_WIDTH = 4,  // bits; may be negative or exceed the width
    parameter int OUT_SIGNED = 1,      // 0 or 1
    parameter int ROUNDING = 0,        // fixed_number_pkg
    parameter int OVERFLOW = 0,        // fixed_number_pkg
    parameter int HALF_ADDED = 0       // 1: data_in already holds value + half a unit of data_out (needs a mode that adds it)
) (
    input  logic [IN_WIDTH-1:0]  data_in,
    output logic [OUT_WIDTH-1:0] data_out
);

  localparam int SHIFT = IN_FRAC_WIDTH - OUT_FRAC_WIDTH;
  // Farther shifts change nothing: to the right all is fraction already, to the left all has left the output.
  localparam int RIGHT = fixed_number_pkg::max_of(0, fixed_number_pkg::min_of(SHIFT, IN_WIDTH + 1));
  localparam int LEFT = fixed_number_pkg::max_of(0, fixed_number_pkg::min_of(-SHIFT, OUT_WIDTH));
  localparam int VALUE_WIDTH = IN_WIDTH + 2;  // a sign for unsigned inputs, a carry for the half
  // Of the number between rounding and fitting; two bits beyond data_out, so that its range can be looked at.
  localparam int FULL_WIDTH = fixed_number_pkg::max_of(VALUE_WIDTH + LEFT, OUT_WIDTH + 2);

  localparam bit BAD_TYPE = fixed_number_pkg::is_accumulator(IN_WIDTH, IN_SIGNED) == 0 ||
                            fixed_number_pkg::is_type(OUT_WIDTH, OUT_SIGNED) == 0;
  localparam bit BAD_MODE = fixed_number_pkg::is_mode(ROUNDING, OVERFLOW) == 0;
  localparam bit BAD_HALF = HALF_ADDED != 0 && (HALF_ADDED != 1 || fixed_number_pkg::adds_half(ROUNDING) == 0 ||
                                                SHIFT < 1 || SHIFT > IN_WIDTH);
`ifndef __ICARUS__
  if (BAD_TYPE) begin : gen_bad_type
    $error("fixed_convert: IN_WIDTH is 1 to 120, OUT_WIDTH 1 to 32, *_SIGNED 0 or 1");
  end
  if (BAD_MODE) begin : gen_bad_mode
    $error("fixed_convert: ROUNDING is 0 to 4, OVERFLOW 0 or 1");
  end
  if (BAD_HALF) begin : gen_bad_half
    $error("fixed_convert: HALF_ADDED is 0, or 1 with a half mode and a shift of 1 to IN_WIDTH");
  end
`else
  initial if (BAD_TYPE || BAD_MODE || BAD_HALF) $fatal(1, "fixed_convert: parameter out of range");
`endif

  logic signed [VALUE_WIDTH-1:0] value;
  assign value = {{2{IN_SIGNED != 0 && data_in[IN_WIDTH-1]}}, data_in};

  // Round: value -> rounded, an integer at OUT_FRAC_WIDTH (at IN_FRAC_WIDTH where the shift is to the left).
  logic signed [VALUE_WIDTH-1:0] rounded;
  if (RIGHT == 0) begin : gen_exact
    assign rounded = value;
  end else if (fixed_number_pkg::adds_half(ROUNDING) != 0) begin : gen_nearest
    localparam logic signed [VALUE_WIDTH-1:0] HALF = VALUE_WIDTH'(1) << (RIGHT - 1);
    localparam bit AWAY = ROUNDING == fixed_number_pkg::HALF_AWAY;
    logic signed [VALUE_WIDTH-1:0] sum, quotient;
    logic tie;
    if (HALF_ADDED != 0) begin : gen_added
      assign sum = value;
    end else if (AWAY) begin : gen_away
      // Just below the half for negative values: their ties stay below.
      assign sum = value + (value[VALUE_WIDTH-1] ? HALF - VALUE_WIDTH'(1) : HALF);
    end else begin : gen_add
      assign sum = value + HALF;
    end
    assign quotient = sum >>> RIGHT;
    assign tie = sum[RIGHT-1:0] == '0;
    if (ROUNDING == fixed_number_pkg::HALF_EVEN) begin : gen_even
      assign rounded = {quotient[VALUE_WIDTH-1:1], quotient[0] && !tie};
    end else if (AWAY && HALF_ADDED != 0) begin : gen_mend
      // A tie at or below zero came from a negative value and has been taken up instead of away.
      assign rounded = quotient - VALUE_WIDTH'(tie && (quotient[VALUE_WIDTH-1] || quotient == '0));
    end else begin : gen_up
      logic unused_tie;
      assign unused_tie = tie;
      assign rounded = quotient;
    end
  end else if (ROUNDING == fixed_number_pkg::TOWARD_ZERO) begin : gen_toward_zero
    logic signed [VALUE_WIDTH-1:0] quotient;
    assign quotient = value >>> RIGHT;  // by itself: beside an unsigned operand the shift would not be arithmetic
    assign rounded = quotient + VALUE_WIDTH'(value[VALUE_WIDTH-1] && value[RIGHT-1:0] != '0);
  end else begin : gen_floor
    assign rounded = value >>> RIGHT;
  end

  // Fit: rounded -> data_out.
  logic signed [FULL_WIDTH-1:0] full;
  assign full = FULL_WIDTH'(rounded) <<< LEFT;

  if (OVERFLOW == fixed_number_pkg::SATURATE) begin : gen_saturate
    // The bits below the sign; a number is inside the range if all bits above them are equal to the sign.
    localparam int BODY_WIDTH = (OUT_SIGNED != 0) ? OUT_WIDTH - 1 : OUT_WIDTH;
    logic negative, above, below;
    assign negative = full[FULL_WIDTH-1];
    assign above = !negative && full[FULL_WIDTH-2:BODY_WIDTH] != '0;
    assign below = negative && (OUT_SIGNED == 0 || full[FULL_WIDTH-2:BODY_WIDTH] != '1);
    if (OUT_SIGNED == 0) begin : gen_unsigned
      assign data_out = (full[BODY_WIDTH-1:0] | {BODY_WIDTH{above}}) & {BODY_WIDTH{!below}};
    end else if (OUT_WIDTH == 1) begin : gen_sign
      logic unused;
      assign unused = above || below;
      assign data_out = negative;
    end else begin : gen_signed
      assign data_out[OUT_WIDTH-1] = negative;
      assign data_out[OUT_WIDTH-2:0] = (full[BODY_WIDTH-1:0] | {BODY_WIDTH{above}}) & {BODY_WIDTH{!below}};
    end
  end else begin : gen_wrap
    logic unused_full;
    assign unused_full = ^full[FULL_WIDTH-1:OUT_WIDTH];
    assign data_out = full[OUT_WIDTH-1:0];
  end

endmodule
