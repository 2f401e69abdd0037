// The numbers of the ROUNDING and OVERFLOW parameters (the same as in sw/number/fixed_type.hpp), and the integer helpers
// that parameters of the library are computed with. Compile it before every other file.
package fixed_number_pkg;

  // ROUNDING: what becomes of a value between two codes.
  localparam int HALF_EVEN = 0;    // nearest; ties to the even code
  localparam int HALF_UP = 1;      // nearest; ties towards +infinity
  localparam int HALF_AWAY = 2;    // nearest; ties away from zero
  localparam int FLOOR = 3;        // towards -infinity
  localparam int TOWARD_ZERO = 4;  // the fraction is dropped

  // OVERFLOW: what becomes of a value beyond the range of the type.
  localparam int SATURATE = 0;  // the nearest code
  localparam int WRAP = 1;      // the low bits

  // The largest width of a type, and of an accumulator, in bits.
  localparam int MAX_WIDTH = 32;
  localparam int MAX_ACCUMULATOR_WIDTH = 120;

  function automatic int max_of(input int a, input int b);
    max_of = (a > b) ? a : b;
  endfunction

  function automatic int min_of(input int a, input int b);
    min_of = (a < b) ? a : b;
  endfunction

  // Beats that `count` elements need at `parallelism` elements a beat.
  function automatic int ceil_div(input int count, input int parallelism);
    ceil_div = (count + parallelism - 1) / parallelism;
  endfunction

  // Bits of an address of `words` words; at least one, so that an address port always exists.
  function automatic int address_width(input int words);
    address_width = (words > 1) ? $clog2(words) : 1;
  endfunction

  // One for the three modes that round to the nearest code: they start by adding half a unit of the result.
  function automatic int adds_half(input int rounding);
    adds_half = (rounding == HALF_EVEN || rounding == HALF_UP || rounding == HALF_AWAY) ? 1 : 0;
  endfunction

  // One for a width and a sign that the library supports in types.
  function automatic int is_type(input int width, input int is_signed);
    is_type = (width >= 1 && width <= MAX_WIDTH && (is_signed == 0 || is_signed == 1)) ? 1 : 0;
  endfunction

  // The same for accumulators.
  function automatic int is_accumulator(input int width, input int is_signed);
    is_accumulator = (width >= 1 && width <= MAX_ACCUMULATOR_WIDTH && (is_signed == 0 || is_signed == 1)) ? 1 : 0;
  endfunction

  // One for modes that exist.
  function automatic int is_mode(input int rounding, input int overflow);
    is_mode = ((adds_half(rounding) != 0 || rounding == FLOOR || rounding == TOWARD_ZERO) &&
               (overflow == SATURATE || overflow == WRAP)) ? 1 : 0;
  endfunction

endpackage
