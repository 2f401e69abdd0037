// Proof of fixed_extend: the same integer before and after, for every input.
module fixed_extend_formal #(
    parameter int IN_WIDTH = 8,   // bits
    parameter int OUT_WIDTH = 16  // bits, at least IN_WIDTH
) (
    input logic [IN_WIDTH-1:0] data_in
);

  logic [OUT_WIDTH-1:0] with_sign, without_sign;
  fixed_extend #(.IN_WIDTH(IN_WIDTH), .IN_SIGNED(1), .OUT_WIDTH(OUT_WIDTH)) extend_signed (
      .data_in(data_in), .data_out(with_sign));
  fixed_extend #(.IN_WIDTH(IN_WIDTH), .IN_SIGNED(0), .OUT_WIDTH(OUT_WIDTH)) extend_unsigned (
      .data_in(data_in), .data_out(without_sign));

  // The integers by the weights of their bits: the highest counts negative in two's complement.
  localparam int N = OUT_WIDTH + 2;
  logic signed [N-1:0] before_signed, before_unsigned, after_signed, after_unsigned;
  always_comb begin
    before_unsigned = '0;
    after_signed = '0;
    after_unsigned = '0;
    for (int i = 0; i < IN_WIDTH; i = i + 1) if (data_in[i]) before_unsigned = before_unsigned + (N'(1) << i);
    before_signed = before_unsigned - (data_in[IN_WIDTH-1] ? N'(1) << IN_WIDTH : N'(0));
    for (int i = 0; i < OUT_WIDTH; i = i + 1) begin
      if (without_sign[i]) after_unsigned = after_unsigned + (N'(1) << i);
      if (with_sign[i]) after_signed = after_signed + ((i == OUT_WIDTH - 1) ? -(N'(1) << i) : (N'(1) << i));
    end
    assert (after_signed == before_signed);
    assert (after_unsigned == before_unsigned);
    cover (before_signed < before_unsigned);
  end

endmodule
