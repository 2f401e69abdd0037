// Proof of fixed_multiplier_pair: both products, for every input, a cycle later where it moves and as before where not.
module fixed_multiplier_pair_formal #(
    parameter int DATA_WIDTH = 3,     // bits
    parameter int DATA_SIGNED = 1,    // 0 or 1
    parameter int WEIGHT_WIDTH = 3,   // bits
    parameter int WEIGHT_SIGNED = 1,  // 0 or 1
    parameter int PRODUCT_WIDTH = DATA_WIDTH + WEIGHT_WIDTH
) (
    input logic                      clk,
    input logic                      enable,
    input logic [DATA_WIDTH-1:0]     data,
    input logic [2*WEIGHT_WIDTH-1:0] weight
);

  logic [2*PRODUCT_WIDTH-1:0] product;
  fixed_multiplier_pair #(
      .DATA_WIDTH(DATA_WIDTH), .DATA_SIGNED(DATA_SIGNED), .WEIGHT_WIDTH(WEIGHT_WIDTH), .WEIGHT_SIGNED(WEIGHT_SIGNED)
  ) dut (
      .clk(clk), .enable(enable), .data(data), .weight(weight), .product(product));

  // What was multiplied last, and whether there has been anything yet.
  logic [DATA_WIDTH-1:0] data_q;
  logic [2*WEIGHT_WIDTH-1:0] weight_q;
  logic there_q;
  initial there_q = 1'b0;
  always_ff @(posedge clk) begin
    if (enable) begin
      data_q <= data;
      weight_q <= weight;
      there_q <= 1'b1;
    end
  end

  localparam int N = PRODUCT_WIDTH + 2;
  logic signed [N-1:0] x, lower, upper;
  assign x = N'(data_q) - ((DATA_SIGNED != 0 && data_q[DATA_WIDTH-1]) ? N'(1) <<< DATA_WIDTH : N'(0));
  function automatic logic signed [N-1:0] integer_of(input logic [WEIGHT_WIDTH-1:0] code);
    integer_of = N'(code) - ((WEIGHT_SIGNED != 0 && code[WEIGHT_WIDTH-1]) ? N'(1) <<< WEIGHT_WIDTH : N'(0));
  endfunction
  assign lower = x * integer_of(weight_q[0+:WEIGHT_WIDTH]);
  assign upper = x * integer_of(weight_q[WEIGHT_WIDTH+:WEIGHT_WIDTH]);

  // For the induction: the multiplication as it is, before the borrowed one is given back.
  (* hierconn *) logic [2*PRODUCT_WIDTH-1:0] \dut.both ;
  always_comb begin
    if (there_q) assert (\dut.both == (2 * PRODUCT_WIDTH)'(upper) * (2 * PRODUCT_WIDTH)'(1 << PRODUCT_WIDTH) + (2 * PRODUCT_WIDTH)'(lower));
    if (there_q) assert (product == {PRODUCT_WIDTH'(upper), PRODUCT_WIDTH'(lower)});
    cover (there_q && lower != 0 && upper != 0);
    cover (there_q && !enable && lower != 0);
  end

endmodule
