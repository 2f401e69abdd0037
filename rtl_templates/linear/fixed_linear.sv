// y = x W^T + b on a stream of vectors, the multipliers shared over time (folded).
// Shapes:  data_in_0 [IN_FEATURES] in ceil(IN_FEATURES/PARALLELISM_IN) beats K; data_out_0 [OUT_FEATURES] in
//          ceil(OUT_FEATURES/PARALLELISM_OUT) beats T. PARALLELISM_IN * PARALLELISM_OUT multipliers, PARALLELISM_IN less for each
//          of the PACKED_PAIRS.
// Numbers: products and sums are exact, the total is converted once: the same as rtl4ml::linear of sw/ops/linear.hpp,
//          provided that ACCUMULATOR_WIDTH holds every total (rounding offset included).
//          With WEIGHT_BIPOLAR the weights are +1 and -1, given as signs, and of an output with U weights of -1 the bias must
//          hold what fixed_product_sum leaves to be mended: -U * (2^DATA_IN_WIDTH - 1) where data_in is unsigned, else +U, at
//          the products' frac_width.
// Cycles:  interval K*T a vector. Latency, from the first beat taken to the last beat given, both included: K*T + 4 + R + S,
//          where R = OPERAND_REGISTERS and S = fixed_linear_pkg::sum_stages(PARALLELISM_IN, SUM_FAN_IN), 0 up to SUM_FAN_IN
//          lanes: R for the operands, one cycle for the products, S for their sum where it has more than SUM_FAN_IN operands,
//          one for the accumulator, one for the conversion, one to be given.
// Stall:   the pipeline stops as a whole while data_out_0_valid && !data_out_0_ready; data_out_0 holds. data_out_0_valid waits
//          for no ready. data_in_0_ready depends on data_out_0_ready in the same cycle if K == 1 or T == 1; otherwise two
//          vectors are buffered and data_in_0_ready comes from registers.
// Reset:   clears valid bits and counters; vectors in flight are gone, also those half taken.
// Sources: weight has a registered read (weight_enable), bias a combinational one, which with BIAS_REGISTER is read a tile
//          ahead: one that is written later comes too late. Lanes beyond the sizes must hold zero.
// Not guaranteed: the lanes of the last output beat beyond OUT_FEATURES; data_out_0 while data_out_0_valid is low.
module fixed_linear #(
    parameter int DATA_IN_WIDTH = 8,        // bits, 1 to 32
    parameter int DATA_IN_FRAC_WIDTH = 3,   // bits; may be negative or exceed the width
    parameter int DATA_IN_SIGNED = 1,       // 0 or 1
    parameter int WEIGHT_WIDTH = 8,         // bits, 1 to 32
    parameter int WEIGHT_FRAC_WIDTH = 3,    // bits
    parameter int WEIGHT_SIGNED = 1,        // 0 or 1
    parameter int WEIGHT_BIPOLAR = 0,       // 1: weights are one bit, 1 for -1 and 0 for +1 (and 0 beyond the sizes)
    parameter int BIAS_WIDTH = 8,           // bits, 1 to 32
    parameter int BIAS_FRAC_WIDTH = 3,      // bits
    parameter int BIAS_SIGNED = 1,          // 0 or 1
    parameter int DATA_OUT_WIDTH = 8,       // bits, 1 to 32
    parameter int DATA_OUT_FRAC_WIDTH = 3,  // bits
    parameter int DATA_OUT_SIGNED = 1,      // 0 or 1
    parameter int ROUNDING = 0,             // fixed_number_pkg
    parameter int OVERFLOW = 0,             // fixed_number_pkg
    parameter int IN_FEATURES = 4,          // elements of an input vector
    parameter int OUT_FEATURES = 8,         // elements of an output vector
    parameter int PARALLELISM_IN = 4,       // elements of an input beat, 1 to IN_FEATURES
    parameter int PARALLELISM_OUT = 4,      // elements of an output beat, 1 to OUT_FEATURES
    parameter int ACCUMULATOR_WIDTH = 20,   // bits of the signed total, at the finer frac_width of products and bias
    parameter int OPERAND_REGISTERS = 0,    // registers between data, weights and the multipliers, 0 or 1; with one: faster clock
    parameter int SUM_FAN_IN = 8,           // operands that are added between two registers, at least 2; fewer: faster clock
    parameter int DSP_LANES = PARALLELISM_OUT,  // output lanes whose multipliers may take DSP blocks; the others take look-up tables
    parameter int PACKED_PAIRS = 0,         // pairs of these lanes, the lowest first, that share each multiplier: two products a DSP block
    parameter int BIAS_REGISTER = 0,        // 1: a register behind the biases' memory; faster clock, and synthesis leaves the memory's address alone
    parameter int BIAS_HOLDS_HALF = 0,      // 1: half a unit of data_out is in the biases, where ROUNDING adds one
    parameter int WEIGHT_SLICES = 1,        // multipliers a weight is split over, 2: faster clock; of the others where there are both
    // Derived; leave alone.
    parameter int BEATS = fixed_number_pkg::ceil_div(IN_FEATURES, PARALLELISM_IN),
    parameter int TILES = fixed_number_pkg::ceil_div(OUT_FEATURES, PARALLELISM_OUT),
    parameter int WEIGHT_ADDRESS_WIDTH = fixed_number_pkg::address_width(BEATS * TILES),
    parameter int BIAS_ADDRESS_WIDTH = fixed_number_pkg::address_width(TILES)
) (
    input  logic                                                   clk,
    input  logic                                                   rst,
    input  logic [PARALLELISM_IN*DATA_IN_WIDTH-1:0]                data_in_0,
    input  logic                                                   data_in_0_valid,
    output logic                                                   data_in_0_ready,
    output logic                                                   weight_enable,
    output logic [WEIGHT_ADDRESS_WIDTH-1:0]                        weight_address,  // tile * BEATS + beat
    input  logic [PARALLELISM_OUT*PARALLELISM_IN*WEIGHT_WIDTH-1:0] weight,          // lane (o,i) at o*PARALLELISM_IN+i
    output logic [BIAS_ADDRESS_WIDTH-1:0]                          bias_address,    // tile; with BIAS_REGISTER the next one
    input  logic [PARALLELISM_OUT*BIAS_WIDTH-1:0]                  bias,
    output logic [PARALLELISM_OUT*DATA_OUT_WIDTH-1:0]              data_out_0,
    output logic                                                   data_out_0_valid,
    input  logic                                                   data_out_0_ready
);

  localparam int PRODUCT_FRAC_WIDTH = DATA_IN_FRAC_WIDTH + WEIGHT_FRAC_WIDTH;
  localparam int ACCUMULATOR_FRAC_WIDTH = fixed_number_pkg::max_of(PRODUCT_FRAC_WIDTH, BIAS_FRAC_WIDTH);
  localparam int PRODUCT_SHIFT = ACCUMULATOR_FRAC_WIDTH - PRODUCT_FRAC_WIDTH;
  localparam int BIAS_SHIFT = ACCUMULATOR_FRAC_WIDTH - BIAS_FRAC_WIDTH;
  localparam int ROUND_SHIFT = ACCUMULATOR_FRAC_WIDTH - DATA_OUT_FRAC_WIDTH;
  localparam int STAGES = OPERAND_REGISTERS + fixed_linear_pkg::sum_stages(PARALLELISM_IN, SUM_FAN_IN);
  localparam int START_IS_LATE = fixed_linear_pkg::start_is_late(BEATS, WEIGHT_SLICES);
  // Half a unit of the output joins the bias, which is constant (or changes between vectors alone), so that rounding needs no adder. Where it would not fit
  // into the accumulator, fixed_convert adds it.
  localparam int HALF_ADDED =
      (fixed_number_pkg::adds_half(ROUNDING) != 0 && ROUND_SHIFT >= 1 && ROUND_SHIFT < ACCUMULATOR_WIDTH) ? 1 : 0;
  localparam int TOTAL_WIDTH = fixed_number_pkg::max_of(2, ACCUMULATOR_WIDTH);
  localparam logic [TOTAL_WIDTH-1:0] OFFSET =
      (HALF_ADDED != 0 && BIAS_HOLDS_HALF == 0) ? TOTAL_WIDTH'(1) << (ROUND_SHIFT - 1) : TOTAL_WIDTH'(0);

  localparam bit BAD_TYPE = fixed_number_pkg::is_type(DATA_IN_WIDTH, DATA_IN_SIGNED) == 0 ||
                            fixed_number_pkg::is_type(WEIGHT_WIDTH, WEIGHT_SIGNED) == 0 ||
                            fixed_number_pkg::is_type(BIAS_WIDTH, BIAS_SIGNED) == 0 ||
                            fixed_number_pkg::is_type(DATA_OUT_WIDTH, DATA_OUT_SIGNED) == 0 ||
                            fixed_number_pkg::is_accumulator(ACCUMULATOR_WIDTH, 1) == 0;
  localparam bit BAD_MODE = fixed_number_pkg::is_mode(ROUNDING, OVERFLOW) == 0;
  localparam bit BAD_PARALLELISM = PARALLELISM_IN < 1 || PARALLELISM_IN > IN_FEATURES || PARALLELISM_OUT < 1 ||
                                   PARALLELISM_OUT > OUT_FEATURES;
  localparam bit BAD_STAGES = SUM_FAN_IN < 2 || OPERAND_REGISTERS < 0 || OPERAND_REGISTERS > 1;
  localparam bit BAD_MULTIPLIERS = DSP_LANES < 0 || DSP_LANES > PARALLELISM_OUT || PACKED_PAIRS < 0 ||
                                   2 * PACKED_PAIRS > DSP_LANES || WEIGHT_SLICES < 1 ||
                                   fixed_number_pkg::ceil_div(WEIGHT_WIDTH, fixed_number_pkg::ceil_div(WEIGHT_WIDTH, WEIGHT_SLICES)) != WEIGHT_SLICES;
  localparam bit BAD_BIPOLAR = WEIGHT_BIPOLAR != 0 && (WEIGHT_BIPOLAR != 1 || WEIGHT_WIDTH != 1 || PACKED_PAIRS != 0);
  localparam bit BAD_DERIVED = BEATS != fixed_number_pkg::ceil_div(IN_FEATURES, PARALLELISM_IN) ||
                               TILES != fixed_number_pkg::ceil_div(OUT_FEATURES, PARALLELISM_OUT) ||
                               WEIGHT_ADDRESS_WIDTH != fixed_number_pkg::address_width(BEATS * TILES) ||
                               BIAS_ADDRESS_WIDTH != fixed_number_pkg::address_width(TILES);
