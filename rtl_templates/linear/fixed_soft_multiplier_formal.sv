// Proof of fixed_soft_multiplier: the product, for every input, where either factor is signed or not.
module fixed_soft_multiplier_formal #(
    parameter int DATA_WIDTH = 3,    // bits
    parameter int WEIGHT_WIDTH = 3,  // bits
    parameter int PRODUCT_WIDTH = 6  // bits
) (
    input logic [DATA_WIDTH-1:0]   data,
    input logic [WEIGHT_WIDTH-1:0] weight
);

  localparam int N = DATA_WIDTH + WEIGHT_WIDTH + 2;
  function automatic logic signed [N-1:0] integer_of_data(input logic is_signed);
    integer_of_data = N'(data) - ((is_signed && data[DATA_WIDTH-1]) ? N'(1) <<< DATA_WIDTH : N'(0));
  endfunction
  function automatic logic signed [N-1:0] integer_of_weight(input logic is_signed);
    integer_of_weight = N'(weight) - ((is_signed && weight[WEIGHT_WIDTH-1]) ? N'(1) <<< WEIGHT_WIDTH : N'(0));
  endfunction

  for (genvar signs = 0; signs < 4; signs = signs + 1) begin : gen_signs
    localparam int DATA_SIGNED = signs % 2;
    localparam int WEIGHT_SIGNED = signs / 2;
    logic [PRODUCT_WIDTH-1:0] product;
    fixed_soft_multiplier #(
        .DATA_WIDTH(DATA_WIDTH), .DATA_SIGNED(DATA_SIGNED), .WEIGHT_WIDTH(WEIGHT_WIDTH), .WEIGHT_SIGNED(WEIGHT_SIGNED),
        .PRODUCT_WIDTH(PRODUCT_WIDTH)
    ) dut (
        .data(data), .weight(weight), .product(product));
    logic signed [N-1:0] exact;
    assign exact = integer_of_data(DATA_SIGNED != 0) * integer_of_weight(WEIGHT_SIGNED != 0);
    always_comb begin
      assert (product == PRODUCT_WIDTH'(exact));
      cover (exact != N'(0));
    end
  end

endmodule
