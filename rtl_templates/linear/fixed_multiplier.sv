// One product and its register: product(t+1) = data(t) * weight(t) while enable is high.
// Shapes:  one number each. The product is exact modulo 2^PRODUCT_WIDTH; it is signed where either factor is.
// Cycles:  1.
// A module of its own because iCE40 needs it: Yosys 0.23's synth_ice40 -dsp leaves bits undriven where a product register is
// seen together with what follows it. A flow for iCE40 sets keep_hierarchy on this module (as bench/area/measure_area.sh does:
// setattr -mod -set keep_hierarchy 1 *fixed_multiplier*); other targets flatten it, so that DSP blocks take the adders too.
// Not guaranteed: product before the first enabled cycle (there is no reset).
module fixed_multiplier #(
    parameter int DATA_WIDTH = 8,     // bits
    parameter int DATA_SIGNED = 1,    // 0 or 1
    parameter int WEIGHT_WIDTH = 8,   // bits
    parameter int WEIGHT_SIGNED = 1,  // 0 or 1
    parameter int PRODUCT_WIDTH = 16, // bits, at most DATA_WIDTH + WEIGHT_WIDTH
    parameter int USE_DSP = 1         // 0: built of look-up tables; 1: the tool may take a DSP block
) (
    input  logic                     clk,
    input  logic                     enable,
    input  logic [DATA_WIDTH-1:0]    data,
    input  logic [WEIGHT_WIDTH-1:0]  weight,
    output logic [PRODUCT_WIDTH-1:0] product
);

  logic [PRODUCT_WIDTH-1:0] exact, product_q;
  if (USE_DSP == 0) begin : gen_soft
    fixed_soft_multiplier #(
        .DATA_WIDTH   (DATA_WIDTH),
        .DATA_SIGNED  (DATA_SIGNED),
        .WEIGHT_WIDTH (WEIGHT_WIDTH),
        .WEIGHT_SIGNED(WEIGHT_SIGNED),
        .PRODUCT_WIDTH(PRODUCT_WIDTH)
    ) soft_multiplier (
        .data   (data),
        .weight (weight),
        .product(exact)
    );
  end else begin : gen_dsp
    // Unsigned factors get a sign bit of zero; the multiplication is a signed one in every case.
    localparam int A_WIDTH = (DATA_SIGNED != 0) ? DATA_WIDTH : DATA_WIDTH + 1;
    localparam int B_WIDTH = (WEIGHT_SIGNED != 0) ? WEIGHT_WIDTH : WEIGHT_WIDTH + 1;
    localparam int FULL_WIDTH = A_WIDTH + B_WIDTH;
    logic signed [A_WIDTH-1:0] a;
    logic signed [B_WIDTH-1:0] b;
    logic signed [FULL_WIDTH-1:0] full;
    assign a = A_WIDTH'(data);
    assign b = B_WIDTH'(weight);
    assign full = FULL_WIDTH'(a) * FULL_WIDTH'(b);
    assign exact = full[PRODUCT_WIDTH-1:0];
    if (PRODUCT_WIDTH < FULL_WIDTH) begin : gen_cut
      logic unused_full;
      assign unused_full = ^full[FULL_WIDTH-1:PRODUCT_WIDTH];
    end
  end
  always_ff @(posedge clk) if (enable) product_q <= exact;
  assign product = product_q;

endmodule
