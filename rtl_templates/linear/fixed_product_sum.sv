// The sum of the products of a beat's lanes with their weights.
// Shapes:  data[PARALLELISM], weight[PARALLELISM] -> one number, exact modulo 2^OUT_WIDTH and signed where either factor is.
//          Bipolar weights are one bit each, 1 for -1 and 0 for +1, and a product is the number whose bits they invert: of an
//          unsigned x it is w*x where w is +1 and w*x + 2^DATA_WIDTH-1 where w is -1, of a signed one w*x and w*x - 1. Whoever
//          takes the sum has to mend it by a constant for every -1 (gen/ops/linear puts it into the bias). Products with signs
//          of up to three bits are counted by fixed_plane_sum, not added.
// Cycles:  1 for the products and fixed_linear_pkg::sum_stages(PARALLELISM, SUM_FAN_IN) for the sum; the last
//          SUM_FAN_IN operands are added without a register after them. All registers move with enable.
// Not guaranteed: sum before the first enabled cycles (there is no reset).
module fixed_product_sum #(
    parameter int DATA_WIDTH = 8,     // bits
    parameter int DATA_SIGNED = 1,    // 0 or 1
    parameter int WEIGHT_WIDTH = 8,   // bits
    parameter int WEIGHT_SIGNED = 1,  // 0 or 1
    parameter int WEIGHT_BIPOLAR = 0, // 1: weights are signs, of one bit
    parameter int PARALLELISM = 4,    // products a cycle
    parameter int SUM_FAN_IN = 8,     // operands that are added between two registers
    parameter int USE_DSP = 1,        // 0: the products are built of look-up tables
    parameter int PACKED = 0,         // 1: the products come ready, from multipliers that other lanes share
    parameter int SUM_CHAIN = 4,      // operands of a chain of adders, see fixed_sum
    parameter int OUT_WIDTH = 20      // bits
) (
    input  logic                                clk,
    input  logic                                enable,
    input  logic [PARALLELISM*DATA_WIDTH-1:0]   data,
    input  logic [PARALLELISM*WEIGHT_WIDTH-1:0] weight,
    input  logic [PARALLELISM*(DATA_WIDTH+WEIGHT_WIDTH)-1:0] product,  // a cycle after data and weight; read if PACKED
    output logic [OUT_WIDTH-1:0]                sum
);

  localparam int STAGES = fixed_linear_pkg::sum_stages(PARALLELISM, SUM_FAN_IN);
  localparam bit BIPOLAR = WEIGHT_BIPOLAR != 0;
  localparam int PRODUCT_WIDTH = fixed_number_pkg::min_of(BIPOLAR ? DATA_WIDTH : DATA_WIDTH + WEIGHT_WIDTH, OUT_WIDTH);
  localparam int PRODUCT_SIGNED = (DATA_SIGNED != 0 || (WEIGHT_SIGNED != 0 && !BIPOLAR)) ? 1 : 0;

  localparam bit IN_PLANES = fixed_linear_pkg::sums_planes(WEIGHT_BIPOLAR, PRODUCT_WIDTH) != 0;

  // Stages 0 (the products) to STAGES (what is left to be added).
  for (genvar s = 0; s <= STAGES; s = s + 1) begin : gen_stage
    localparam int COUNT = fixed_linear_pkg::operands_after(PARALLELISM, SUM_FAN_IN, s);
    localparam int WIDTH = fixed_linear_pkg::width_after(PRODUCT_WIDTH, PARALLELISM, SUM_FAN_IN, s, OUT_WIDTH);
    logic [COUNT*WIDTH-1:0] operands;

    if (s == 0 && PACKED != 0) begin : gen_packed
      for (genvar i = 0; i < COUNT; i = i + 1) begin : gen_lane
        assign operands[i*WIDTH+:WIDTH] = product[i*(DATA_WIDTH+WEIGHT_WIDTH)+:WIDTH];
      end
    end else if (s == 0 && BIPOLAR) begin : gen_signs
      logic [COUNT*WIDTH-1:0] inverted, inverted_q;
      for (genvar i = 0; i < COUNT; i = i + 1) begin : gen_lane
        assign inverted[i*WIDTH+:WIDTH] = data[i*DATA_WIDTH+:WIDTH] ^ {WIDTH{weight[i*WEIGHT_WIDTH]}};
      end
      always_ff @(posedge clk) if (enable) inverted_q <= inverted;
      assign operands = inverted_q;
    end else if (s == 0) begin : gen_products
      for (genvar i = 0; i < COUNT; i = i + 1) begin : gen_lane
        fixed_multiplier #(
            .DATA_WIDTH   (DATA_WIDTH),
            .DATA_SIGNED  (DATA_SIGNED),
            .WEIGHT_WIDTH (WEIGHT_WIDTH),
            .WEIGHT_SIGNED(WEIGHT_SIGNED),
            .PRODUCT_WIDTH(WIDTH),
            .USE_DSP      (USE_DSP)
        ) multiplier (
            .clk    (clk),
            .enable (enable),
            .data   (data[i*DATA_WIDTH+:DATA_WIDTH]),
            .weight (weight[i*WEIGHT_WIDTH+:WEIGHT_WIDTH]),
            .product(operands[i*WIDTH+:WIDTH])
        );
      end
    end else begin : gen_sums
      localparam int BEFORE = fixed_linear_pkg::operands_after(PARALLELISM, SUM_FAN_IN, s - 1);
      localparam int BEFORE_WIDTH =
          fixed_linear_pkg::width_after(PRODUCT_WIDTH, PARALLELISM, SUM_FAN_IN, s - 1, OUT_WIDTH);
      // Operand i of this stage is the sum of the operands from i*BEFORE/COUNT on: groups that differ by one at most.
      for (genvar i = 0; i < COUNT; i = i + 1) begin : gen_group
        localparam int FROM = (i * BEFORE) / COUNT;
        localparam int SIZE = ((i + 1) * BEFORE) / COUNT - FROM;
        logic [WIDTH-1:0] group, group_q;
        if (s == 1 && IN_PLANES) begin : gen_planes
          fixed_plane_sum #(
              .COUNT    (SIZE),
              .IN_WIDTH (BEFORE_WIDTH),
              .IN_SIGNED(PRODUCT_SIGNED),
              .OUT_WIDTH(WIDTH)
          ) group_sum (
              .data_in (gen_stage[s-1].operands[FROM*BEFORE_WIDTH+:SIZE*BEFORE_WIDTH]),
              .data_out(group)
          );
        end else begin : gen_sum
          fixed_sum #(
              .COUNT    (SIZE),
              .IN_WIDTH (BEFORE_WIDTH),
              .IN_SIGNED(PRODUCT_SIGNED),
              .CHAIN    (SUM_CHAIN),
              .OUT_WIDTH(WIDTH)
          ) group_sum (
              .data_in (gen_stage[s-1].operands[FROM*BEFORE_WIDTH+:SIZE*BEFORE_WIDTH]),
              .data_out(group)
          );
        end
        always_ff @(posedge clk) if (enable) group_q <= group;
        assign operands[i*WIDTH+:WIDTH] = group_q;
      end
    end
  end

  logic unused_inputs;  // either the factors or their products; no register where one product is all
  assign unused_inputs = ^{clk, enable, data, weight, product};

  localparam int LAST_WIDTH =
      fixed_linear_pkg::width_after(PRODUCT_WIDTH, PARALLELISM, SUM_FAN_IN, STAGES, OUT_WIDTH);
  localparam int LAST_COUNT = fixed_linear_pkg::operands_after(PARALLELISM, SUM_FAN_IN, STAGES);
  if (STAGES == 0 && IN_PLANES) begin : gen_last_planes
    fixed_plane_sum #(
        .COUNT    (LAST_COUNT),
        .IN_WIDTH (LAST_WIDTH),
        .IN_SIGNED(PRODUCT_SIGNED),
        .OUT_WIDTH(OUT_WIDTH)
    ) last_sum (
        .data_in (gen_stage[STAGES].operands),
        .data_out(sum)
    );
  end else begin : gen_last_sum
    fixed_sum #(
        .COUNT    (LAST_COUNT),
        .IN_WIDTH (LAST_WIDTH),
        .IN_SIGNED(PRODUCT_SIGNED),
        .CHAIN    (SUM_CHAIN),
        .OUT_WIDTH(OUT_WIDTH)
    ) last_sum (
        .data_in (gen_stage[STAGES].operands),
        .data_out(sum)
    );
  end

endmodule
