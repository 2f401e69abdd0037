// Proof of fixed_clip: convert(data_in), then clamped, for every input, shifts of -1 and 2, both kinds of types, both modes of
// overflow, and for bounds that are a part of the range, all of it, one code in the middle, and the two ends.
module fixed_clip_formal #(
    parameter int IN_WIDTH = 8,   // bits
    parameter int OUT_WIDTH = 4,  // bits, at least 3
    parameter int ROUNDING = 0    // fixed_number_pkg
) (
    input logic [2*IN_WIDTH-1:0] data_in_0,
    input logic                  data_in_0_valid,
    input logic                  data_out_0_ready
);

  for (genvar types = 0; types < 8; types = types + 1) begin : gen_types
    for (genvar i = 0; i < 2; i = i + 1) begin : gen_shift
      for (genvar bounds = 0; bounds < 5; bounds = bounds + 1) begin : gen_bounds
        localparam int IN_SIGNED = types % 2;
        localparam int OUT_SIGNED = (types / 2) % 2;
        localparam int OVERFLOW = types / 4;
        localparam int SHIFT = 3 * i - 1;
        localparam int LOWEST = (OUT_SIGNED != 0) ? -(1 << (OUT_WIDTH - 1)) : 0;
        localparam int HIGHEST = LOWEST + (1 << OUT_WIDTH) - 1;
        localparam int MIDDLE = LOWEST + (1 << (OUT_WIDTH - 1));
        localparam int MIN_CODE = (bounds == 0) ? LOWEST + 2 : (bounds == 2) ? MIDDLE : (bounds == 4) ? HIGHEST : LOWEST;
        localparam int MAX_CODE = (bounds == 0) ? HIGHEST - 1 : (bounds == 2) ? MIDDLE : (bounds == 3) ? LOWEST : HIGHEST;
        logic data_in_0_ready, data_out_0_valid;
        logic [2*OUT_WIDTH-1:0] data_out_0, expected;
        fixed_clip #(
            .DATA_IN_WIDTH(IN_WIDTH), .DATA_IN_FRAC_WIDTH(SHIFT + 2), .DATA_IN_SIGNED(IN_SIGNED),
            .DATA_OUT_WIDTH(OUT_WIDTH), .DATA_OUT_FRAC_WIDTH(2), .DATA_OUT_SIGNED(OUT_SIGNED),
            .ROUNDING(ROUNDING), .OVERFLOW(OVERFLOW), .PARALLELISM(2), .MIN_CODE(MIN_CODE), .MAX_CODE(MAX_CODE)
        ) dut (
            .data_in_0(data_in_0), .data_in_0_valid(data_in_0_valid), .data_in_0_ready(data_in_0_ready),
            .data_out_0(data_out_0), .data_out_0_valid(data_out_0_valid), .data_out_0_ready(data_out_0_ready));
        for (genvar lane = 0; lane < 2; lane = lane + 1) begin : gen_lane
          logic [IN_WIDTH-1:0] code;
          logic [OUT_WIDTH-1:0] converted;
          logic signed [IN_WIDTH:0] value;
          logic signed [31:0] number, clamped;
          assign code = data_in_0[lane*IN_WIDTH+:IN_WIDTH];
          assign value = {IN_SIGNED != 0 && code[IN_WIDTH-1], code};
          convert_spec #(
              .WIDTH(IN_WIDTH + 1), .SHIFT(SHIFT), .OUT_WIDTH(OUT_WIDTH), .OUT_SIGNED(OUT_SIGNED),
              .ROUNDING(ROUNDING), .OVERFLOW(OVERFLOW)
          ) spec (.value(value), .code(converted));
          assign number = (OUT_SIGNED != 0) ? 32'($signed(converted)) : 32'(converted);
          assign clamped = (number < MIN_CODE) ? MIN_CODE : (number > MAX_CODE) ? MAX_CODE : number;
          assign expected[lane*OUT_WIDTH+:OUT_WIDTH] = clamped[OUT_WIDTH-1:0];
        end
        always_comb begin
          assert (data_out_0 == expected);
          assert (data_out_0_valid == data_in_0_valid);
          assert (data_in_0_ready == data_out_0_ready);
        end
      end
    end
  end

  always_comb cover (data_in_0_valid && data_out_0_ready && data_in_0 == {2 * IN_WIDTH{1'b1}});

endmodule