`ifndef __ICARUS__
  if (BAD_TYPE) begin : gen_bad_type
    $error("fixed_linear: widths are 1 to 32, ACCUMULATOR_WIDTH 1 to 120, *_SIGNED 0 or 1");
  end
  if (BAD_MODE) begin : gen_bad_mode
    $error("fixed_linear: ROUNDING is 0 to 4, OVERFLOW 0 or 1");
  end
  if (BAD_PARALLELISM) begin : gen_bad_parallelism
    $error("fixed_linear: PARALLELISM_IN is 1 to IN_FEATURES, PARALLELISM_OUT 1 to OUT_FEATURES");
  end
  if (BAD_STAGES) begin : gen_bad_stages
    $error("fixed_linear: SUM_FAN_IN is at least 2, OPERAND_REGISTERS 0 or 1");
  end
  if (BAD_MULTIPLIERS) begin : gen_bad_multipliers
    $error("fixed_linear: DSP_LANES is 0 to PARALLELISM_OUT, PACKED_PAIRS 0 to DSP_LANES/2, WEIGHT_SLICES a number of slices that differ in the last at most");
  end
  if (BAD_BIPOLAR) begin : gen_bad_bipolar
    $error("fixed_linear: WEIGHT_BIPOLAR is 0, or 1 with WEIGHT_WIDTH 1 and no PACKED_PAIRS");
  end
  if (BAD_DERIVED) begin : gen_bad_derived
    $error("fixed_linear: BEATS, TILES and *_ADDRESS_WIDTH are derived and cannot be set");
  end
`else
  initial if (BAD_TYPE || BAD_MODE || BAD_PARALLELISM || BAD_STAGES || BAD_MULTIPLIERS || BAD_BIPOLAR || BAD_DERIVED)
    $fatal(1, "fixed_linear: parameter out of range");
