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

  // Both weights as one, which is signed: a lower weight that is negative borrows one from the upper.
  localparam int UPPER_WIDTH = WEIGHT_WIDTH + 1;
  logic [PRODUCT_WIDTH-1:0] lower;
  logic [UPPER_WIDTH-1:0] upper, upper_left;
  fixed_extend #(WEIGHT_WIDTH, WEIGHT_SIGNED, PRODUCT_WIDTH) extend_lower (weight[0+:WEIGHT_WIDTH], lower);
  fixed_extend #(WEIGHT_WIDTH, WEIGHT_SIGNED, UPPER_WIDTH) extend_upper (weight[WEIGHT_WIDTH+:WEIGHT_WIDTH], upper);
  assign upper_left = upper - UPPER_WIDTH'(WEIGHT_SIGNED != 0 && weight[WEIGHT_WIDTH-1]);

  logic [2*PRODUCT_WIDTH-1:0] both;
  fixed_multiplier #(
      .DATA_WIDTH   (DATA_WIDTH),
      .DATA_SIGNED  (DATA_SIGNED),
      .WEIGHT_WIDTH (UPPER_WIDTH + PRODUCT_WIDTH),
      .WEIGHT_SIGNED(1),
      .PRODUCT_WIDTH(2 * PRODUCT_WIDTH)
  ) multiplier (
      .clk    (clk),
      .enable (enable),
      .data   (data),
      .weight ({upper_left, lower}),
      .product(both)
  );

  logic borrowed;
  assign borrowed = (DATA_SIGNED != 0 || WEIGHT_SIGNED != 0) && both[PRODUCT_WIDTH-1];
  assign product = {both[PRODUCT_WIDTH+:PRODUCT_WIDTH] + PRODUCT_WIDTH'(borrowed), both[0+:PRODUCT_WIDTH]};

endmodule
