// What a conversion is, by the definitions of docs/numbers.md: over plain integers, with division and remainder, and nothing of
// the tricks of fixed_convert (no offset that is added, no bits that are looked at).
// Shapes: value, an integer at the finer point; SHIFT bits finer than the result (coarser, if negative) -> the code of the result.
module convert_spec #(
    parameter int WIDTH = 16,      // bits of value, signed
    parameter int SHIFT = 4,       // frac_width of value minus that of the result
    parameter int OUT_WIDTH = 8,   // bits
    parameter int OUT_SIGNED = 1,  // 0 or 1
    parameter int ROUNDING = 0,    // half_even, half_up, half_away, floor, toward_zero
    parameter int OVERFLOW = 0     // saturate, wrap
) (
    input  logic signed [WIDTH-1:0] value,
    output logic [OUT_WIDTH-1:0]    code
);

  // Wide enough for every number below.
  localparam int N = WIDTH + OUT_WIDTH + ((SHIFT < 0) ? -SHIFT : SHIFT) + 4;
  localparam logic signed [N-1:0] ZERO = 0;
  localparam logic signed [N-1:0] ONE = 1;
  localparam logic signed [N-1:0] TWO = 2;

  // Rounded: the integer for value * 2^-SHIFT.
  logic signed [N-1:0] exact, rounded;
  assign exact = value;
  if (SHIFT <= 0) begin : gen_exact
    localparam logic signed [N-1:0] FACTOR = ONE <<< -SHIFT;
    assign rounded = exact * FACTOR;
  end else begin : gen_round
    localparam logic signed [N-1:0] UNIT = ONE <<< SHIFT;
    logic negative, up, odd;
    logic signed [N-1:0] size, quotient, rest, outward;
    assign negative = exact < ZERO;
    assign size = negative ? -exact : exact;  // |value| = quotient * UNIT + rest
    assign quotient = size / UNIT;
    assign rest = size % UNIT;
    assign odd = quotient % TWO != ZERO;
    // Away from zero, by one?
    always_comb begin
      case (ROUNDING)
        0: up = TWO * rest > UNIT || (TWO * rest == UNIT && odd);
        1: up = negative ? TWO * rest > UNIT : TWO * rest >= UNIT;
        2: up = TWO * rest >= UNIT;
        3: up = negative && rest != ZERO;
        default: up = 1'b0;
      endcase
    end
    assign outward = quotient + (up ? ONE : ZERO);
    assign rounded = negative ? -outward : outward;
  end

  // Brought into the range of the type.
  localparam logic signed [N-1:0] CODES = ONE <<< OUT_WIDTH;
  localparam logic signed [N-1:0] LOWEST = (OUT_SIGNED != 0) ? -(CODES / TWO) : ZERO;
  localparam logic signed [N-1:0] HIGHEST = LOWEST + CODES - ONE;
  logic signed [N-1:0] fitted;
  if (OVERFLOW == 0) begin : gen_saturate
    assign fitted = (rounded < LOWEST) ? LOWEST : (rounded > HIGHEST) ? HIGHEST : rounded;
  end else begin : gen_wrap
    // The remainder of a negative number is negative, or zero.
    logic signed [N-1:0] rest;
    assign rest = rounded % CODES;
    assign fitted = (rest < LOWEST) ? rest + CODES : (rest > HIGHEST) ? rest - CODES : rest;
  end
  assign code = fitted[OUT_WIDTH-1:0];

endmodule