`endif

  logic advance, step_valid, step_last;
  logic [PARALLELISM_IN*DATA_IN_WIDTH-1:0] data;
  assign advance = !data_out_0_valid || data_out_0_ready;

  vector_buffer #(
      .FEATURES   (IN_FEATURES),
      .PARALLELISM(PARALLELISM_IN),
      .WIDTH      (DATA_IN_WIDTH),
      .TILES      (TILES)
  ) buffer (
      .clk           (clk),
      .rst           (rst),
      .data_in       (data_in_0),
      .data_in_valid (data_in_0_valid),
      .data_in_ready (data_in_0_ready),
      .advance       (advance),
      .data          (data),
      .step_valid    (step_valid),
      .step_last     (step_last),
      .weight_enable (weight_enable),
      .weight_address(weight_address)
  );

  // What the multipliers see. A memory is slow to give its word, a multiplier slow to take it: a register between them makes
  // two shorter paths of one, and DSP blocks have room for it.
  logic [PARALLELISM_IN*DATA_IN_WIDTH-1:0] data_operand;
  logic [PARALLELISM_OUT*PARALLELISM_IN*WEIGHT_WIDTH-1:0] weight_operand;
  if (OPERAND_REGISTERS == 0) begin : gen_direct
    assign data_operand = data;
    assign weight_operand = weight;
  end else begin : gen_registers
    logic [PARALLELISM_IN*DATA_IN_WIDTH-1:0] data_q;
    logic [PARALLELISM_OUT*PARALLELISM_IN*WEIGHT_WIDTH-1:0] weight_q;
    always_ff @(posedge clk) if (advance) data_q <= data;
    always_ff @(posedge clk) if (advance) weight_q <= weight;
    assign data_operand = data_q;
    assign weight_operand = weight_q;
  end

  // Valid and last bits travel with the operands, the products and their sums, up to the accumulator.
  logic [STAGES:0] valid_q, last_q;
  logic accumulate, accumulate_first, accumulate_last, total_valid_q, data_out_valid_q;
  always_ff @(posedge clk) begin
    if (rst) valid_q <= '0;
    else if (advance) valid_q <= (STAGES + 1)'({valid_q, step_valid});
  end
  always_ff @(posedge clk) if (advance) last_q <= (STAGES + 1)'({last_q, step_last});
  assign accumulate = valid_q[STAGES];
  assign accumulate_last = (BEATS == 1) || last_q[STAGES];
  if (BEATS == 1) begin : gen_one_beat
    logic unused_last;
    assign unused_last = last_q[STAGES];
    assign accumulate_first = 1'b1;
  end else begin : gen_beats
    logic first_q;
    always_ff @(posedge clk) begin
      if (rst) first_q <= 1'b1;
      else if (advance && accumulate) first_q <= accumulate_last;
    end
    assign accumulate_first = first_q;
  end

  always_ff @(posedge clk) begin
    if (rst) begin
      total_valid_q <= 1'b0;
      data_out_valid_q <= 1'b0;
    end else if (advance) begin
      total_valid_q <= accumulate && accumulate_last;
      data_out_valid_q <= total_valid_q;
    end
  end
  assign data_out_0_valid = data_out_valid_q;

  // The tile whose bias is wanted: at the accumulator, or at the conversion. With a register behind the memory its address is a
  // tile ahead, and the first bias is fetched in the cycle after reset.
  logic tile_done, bias_taken;
  logic [PARALLELISM_OUT*BIAS_WIDTH-1:0] bias_now;
  assign tile_done = advance && ((START_IS_LATE != 0) ? total_valid_q : accumulate && accumulate_last);
  if (BIAS_REGISTER == 0) begin : gen_bias
    assign bias_taken = tile_done;
    assign bias_now = bias;
  end else begin : gen_bias_register
    logic fetched_q;
    logic [PARALLELISM_OUT*BIAS_WIDTH-1:0] bias_q;
    assign bias_taken = tile_done || !fetched_q;
    always_ff @(posedge clk) fetched_q <= !rst;
    always_ff @(posedge clk) if (bias_taken) bias_q <= bias;
    assign bias_now = bias_q;
  end
  if (TILES == 1) begin : gen_one_tile
    logic unused_bias_taken;
    assign unused_bias_taken = bias_taken;
    assign bias_address = '0;
  end else begin : gen_tiles
    logic [BIAS_ADDRESS_WIDTH-1:0] tile_q;
    always_ff @(posedge clk) begin
      if (rst) tile_q <= '0;
      else if (bias_taken) tile_q <= (tile_q == BIAS_ADDRESS_WIDTH'(TILES - 1)) ? '0 : tile_q + 1'b1;
    end
    assign bias_address = tile_q;
  end

  // The products of the lanes that share their multipliers, lane (o,i) at o*PARALLELISM_IN+i as the weights.
  localparam int PACKED_LANES = 2 * PACKED_PAIRS;
  localparam int PRODUCT_WIDTH = DATA_IN_WIDTH + WEIGHT_WIDTH;
  logic [PARALLELISM_OUT*PARALLELISM_IN*PRODUCT_WIDTH-1:0] product;
  for (genvar p = 0; p < PACKED_PAIRS; p = p + 1) begin : gen_pair
    for (genvar i = 0; i < PARALLELISM_IN; i = i + 1) begin : gen_product
      localparam int LOWER = 2 * p * PARALLELISM_IN + i;
      localparam int UPPER = LOWER + PARALLELISM_IN;
      fixed_multiplier_pair #(
          .DATA_WIDTH   (DATA_IN_WIDTH),
          .DATA_SIGNED  (DATA_IN_SIGNED),
          .WEIGHT_WIDTH (WEIGHT_WIDTH),
          .WEIGHT_SIGNED(WEIGHT_SIGNED)
      ) multiplier_pair (
          .clk    (clk),
          .enable (advance),
          .data   (data_operand[i*DATA_IN_WIDTH+:DATA_IN_WIDTH]),
          .weight ({weight_operand[UPPER*WEIGHT_WIDTH+:WEIGHT_WIDTH], weight_operand[LOWER*WEIGHT_WIDTH+:WEIGHT_WIDTH]}),
          .product({product[UPPER*PRODUCT_WIDTH+:PRODUCT_WIDTH], product[LOWER*PRODUCT_WIDTH+:PRODUCT_WIDTH]})
      );
    end
  end
  if (PACKED_LANES < PARALLELISM_OUT) begin : gen_unpacked
    assign product[PARALLELISM_OUT*PARALLELISM_IN*PRODUCT_WIDTH-1:PACKED_LANES*PARALLELISM_IN*PRODUCT_WIDTH] = '0;
  end

  for (genvar o = 0; o < PARALLELISM_OUT; o = o + 1) begin : gen_lane
    logic [TOTAL_WIDTH-1:0] extended_bias, aligned_bias, start;
    if (BIAS_SIGNED != 0) begin : gen_signed
      assign extended_bias = TOTAL_WIDTH'($signed(bias_now[o*BIAS_WIDTH+:BIAS_WIDTH]));
    end else begin : gen_unsigned
      assign extended_bias = TOTAL_WIDTH'(bias_now[o*BIAS_WIDTH+:BIAS_WIDTH]);
    end
    assign aligned_bias = extended_bias << BIAS_SHIFT;
    if (HALF_ADDED == 0 || BIAS_SHIFT >= ROUND_SHIFT) begin : gen_beside
      assign start = aligned_bias | OFFSET;  // the offset lies below the bias
    end else begin : gen_add
      assign start = aligned_bias + OFFSET;  // constant for every tile, where the bias is
    end
    fixed_dot_product #(
        .DATA_WIDTH            (DATA_IN_WIDTH),
        .DATA_SIGNED           (DATA_IN_SIGNED),
        .WEIGHT_WIDTH          (WEIGHT_WIDTH),
        .WEIGHT_SIGNED         (WEIGHT_SIGNED),
        .WEIGHT_BIPOLAR        (WEIGHT_BIPOLAR),
        .PARALLELISM           (PARALLELISM_IN),
        .BEATS                 (BEATS),
        .SUM_FAN_IN            (SUM_FAN_IN),
        .USE_DSP               ((o < DSP_LANES) ? 1 : 0),
        .PACKED                ((o < PACKED_LANES) ? 1 : 0),
        .WEIGHT_SLICES         ((o < PACKED_LANES || (o < DSP_LANES && DSP_LANES < PARALLELISM_OUT)) ? 1 : WEIGHT_SLICES),
        .START_IS_LATE         (START_IS_LATE),
        .ACCUMULATOR_WIDTH     (TOTAL_WIDTH),
        .ACCUMULATOR_FRAC_WIDTH(ACCUMULATOR_FRAC_WIDTH),
        .PRODUCT_SHIFT         (PRODUCT_SHIFT),
        .DATA_OUT_WIDTH        (DATA_OUT_WIDTH),
        .DATA_OUT_FRAC_WIDTH   (DATA_OUT_FRAC_WIDTH),
        .DATA_OUT_SIGNED       (DATA_OUT_SIGNED),
        .ROUNDING              (ROUNDING),
        .OVERFLOW              (OVERFLOW),
        .HALF_ADDED            (HALF_ADDED)
    ) dot_product (
        .clk             (clk),
        .advance         (advance),
        .data            (data_operand),
        .weight          (weight_operand[o*PARALLELISM_IN*WEIGHT_WIDTH+:PARALLELISM_IN*WEIGHT_WIDTH]),
        .product         (product[o*PARALLELISM_IN*PRODUCT_WIDTH+:PARALLELISM_IN*PRODUCT_WIDTH]),
        .accumulate      (accumulate),
        .accumulate_first(accumulate_first),
        .start           (start),
        .data_out        (data_out_0[o*DATA_OUT_WIDTH+:DATA_OUT_WIDTH])
    );
  end

endmodule
