// Two products that share a factor, in one multiplication, for DSP blocks with a port wide enough for both other factors:
// (weight[1] * 2^K + weight[0]) * data holds weight[0] * data in its lowest K = DATA_WIDTH + WEIGHT_WIDTH bits and
// weight[1] * data in the K above, one less where the lower product is negative.
// Shapes:  one data, weight[2] -> product[2]. The products are exact, signed where either factor is.
// Cycles:  1; the one that was borrowed is given back after the register. Moves with enable.
// Not guaranteed: product before the first enabled cycle (there is no reset).
// Source:  AMD WP486, "Deep Learning with INT8 Optimization on Xilinx Devices", packs 8-bit products this way.
module fixed_multiplier_pair #(
    parameter int DATA_WIDTH = 8,     // bits
    parameter int DATA_SIGNED = 1,    // 0 or 1
    parameter int WEIGHT_WIDTH = 8,   // bits
    parameter int WEIGHT_SIGNED = 1,  // 0 or 1
    // Derived; leave alone.
    parameter int PRODUCT_WIDTH = DATA_WIDTH + WEIGHT_WIDTH
) (
    input  logic                       clk,
    input  logic                       enable,
    input  logic [DATA_WIDTH-1:0]      data,
    input  logic [2*WEIGHT_WIDTH-1:0]  weight,
    output logic [2*PRODUCT_WIDTH-1:0] product
);

  // Unsigned factors get a sign bit of zero, as in fixed_multiplier. A lower weight that is negative borrows one from the upper.
  localparam int A_WIDTH = (DATA_SIGNED != 0) ? DATA_WIDTH : DATA_WIDTH + 1;
  localparam int UPPER_WIDTH = WEIGHT_WIDTH + 1;
  localparam int B_WIDTH = PRODUCT_WIDTH + UPPER_WIDTH;
  localparam int FULL_WIDTH = A_WIDTH + B_WIDTH;
  logic [PRODUCT_WIDTH-1:0] lower;
  logic [UPPER_WIDTH-1:0] upper;
  fixed_extend #(WEIGHT_WIDTH, WEIGHT_SIGNED, PRODUCT_WIDTH) extend_lower (weight[0+:WEIGHT_WIDTH], lower);
  fixed_extend #(WEIGHT_WIDTH, WEIGHT_SIGNED, UPPER_WIDTH) extend_upper (weight[WEIGHT_WIDTH+:WEIGHT_WIDTH], upper);
  logic signed [A_WIDTH-1:0] a;
  logic signed [B_WIDTH-1:0] b;
  logic [FULL_WIDTH-1:0] full;
  logic [2*PRODUCT_WIDTH-1:0] full_q;
  assign a = A_WIDTH'(data);
  assign b = {upper - UPPER_WIDTH'(WEIGHT_SIGNED != 0 && weight[WEIGHT_WIDTH-1]), lower};
  assign full = FULL_WIDTH'(a) * FULL_WIDTH'(b);
  always_ff @(posedge clk) if (enable) full_q <= full[2*PRODUCT_WIDTH-1:0];
  logic unused_full;
  assign unused_full = ^full[FULL_WIDTH-1:2*PRODUCT_WIDTH];

  logic borrowed;
  assign borrowed = (DATA_SIGNED != 0 || WEIGHT_SIGNED != 0) && full_q[PRODUCT_WIDTH-1];
  assign product = {full_q[PRODUCT_WIDTH+:PRODUCT_WIDTH] + PRODUCT_WIDTH'(borrowed), full_q[0+:PRODUCT_WIDTH]};

endmodule
