// Proof of fixed_plane_sum: the sum of the operands, for all of them, exact or modulo 2^OUT_WIDTH.
module fixed_plane_sum_formal #(
    parameter int COUNT = 3,      // operands
    parameter int IN_WIDTH = 2,   // bits
    parameter int IN_SIGNED = 0,  // 0 or 1
    parameter int OUT_WIDTH = 5   // bits
) (
    input logic [COUNT*IN_WIDTH-1:0] data_in
);

  logic [OUT_WIDTH-1:0] data_out;
  logic signed [15:0] sum;
  fixed_plane_sum #(.COUNT(COUNT), .IN_WIDTH(IN_WIDTH), .IN_SIGNED(IN_SIGNED), .OUT_WIDTH(OUT_WIDTH)) dut (
      .data_in(data_in), .data_out(data_out));
  always_comb begin
    sum = '0;
    for (int i = 0; i < COUNT; i = i + 1) begin
      sum = sum + ((IN_SIGNED != 0) ? 16'($signed(data_in[i*IN_WIDTH+:IN_WIDTH])) : 16'(data_in[i*IN_WIDTH+:IN_WIDTH]));
    end
    assert (data_out == sum[OUT_WIDTH-1:0]);
    cover (sum != 16'd0 && data_in[0]);
  end

endmodule
