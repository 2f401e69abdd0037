// Proof of fixed_leaky_relu: convert(data_in >= 0 ? data_in : data_in * slope) for every input, every code of a 4 bit slope (every
// fifth where it is registered), both kinds of types (input, output, slope); where it is registered also its streams.
module fixed_leaky_relu_formal #(
    parameter int IN_WIDTH = 5,          // bits
    parameter int OUT_WIDTH = 4,         // bits
    parameter int ROUNDING = 0,          // fixed_number_pkg
    parameter int SLOPE_FRAC_WIDTH = 2,  // bits
    parameter int SHIFT = 1,             // bits that data_in is finer than data_out
    parameter int REGISTERED = 0,        // 0 or 1
    parameter int OVERFLOW = 0           // fixed_number_pkg
) (
    input logic                clk,
    input logic                rst,
    input logic [IN_WIDTH-1:0] data_in_0,
    input logic                data_in_0_valid,
    input logic                data_out_0_ready
);

  // The exact result is an integer at the finer point of data_in and data_in * slope.
  localparam int UP = (SLOPE_FRAC_WIDTH > 0) ? SLOPE_FRAC_WIDTH : 0;
  localparam int DOWN = (SLOPE_FRAC_WIDTH < 0) ? -SLOPE_FRAC_WIDTH : 0;
  localparam int N = IN_WIDTH + 6 + UP + DOWN;

  for (genvar types = 0; types < 8; types = types + 1) begin : gen_types
    for (genvar i = 0; i < 16; i = i + ((REGISTERED != 0) ? 5 : 1)) begin : gen_slope
      localparam int IN_SIGNED = types % 2;
      localparam int OUT_SIGNED = (types / 2) % 2;
      localparam int SLOPE_SIGNED = types / 4;
      localparam int SLOPE = (SLOPE_SIGNED != 0) ? i - 8 : i;
      logic data_in_0_ready, data_out_0_valid;
      logic [OUT_WIDTH-1:0] data_out_0, expected;
      fixed_leaky_relu #(
          .DATA_IN_WIDTH(IN_WIDTH), .DATA_IN_FRAC_WIDTH(SHIFT + 1), .DATA_IN_SIGNED(IN_SIGNED),
          .DATA_OUT_WIDTH(OUT_WIDTH), .DATA_OUT_FRAC_WIDTH(1), .DATA_OUT_SIGNED(OUT_SIGNED),
          .ROUNDING(ROUNDING), .OVERFLOW(OVERFLOW), .PARALLELISM(1),
          .SLOPE_WIDTH(4), .SLOPE_FRAC_WIDTH(SLOPE_FRAC_WIDTH), .SLOPE_SIGNED(SLOPE_SIGNED), .SLOPE(SLOPE),
          .REGISTERED(REGISTERED)
      ) dut (
          .clk(clk), .rst(rst),
          .data_in_0(data_in_0), .data_in_0_valid(data_in_0_valid), .data_in_0_ready(data_in_0_ready),
          .data_out_0(data_out_0), .data_out_0_valid(data_out_0_valid), .data_out_0_ready(data_out_0_ready));

      logic signed [N-1:0] value, exact;
      assign value = (IN_SIGNED != 0) ? N'($signed(data_in_0)) : N'(data_in_0);
      assign exact = (value >= 0) ? value * N'(1 << UP) : value * N'(SLOPE) * N'(1 << DOWN);
      convert_spec #(
          .WIDTH(N), .SHIFT(SHIFT + UP), .OUT_WIDTH(OUT_WIDTH), .OUT_SIGNED(OUT_SIGNED),
          .ROUNDING(ROUNDING), .OVERFLOW(OVERFLOW)
      ) spec (.value(exact), .code(expected));

      if (REGISTERED != 0) begin : gen_registered
        beat_store #(.IN_WIDTH(IN_WIDTH), .OUT_WIDTH(OUT_WIDTH)) store (
            .clk(clk), .rst(rst),
            .data_in(data_in_0), .data_in_valid(data_in_0_valid), .data_in_ready(data_in_0_ready), .expected(expected),
            .data_out(data_out_0), .data_out_valid(data_out_0_valid), .data_out_ready(data_out_0_ready));
      end else begin : gen_wires
        always_comb begin
          assert (data_out_0 == expected);
          assert (data_out_0_valid == data_in_0_valid);
          assert (data_in_0_ready == data_out_0_ready);
        end
      end
    end
  end

  always_comb cover (data_in_0_valid && data_out_0_ready && data_in_0 == {IN_WIDTH{1'b1}});

endmodule
