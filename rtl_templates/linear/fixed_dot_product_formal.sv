// Proof of fixed_dot_product (with fixed_product_sum, fixed_multiplier and fixed_sum inside): exact sums on top of the start value,
// converted once (tests/formal/convert_spec.sv), each in the cycle that the header says, whatever stalls. The proof keeps the beats
// themselves and multiplies them when the cell has to be done with them. At most one registered stage of sums.
module fixed_dot_product_formal #(
    parameter int DATA_WIDTH = 2,         // bits
    parameter int DATA_SIGNED = 1,        // 0 or 1
    parameter int WEIGHT_WIDTH = 2,       // bits
    parameter int WEIGHT_SIGNED = 1,      // 0 or 1
    parameter int WEIGHT_BIPOLAR = 0,     // 0 or 1
    parameter int PARALLELISM = 2,        // products a cycle
    parameter int BEATS = 2,              // of a vector
    parameter int SUM_FAN_IN = 4,         // operands that are added between two registers
    parameter int WEIGHT_SLICES = 1,      // 1 or 2
    parameter int USE_DSP = 1,            // 0 or 1
    parameter int ACCUMULATOR_WIDTH = 8,  // bits
    parameter int PRODUCT_SHIFT = 0,      // bits
    parameter int SHIFT = 2,              // bits that the accumulator is finer than data_out
    parameter int ROUNDING = 0,           // fixed_number_pkg
    parameter int HALF_ADDED = 1          // 0 or 1
) (
    input logic                                clk,
    input logic                                advance,
    input logic [PARALLELISM*DATA_WIDTH-1:0]   data,
    input logic [PARALLELISM*WEIGHT_WIDTH-1:0] weight,
    input logic                                accumulate,
    input logic                                accumulate_first,
    input logic [ACCUMULATOR_WIDTH-1:0]        start
);

  localparam int STAGES = (PARALLELISM > SUM_FAN_IN) ? 1 : 0;
  localparam int OUT_WIDTH = 3;
  logic [OUT_WIDTH-1:0] data_out;
  fixed_dot_product #(
      .DATA_WIDTH(DATA_WIDTH), .DATA_SIGNED(DATA_SIGNED), .WEIGHT_WIDTH(WEIGHT_WIDTH), .WEIGHT_SIGNED(WEIGHT_SIGNED),
      .WEIGHT_BIPOLAR(WEIGHT_BIPOLAR),
      .PARALLELISM(PARALLELISM), .BEATS(BEATS), .SUM_FAN_IN(SUM_FAN_IN), .WEIGHT_SLICES(WEIGHT_SLICES),
      .USE_DSP(USE_DSP), .START_IS_LATE(fixed_linear_pkg::start_is_late(BEATS, WEIGHT_SLICES)),
      .ACCUMULATOR_WIDTH(ACCUMULATOR_WIDTH), .ACCUMULATOR_FRAC_WIDTH(SHIFT + 1), .PRODUCT_SHIFT(PRODUCT_SHIFT),
      .DATA_OUT_WIDTH(OUT_WIDTH), .DATA_OUT_FRAC_WIDTH(1), .DATA_OUT_SIGNED(1), .ROUNDING(ROUNDING), .OVERFLOW(0),
      .HALF_ADDED(HALF_ADDED)
  ) dut (
      .clk(clk), .advance(advance), .data(data), .weight(weight), .accumulate(accumulate),
      .accumulate_first(accumulate_first), .start(start), .data_out(data_out));

  // The beats on their way to the accumulator, and whether there have been that many yet.
  logic [PARALLELISM*DATA_WIDTH-1:0] data_q[0:STAGES];
  logic [PARALLELISM*WEIGHT_WIDTH-1:0] weight_q[0:STAGES];
  logic [STAGES:0] there_q;
  initial there_q = '0;
  always_ff @(posedge clk) begin
    if (advance) begin
      there_q <= (STAGES + 1)'({there_q, 1'b1});
      data_q[0] <= data;
      weight_q[0] <= weight;
    end
  end
  if (STAGES == 1) begin : gen_second
    always_ff @(posedge clk) begin
      if (advance) begin
        data_q[1] <= data_q[0];
        weight_q[1] <= weight_q[0];
      end
    end
  end

  // Their sum of products, exact.
  localparam int N = 24;
  logic signed [N-1:0] sum;
  always_comb begin
    sum = '0;
    for (int i = 0; i < PARALLELISM; i = i + 1)
      sum = sum + product_of(data_q[STAGES][i*DATA_WIDTH+:DATA_WIDTH], weight_q[STAGES][i*WEIGHT_WIDTH+:WEIGHT_WIDTH]);
  end
  function automatic logic signed [N-1:0] integer_of_data(input logic [DATA_WIDTH-1:0] code);
    integer_of_data = N'(code) - ((DATA_SIGNED != 0 && code[DATA_WIDTH-1]) ? N'(1) <<< DATA_WIDTH : N'(0));
  endfunction
  function automatic logic signed [N-1:0] integer_of_weight(input logic [WEIGHT_WIDTH-1:0] code);
    integer_of_weight = N'(code) - ((WEIGHT_SIGNED != 0 && code[WEIGHT_WIDTH-1]) ? N'(1) <<< WEIGHT_WIDTH : N'(0));
  endfunction
  // Bipolar weights leave a constant to be mended for every -1.
  localparam logic signed [N-1:0] MEND = (DATA_SIGNED != 0) ? -1 : (1 << DATA_WIDTH) - 1;
  function automatic logic signed [N-1:0] product_of(input logic [DATA_WIDTH-1:0] x, input logic [WEIGHT_WIDTH-1:0] w);
    if (WEIGHT_BIPOLAR == 0) product_of = integer_of_data(x) * integer_of_weight(w);
    else if (!w[0]) product_of = integer_of_data(x);
    else product_of = MEND - integer_of_data(x);
  endfunction
  logic [ACCUMULATOR_WIDTH-1:0] addend;
  assign addend = ACCUMULATOR_WIDTH'(sum * N'(1 << PRODUCT_SHIFT));

  // The total, as it is converted, and whether it means anything.
  logic [ACCUMULATOR_WIDTH-1:0] total_q, total;
  logic known_q;
  initial known_q = 1'b0;
  if (BEATS > 1) begin : gen_vector
    assign total = total_q;
    always_ff @(posedge clk) begin
      if (advance && accumulate) begin
        total_q <= (accumulate_first ? start : total_q) + addend;
        known_q <= there_q[STAGES] && (accumulate_first || known_q);
      end
    end
  end else begin : gen_beat
    localparam bit LATE = WEIGHT_SLICES == 1;  // start joins a cycle later
    assign total = LATE ? total_q + start : total_q;
    always_ff @(posedge clk) begin
      if (advance) begin
        total_q <= LATE ? addend : addend + start;
        known_q <= there_q[STAGES];
      end
    end
  end

  logic signed [ACCUMULATOR_WIDTH:0] value;
  logic [OUT_WIDTH-1:0] code, code_q;
  logic out_known_q;
  initial out_known_q = 1'b0;
  assign value = {total[ACCUMULATOR_WIDTH-1], total} -
                 ((HALF_ADDED != 0) ? (ACCUMULATOR_WIDTH + 1)'(1) << (SHIFT - 1) : (ACCUMULATOR_WIDTH + 1)'(0));
  convert_spec #(
      .WIDTH(ACCUMULATOR_WIDTH + 1), .SHIFT(SHIFT), .OUT_WIDTH(OUT_WIDTH), .OUT_SIGNED(1), .ROUNDING(ROUNDING), .OVERFLOW(0)
  ) spec (.value(value), .code(code));
  always_ff @(posedge clk) begin
    if (advance) begin
      code_q <= code;
      out_known_q <= known_q;
    end
  end

  always_comb begin
    if (out_known_q) assert (data_out == code_q);
    cover (out_known_q && known_q && accumulate && !advance);
    cover (out_known_q && data_out == OUT_WIDTH'(-2));
  end

  // For the induction: the sums on the way.
  (* hierconn *) logic [ACCUMULATOR_WIDTH-1:0] \dut.lower ;
  (* hierconn *) logic [ACCUMULATOR_WIDTH-1:0] \dut.upper ;
  (* hierconn *) logic [ACCUMULATOR_WIDTH-1:0] \dut.total ;
  logic [ACCUMULATOR_WIDTH-1:0] both;
  assign both = \dut.lower + \dut.upper ;
  always_comb begin
    if (there_q[STAGES]) assert (both == addend);
    if (known_q) assert (\dut.total == total);
  end

  // And the products, where their sums have a register.
  localparam int SLICE = (WEIGHT_WIDTH + WEIGHT_SLICES - 1) / WEIGHT_SLICES;
  localparam int SUM_WIDTH = ACCUMULATOR_WIDTH - PRODUCT_SHIFT;
  localparam int PRODUCT_WIDTH = fixed_number_pkg::min_of(DATA_WIDTH + ((WEIGHT_BIPOLAR != 0) ? 0 : SLICE), SUM_WIDTH);
  (* hierconn *) logic [PARALLELISM*PRODUCT_WIDTH-1:0]
      \dut.gen_slice[0].product_sum.gen_stage[0].operands ;
  if (STAGES == 1 && WEIGHT_SLICES == 1) begin : gen_products
    for (genvar i = 0; i < PARALLELISM; i = i + 1) begin : gen_lane
      logic signed [N-1:0] product;
      assign product = product_of(data_q[0][i*DATA_WIDTH+:DATA_WIDTH], weight_q[0][i*WEIGHT_WIDTH+:WEIGHT_WIDTH]);
      always_comb begin
        if (there_q[0])
          assert (\dut.gen_slice[0].product_sum.gen_stage[0].operands [i*PRODUCT_WIDTH+:PRODUCT_WIDTH] == product[PRODUCT_WIDTH-1:0]);
      end
    end
  end

endmodule
