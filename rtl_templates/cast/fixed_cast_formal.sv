// Proof of fixed_cast: convert(data_in) for every input, shifts of -1, 0, 1 and 3, both kinds of types and both modes of overflow.
module fixed_cast_formal #(
    parameter int IN_WIDTH = 8,   // bits
    parameter int OUT_WIDTH = 4,  // bits
    parameter int ROUNDING = 0    // fixed_number_pkg
) (
    input logic [2*IN_WIDTH-1:0] data_in_0,
    input logic                  data_in_0_valid,
    input logic                  data_out_0_ready
);

  for (genvar types = 0; types < 8; types = types + 1) begin : gen_types
    for (genvar i = 0; i < 4; i = i + 1) begin : gen_shift
      localparam int IN_SIGNED = types % 2;
      localparam int OUT_SIGNED = (types / 2) % 2;
      localparam int OVERFLOW = types / 4;
      localparam int SHIFT = (i == 3) ? 3 : i - 1;
      logic data_in_0_ready, data_out_0_valid;
      logic [2*OUT_WIDTH-1:0] data_out_0, expected;
      fixed_cast #(
          .DATA_IN_WIDTH(IN_WIDTH), .DATA_IN_FRAC_WIDTH(SHIFT - 1), .DATA_IN_SIGNED(IN_SIGNED),
          .DATA_OUT_WIDTH(OUT_WIDTH), .DATA_OUT_FRAC_WIDTH(-1), .DATA_OUT_SIGNED(OUT_SIGNED),
          .ROUNDING(ROUNDING), .OVERFLOW(OVERFLOW), .PARALLELISM(2)
      ) dut (
          .data_in_0(data_in_0), .data_in_0_valid(data_in_0_valid), .data_in_0_ready(data_in_0_ready),
          .data_out_0(data_out_0), .data_out_0_valid(data_out_0_valid), .data_out_0_ready(data_out_0_ready));
      for (genvar lane = 0; lane < 2; lane = lane + 1) begin : gen_lane
        logic [IN_WIDTH-1:0] code;
        logic signed [IN_WIDTH:0] value;
        assign code = data_in_0[lane*IN_WIDTH+:IN_WIDTH];
        assign value = {IN_SIGNED != 0 && code[IN_WIDTH-1], code};
        convert_spec #(
            .WIDTH(IN_WIDTH + 1), .SHIFT(SHIFT), .OUT_WIDTH(OUT_WIDTH), .OUT_SIGNED(OUT_SIGNED),
            .ROUNDING(ROUNDING), .OVERFLOW(OVERFLOW)
        ) spec (.value(value), .code(expected[lane*OUT_WIDTH+:OUT_WIDTH]));
      end
      always_comb begin
        assert (data_out_0 == expected);
        assert (data_out_0_valid == data_in_0_valid);
        assert (data_in_0_ready == data_out_0_ready);
      end
    end
  end

  always_comb cover (data_in_0_valid && data_out_0_ready && data_in_0 == {2 * IN_WIDTH{1'b1}});

endmodule
