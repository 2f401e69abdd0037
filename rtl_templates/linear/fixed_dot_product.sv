// One output lane of fixed_linear: multiplies the lanes of a beat with their weights, sums them, accumulates the beats of a
// vector on top of a start value and converts the total once.
// Shapes:  data[PARALLELISM], weight[PARALLELISM] -> one number a vector.
// Cycles:  1 for the products, the stages of fixed_product_sum for their sum, 1 for the accumulator, 1 for the conversion; all
//          move with advance. With one beat a vector nothing is accumulated, and the accumulator's register stands where it
//          shortens the longest path: before the start value is added, not after.
// Not guaranteed: data_out before the first vector (there is no reset; fixed_linear keeps the valid bits).
module fixed_dot_product #(
    parameter int DATA_WIDTH = 8,              // bits
    parameter int DATA_SIGNED = 1,             // 0 or 1
    parameter int WEIGHT_WIDTH = 8,            // bits
    parameter int WEIGHT_SIGNED = 1,           // 0 or 1
    parameter int WEIGHT_BIPOLAR = 0,          // 1: weights are signs, of one bit; start mends what fixed_product_sum says
    parameter int PARALLELISM = 4,             // products a cycle
    parameter int BEATS = 2,                   // of a vector
    parameter int SUM_FAN_IN = 8,              // operands that are added between two registers
    parameter int WEIGHT_SLICES = 1,           // slices of a weight that have a multiplier each
    parameter int USE_DSP = 1,                 // 0: the multipliers are built of look-up tables
    parameter int PACKED = 0,                  // 1: the products come ready, of whole weights
    parameter int START_IS_LATE = 0,           // 1: with one beat a vector and one slice, start comes a cycle later
    parameter int ACCUMULATOR_WIDTH = 20,      // bits, at least 2; sums are exact modulo 2^ACCUMULATOR_WIDTH
    parameter int ACCUMULATOR_FRAC_WIDTH = 6,  // bits
    parameter int PRODUCT_SHIFT = 0,           // bits to the left, from the products' frac_width to the accumulator's
    parameter int DATA_OUT_WIDTH = 8,          // bits
    parameter int DATA_OUT_FRAC_WIDTH = 3,     // bits
    parameter int DATA_OUT_SIGNED = 1,         // 0 or 1
    parameter int ROUNDING = 0,                // fixed_number_pkg
    parameter int OVERFLOW = 0,                // fixed_number_pkg
    parameter int HALF_ADDED = 0               // 1: start holds half a unit of data_out, as rounding wants it
) (
    input  logic                                clk,
    input  logic                                advance,           // the pipeline moves
    input  logic [PARALLELISM*DATA_WIDTH-1:0]   data,
    input  logic [PARALLELISM*WEIGHT_WIDTH-1:0] weight,
    input  logic [PARALLELISM*(DATA_WIDTH+WEIGHT_WIDTH)-1:0] product,  // a cycle after data and weight; read if PACKED
    input  logic                                accumulate,        // a sum is at the accumulator
    input  logic                                accumulate_first,  // it is the first of its vector
    input  logic [ACCUMULATOR_WIDTH-1:0]        start,             // bias and rounding offset of that vector; with
                                                                   // START_IS_LATE: a cycle later
    output logic [DATA_OUT_WIDTH-1:0]           data_out
);

  // A sum that is shifted to the left needs that many bits less: the upper ones would leave the accumulator.
  localparam int SUM_WIDTH = fixed_number_pkg::max_of(1, ACCUMULATOR_WIDTH - PRODUCT_SHIFT);
  localparam int SLICE_WIDTH = fixed_number_pkg::ceil_div(WEIGHT_WIDTH, WEIGHT_SLICES);

  logic unused_product;
  assign unused_product = ^product;

  // Every slice of the weights is multiplied by itself; the highest one has their sign.
  for (genvar s = 0; s < WEIGHT_SLICES; s = s + 1) begin : gen_slice
    localparam int FROM = s * SLICE_WIDTH;
    localparam int WIDTH = fixed_number_pkg::min_of(SLICE_WIDTH, WEIGHT_WIDTH - FROM);
    localparam int SIGNED = (s == WEIGHT_SLICES - 1) ? WEIGHT_SIGNED : 0;
    logic [PARALLELISM*WIDTH-1:0] slice;
    logic [SUM_WIDTH-1:0] sum, above;  // above: of the slices 1 to s
    for (genvar i = 0; i < PARALLELISM; i = i + 1) begin : gen_lane
      assign slice[i*WIDTH+:WIDTH] = weight[i*WEIGHT_WIDTH+FROM+:WIDTH];
    end
    fixed_product_sum #(
        .DATA_WIDTH    (DATA_WIDTH),
        .DATA_SIGNED   (DATA_SIGNED),
        .WEIGHT_WIDTH  (WIDTH),
        .WEIGHT_SIGNED (SIGNED),
        .WEIGHT_BIPOLAR(WEIGHT_BIPOLAR),
        .PARALLELISM   (PARALLELISM),
        .SUM_FAN_IN    (SUM_FAN_IN),
        .USE_DSP       (USE_DSP),
        .PACKED        (PACKED),
        .SUM_CHAIN     ((USE_DSP != 0 && WEIGHT_SLICES == 1) ? 4 : 2),
        .OUT_WIDTH     (SUM_WIDTH)
    ) product_sum (
        .clk    (clk),
        .enable (advance),
        .data   (data),
        .weight (slice),
        .product(product[PARALLELISM*(DATA_WIDTH+WIDTH)-1:0]),
        .sum    (sum)
    );
    if (s == 0) begin : gen_lowest
      assign above = '0;
    end else begin : gen_above
      assign above = gen_slice[s-1].above + (sum << FROM);
    end
  end

  // The lowest slice, and all above it, as the accumulator sees them.
  logic [ACCUMULATOR_WIDTH-1:0] lower, upper;
  assign lower = ACCUMULATOR_WIDTH'(gen_slice[0].sum) << PRODUCT_SHIFT;
  assign upper = ACCUMULATOR_WIDTH'(gen_slice[WEIGHT_SLICES-1].above) << PRODUCT_SHIFT;

  // addend + base, the addend's highest bit apart. That costs one look-up table and saves many: Yosys merges an adder into the
  // adder that takes its output as it stands (a carry-save array, twice as large), and it makes the narrower operand the one
  // that goes straight into the carry chain, so that what chooses the base fits into the adder's own look-up tables.
  function automatic logic [ACCUMULATOR_WIDTH-1:0] accumulated(input logic [ACCUMULATOR_WIDTH-1:0] addend,
                                                               input logic [ACCUMULATOR_WIDTH-1:0] base);
    accumulated = {1'b0, addend[ACCUMULATOR_WIDTH-2:0]} +
                  {addend[ACCUMULATOR_WIDTH-1] ^ base[ACCUMULATOR_WIDTH-1], base[ACCUMULATOR_WIDTH-2:0]};
  endfunction

  // A DSP block that makes all products of a lane accumulates them as well, where that is written as one addition. Products
  // below nine bits get none.
  localparam bit BLOCK_ACCUMULATES = USE_DSP != 0 && PACKED == 0 && WEIGHT_SLICES == 1 && PARALLELISM == 1 &&
                                     DATA_WIDTH + WEIGHT_WIDTH >= 9 && PRODUCT_SHIFT < ACCUMULATOR_WIDTH;

  logic [ACCUMULATOR_WIDTH-1:0] total;
  if (BEATS == 1) begin : gen_single
    logic [ACCUMULATOR_WIDTH-1:0] lower_q;
    logic unused;
    assign unused = accumulate && accumulate_first;
    if (START_IS_LATE != 0) begin : gen_late
      logic unused_upper;
      assign unused_upper = ^upper;
      always_ff @(posedge clk) if (advance) lower_q <= lower;
      assign total = accumulated(lower_q, start);
    end else begin : gen_early
      logic [ACCUMULATOR_WIDTH-1:0] upper_q;
      always_ff @(posedge clk) if (advance) lower_q <= accumulated(lower, start);
      always_ff @(posedge clk) if (advance) upper_q <= upper;
      assign total = lower_q + upper_q;
    end
  end else if (BLOCK_ACCUMULATES) begin : gen_block
    logic [SUM_WIDTH-1:0] sum_q;
    logic unused_shifted;
    assign unused_shifted = ^{lower, upper};
    // Only real products may enter: what passes by while accumulate is low may be anything.
    always_ff @(posedge clk) begin
      if (advance && accumulate)
        sum_q <= gen_slice[0].sum + (accumulate_first ? start[ACCUMULATOR_WIDTH-1:PRODUCT_SHIFT] : sum_q);
    end
    if (PRODUCT_SHIFT == 0) begin : gen_whole
      assign total = sum_q;
    end else begin : gen_below  // the products' lowest bit nothing is added
      logic [PRODUCT_SHIFT-1:0] below_q;
      always_ff @(posedge clk) if (advance && accumulate && accumulate_first) below_q <= start[PRODUCT_SHIFT-1:0];
      assign total = {sum_q, below_q};
    end
  end else begin : gen_accumulate
    logic [ACCUMULATOR_WIDTH-1:0] addend, base, accumulator_q;
    assign addend = (WEIGHT_SLICES == 1) ? lower : lower + upper;
    assign base = accumulate_first ? start : accumulator_q;
    // Only real sums may enter: what passes by while accumulate is low may be anything.
    always_ff @(posedge clk) if (advance && accumulate) accumulator_q <= accumulated(addend, base);
    assign total = accumulator_q;
  end

  logic [DATA_OUT_WIDTH-1:0] converted, data_out_q;
  fixed_convert #(
      .IN_WIDTH      (ACCUMULATOR_WIDTH),
      .IN_FRAC_WIDTH (ACCUMULATOR_FRAC_WIDTH),
      .IN_SIGNED     (1),
      .OUT_WIDTH     (DATA_OUT_WIDTH),
      .OUT_FRAC_WIDTH(DATA_OUT_FRAC_WIDTH),
      .OUT_SIGNED    (DATA_OUT_SIGNED),
      .ROUNDING      (ROUNDING),
      .OVERFLOW      (OVERFLOW),
      .HALF_ADDED    (HALF_ADDED)
  ) convert (
      .data_in (total),
      .data_out(converted)
  );
  always_ff @(posedge clk) if (advance) data_out_q <= converted;
  assign data_out = data_out_q;

endmodule
