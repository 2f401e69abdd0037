// Proof of the functions of fixed_number_pkg, for every argument in the range that each assertion names.
module fixed_number_pkg_formal #(
    parameter int WORDS = 300,  // address_width is checked for 0 to WORDS
    parameter int COUNT = 12    // ceil_div: bits of the count
) (
    input logic signed [31:0] a,
    input logic signed [31:0] b
);

  // max_of, min_of: one of the two, and not beyond either.
  logic signed [31:0] larger, smaller;
  assign larger = fixed_number_pkg::max_of(a, b);
  assign smaller = fixed_number_pkg::min_of(a, b);
  always_comb begin
    assert (larger >= a && larger >= b && (larger == a || larger == b));
    assert (smaller <= a && smaller <= b && (smaller == a || smaller == b));
  end

  // ceil_div: the fewest beats that hold the elements.
  logic signed [31:0] count, beats;
  assign count = a & ((32'sd1 <<< COUNT) - 32'sd1);
  for (genvar parallelism = 1; parallelism <= 9; parallelism = parallelism + 1) begin : gen_parallelism
    logic signed [31:0] needed;
    assign needed = fixed_number_pkg::ceil_div(count, parallelism);
    always_comb assert (needed * parallelism >= count && (needed - 1) * parallelism < count);
  end

  // address_width: the fewest bits, at least one, that number the words.
  for (genvar words = 0; words <= WORDS; words = words + 1) begin : gen_words
    localparam int BITS = fixed_number_pkg::address_width(words);
    always_comb assert (BITS >= 1 && (1 << BITS) >= words && (BITS == 1 || (1 << (BITS - 1)) < words));
  end

  // The modes, by number, as docs/numbers.md has them.
  logic nearest, rounding_exists, overflow_exists;
  assign nearest = a == 0 || a == 1 || a == 2;
  assign rounding_exists = a >= 0 && a <= 4;
  assign overflow_exists = b == 0 || b == 1;
  always_comb begin
    assert (fixed_number_pkg::adds_half(a) == (nearest ? 1 : 0));
    assert (fixed_number_pkg::is_mode(a, b) == ((rounding_exists && overflow_exists) ? 1 : 0));
    assert (fixed_number_pkg::is_type(a, b) == ((a > 0 && a < 33 && overflow_exists) ? 1 : 0));
    assert (fixed_number_pkg::is_accumulator(a, b) == ((a > 0 && a < 121 && overflow_exists) ? 1 : 0));
    cover (fixed_number_pkg::is_mode(a, b) != 0);
    cover (fixed_number_pkg::is_type(a, b) != 0 && fixed_number_pkg::is_mode(a, b) == 0);
  end

endmodule
