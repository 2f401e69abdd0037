// The sum of COUNT numbers of one type, modulo 2^OUT_WIDTH.
// Shapes:  COUNT operands, operand i at [i*IN_WIDTH +: IN_WIDTH]. Where OUT_WIDTH is at least IN_WIDTH + clog2(COUNT) the sum
//          is exact, with the sign of the operands.
// Cycles:  combinational.
// Operands are added in chains and the chains then to each other. In a chain every adder has one operand that comes straight
// from a multiplier, so that it fits into the adder of that multiplier's DSP block: four for parts with such blocks. Without
// them chains of two are faster.
// Every adder is one bit wider than the one before, and the extension is a step of its own, on unsigned nets: adders that
// feed each other directly would be merged by Yosys into carry-save arrays, twice as large in LUTs.
module fixed_sum #(
    parameter int COUNT = 8,      // operands
    parameter int IN_WIDTH = 16,  // bits
    parameter int IN_SIGNED = 1,  // 0 or 1
    parameter int CHAIN = 4,      // operands of a chain
    parameter int OUT_WIDTH = 19  // bits, at least IN_WIDTH
) (
    input  logic [COUNT*IN_WIDTH-1:0] data_in,
    output logic [OUT_WIDTH-1:0]      data_out
);

  localparam int CHAINS = fixed_number_pkg::ceil_div(COUNT, CHAIN);
  localparam int CHAIN_WIDTH = fixed_number_pkg::min_of(IN_WIDTH + fixed_number_pkg::min_of(CHAIN, COUNT) - 1, OUT_WIDTH);

  for (genvar c = 0; c < CHAINS; c = c + 1) begin : gen_chain
    localparam int LENGTH = fixed_number_pkg::min_of(CHAIN, COUNT - c * CHAIN);

    // The sum of the chain up to operand i.
    for (genvar i = 0; i < LENGTH; i = i + 1) begin : gen_link
      localparam int WIDTH = fixed_number_pkg::min_of(IN_WIDTH + i, OUT_WIDTH);
      logic [WIDTH-1:0] operand, sum;
      fixed_extend #(IN_WIDTH, IN_SIGNED, WIDTH) extend_operand (data_in[(c*CHAIN+i)*IN_WIDTH+:IN_WIDTH], operand);
      if (i == 0) begin : gen_head
        assign sum = operand;
      end else begin : gen_add
        localparam int BEFORE = fixed_number_pkg::min_of(IN_WIDTH + i - 1, OUT_WIDTH);
        logic [WIDTH-1:0] so_far;
        fixed_extend #(BEFORE, IN_SIGNED, WIDTH) extend_before (gen_link[i-1].sum, so_far);
        assign sum = so_far + operand;
      end
    end

    // The sum of all chains up to this one.
    localparam int LINK_WIDTH = fixed_number_pkg::min_of(IN_WIDTH + LENGTH - 1, OUT_WIDTH);
    localparam int TOTAL_WIDTH = fixed_number_pkg::min_of(CHAIN_WIDTH + c, OUT_WIDTH);
    logic [TOTAL_WIDTH-1:0] chain, total;
    fixed_extend #(LINK_WIDTH, IN_SIGNED, TOTAL_WIDTH) extend_chain (gen_link[LENGTH-1].sum, chain);
    if (c == 0) begin : gen_first
      assign total = chain;
    end else begin : gen_next
      localparam int BEFORE = fixed_number_pkg::min_of(CHAIN_WIDTH + c - 1, OUT_WIDTH);
      logic [TOTAL_WIDTH-1:0] so_far;
      fixed_extend #(BEFORE, IN_SIGNED, TOTAL_WIDTH) extend_before (gen_chain[c-1].total, so_far);
      assign total = so_far + chain;
    end
  end

  fixed_extend #(fixed_number_pkg::min_of(CHAIN_WIDTH + CHAINS - 1, OUT_WIDTH), IN_SIGNED, OUT_WIDTH) extend_total (
      gen_chain[CHAINS-1].total, data_out);

endmodule
