// Proof of fixed_convert: equal to tests/formal/convert_spec.sv for every input, every shift from far left to far right, both kinds
// of input and output, every mode of overflow, and with the half added upstream wherever that is allowed.
module fixed_convert_formal #(
    parameter int IN_WIDTH = 8,   // bits
    parameter int OUT_WIDTH = 4,  // bits
    parameter int ROUNDING = 0    // fixed_number_pkg
) (
    input logic [IN_WIDTH-1:0] data_in
);

  localparam int FIRST = -(OUT_WIDTH + 2);
  localparam int LAST = IN_WIDTH + 3;
  localparam int SHIFTS = LAST - FIRST + 1;

  for (genvar types = 0; types < 8; types = types + 1) begin : gen_types
    localparam int IN_SIGNED = types % 2;
    localparam int OUT_SIGNED = (types / 2) % 2;
    localparam int OVERFLOW = types / 4;
    logic signed [IN_WIDTH:0] value;
    assign value = {IN_SIGNED != 0 && data_in[IN_WIDTH-1], data_in};

    for (genvar i = 0; i < SHIFTS; i = i + 1) begin : gen_shift
      localparam int SHIFT = FIRST + i;
      logic [OUT_WIDTH-1:0] converted, expected;
      // The point itself changes nothing: any two that are SHIFT apart.
      fixed_convert #(
          .IN_WIDTH(IN_WIDTH), .IN_FRAC_WIDTH(SHIFT + 3), .IN_SIGNED(IN_SIGNED),
          .OUT_WIDTH(OUT_WIDTH), .OUT_FRAC_WIDTH(3), .OUT_SIGNED(OUT_SIGNED),
          .ROUNDING(ROUNDING), .OVERFLOW(OVERFLOW)
      ) convert (.data_in(data_in), .data_out(converted));
      convert_spec #(
          .WIDTH(IN_WIDTH + 1), .SHIFT(SHIFT), .OUT_WIDTH(OUT_WIDTH), .OUT_SIGNED(OUT_SIGNED),
          .ROUNDING(ROUNDING), .OVERFLOW(OVERFLOW)
      ) spec (.value(value), .code(expected));
      always_comb assert (converted == expected);

      if (SHIFT >= 1 && SHIFT <= IN_WIDTH && ROUNDING <= 2) begin : gen_half
        // data_in holds value + half a unit: the value itself may lie half a unit below the type.
        localparam logic signed [IN_WIDTH+1:0] HALF = (IN_WIDTH + 2)'(1) <<< (SHIFT - 1);
        logic signed [IN_WIDTH+1:0] before;
        logic [OUT_WIDTH-1:0] converted_half, expected_half;
        assign before = value - HALF;
        fixed_convert #(
            .IN_WIDTH(IN_WIDTH), .IN_FRAC_WIDTH(SHIFT - 2), .IN_SIGNED(IN_SIGNED),
            .OUT_WIDTH(OUT_WIDTH), .OUT_FRAC_WIDTH(-2), .OUT_SIGNED(OUT_SIGNED),
            .ROUNDING(ROUNDING), .OVERFLOW(OVERFLOW), .HALF_ADDED(1)
        ) convert_half (.data_in(data_in), .data_out(converted_half));
        convert_spec #(
            .WIDTH(IN_WIDTH + 2), .SHIFT(SHIFT), .OUT_WIDTH(OUT_WIDTH), .OUT_SIGNED(OUT_SIGNED),
            .ROUNDING(ROUNDING), .OVERFLOW(OVERFLOW)
        ) spec_half (.value(before), .code(expected_half));
        always_comb assert (converted_half == expected_half);
      end
    end
  end

  always_comb cover (data_in == {IN_WIDTH{1'b1}});

endmodule
