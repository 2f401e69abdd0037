// One product without a DSP block: the weight's bits choose multiples of data, which are added in a tree of pairs.
// Shapes:  one number each. product is exact modulo 2^PRODUCT_WIDTH; it is signed where either factor is.
// Cycles:  combinational; clog2(WEIGHT_WIDTH) adders in a row.
// Why not a `*`: on parts without DSP blocks Yosys makes a carry-save array of it, which takes twice as many LUTs on ECP5 and
// 1.4 times as many on iCE40; on parts with them it would take the DSP blocks that other layers need.
module fixed_soft_multiplier #(
    parameter int DATA_WIDTH = 8,     // bits
    parameter int DATA_SIGNED = 1,    // 0 or 1
    parameter int WEIGHT_WIDTH = 8,   // bits
    parameter int WEIGHT_SIGNED = 1,  // 0 or 1
    parameter int PRODUCT_WIDTH = 16  // bits, at most DATA_WIDTH + WEIGHT_WIDTH
) (
    input  logic [DATA_WIDTH-1:0]    data,
    input  logic [WEIGHT_WIDTH-1:0]  weight,
    output logic [PRODUCT_WIDTH-1:0] product
);

  localparam int LEVELS = $clog2(WEIGHT_WIDTH);

  // Node n of level l is data times the weight's bits from n*2^l on, 2^l of them or what is left. The highest bit of a signed
  // weight counts as -1: it is subtracted by the adder that takes it as its upper half.
  for (genvar l = 0; l <= LEVELS; l = l + 1) begin : gen_level
    for (genvar n = 0; n < fixed_number_pkg::ceil_div(WEIGHT_WIDTH, 1 << l); n = n + 1) begin : gen_node
      localparam int BITS = fixed_number_pkg::min_of(1 << l, WEIGHT_WIDTH - (n << l));
      localparam int WIDTH = DATA_WIDTH + BITS;
      localparam int HALF = (1 << l) / 2;
      logic [WIDTH-1:0] value;
      if (l == 0) begin : gen_bit
        fixed_extend #(DATA_WIDTH, DATA_SIGNED, WIDTH) extend (weight[n] ? data : '0, value);
      end else if (BITS <= HALF) begin : gen_alone
        assign value = gen_level[l-1].gen_node[2*n].value;
      end else begin : gen_sum
        // The lower half's lowest bits stand below the upper half: they need no adder.
        localparam int UPPER_BITS = BITS - HALF;
        localparam int UPPER_HAS_SIGN = (WEIGHT_SIGNED != 0 && (n << l) + BITS == WEIGHT_WIDTH) ? 1 : 0;
        logic [DATA_WIDTH+HALF-1:0] lower;
        logic [DATA_WIDTH+UPPER_BITS-1:0] lower_above, upper, sum;
        assign lower = gen_level[l-1].gen_node[2*n].value;
        fixed_extend #(DATA_WIDTH, DATA_SIGNED, DATA_WIDTH + UPPER_BITS) extend_lower (
            lower[HALF+:DATA_WIDTH], lower_above);
        assign upper = gen_level[l-1].gen_node[2*n+1].value;
        assign sum = (UPPER_HAS_SIGN != 0 && UPPER_BITS == 1) ? lower_above - upper : lower_above + upper;
        assign value = {sum, lower[HALF-1:0]};
      end
    end
  end

  logic [DATA_WIDTH+WEIGHT_WIDTH-1:0] full;
  if (WEIGHT_WIDTH == 1 && WEIGHT_SIGNED != 0) begin : gen_negative
    assign full = -gen_level[0].gen_node[0].value;
  end else begin : gen_as_it_is
    assign full = gen_level[LEVELS].gen_node[0].value;
  end
  assign product = full[PRODUCT_WIDTH-1:0];
  if (PRODUCT_WIDTH < DATA_WIDTH + WEIGHT_WIDTH) begin : gen_cut
    logic unused_full;
    assign unused_full = ^full[DATA_WIDTH+WEIGHT_WIDTH-1:PRODUCT_WIDTH];
  end

endmodule
