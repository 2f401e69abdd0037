// Proof of fixed_popcount: the sum of the bits, for every word.
module fixed_popcount_formal #(
    parameter int WIDTH = 8  // bits
) (
    input logic [WIDTH-1:0] data_in
);

  localparam int OUT_WIDTH = $clog2(WIDTH + 1);
  logic [OUT_WIDTH-1:0] count, sum;
  fixed_popcount #(.WIDTH(WIDTH), .OUT_WIDTH(OUT_WIDTH)) dut (.data_in(data_in), .data_out(count));
  always_comb begin
    sum = '0;
    for (int i = 0; i < WIDTH; i = i + 1) sum = sum + OUT_WIDTH'(data_in[i]);
    assert (count == sum);
    cover (count == OUT_WIDTH'(WIDTH));
  end

endmodule
