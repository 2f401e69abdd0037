// Proof of fixed_prelu: convert(data_in >= 0 ? data_in : data_in * slope) for every input and every slope, both kinds of types (input,
// output, slope), saturating; the slopes of the right beat are asked for; its streams.
module fixed_prelu_formal #(
    parameter int IN_WIDTH = 4,          // bits
    parameter int OUT_WIDTH = 4,         // bits
    parameter int ROUNDING = 0,          // fixed_number_pkg
    parameter int SLOPE_WIDTH = 3,       // bits
    parameter int SLOPE_FRAC_WIDTH = 2,  // bits
    parameter int SHIFT = 1,             // bits that data_in is finer than data_out
    parameter int FEATURES = 5,          // elements of a vector
    parameter int PARALLELISM = 2        // elements of a beat
) (
    input logic                               clk,
    input logic                               rst,
    input logic [PARALLELISM*IN_WIDTH-1:0]    data_in_0,
    input logic                               data_in_0_valid,
    input logic                               data_out_0_ready,
    input logic [PARALLELISM*SLOPE_WIDTH-1:0] slope
);

  // The exact result is an integer at the finer point of data_in and data_in * slope.
  localparam int UP = (SLOPE_FRAC_WIDTH > 0) ? SLOPE_FRAC_WIDTH : 0;
  localparam int DOWN = (SLOPE_FRAC_WIDTH < 0) ? -SLOPE_FRAC_WIDTH : 0;
  localparam int N = IN_WIDTH + SLOPE_WIDTH + 2 + UP + DOWN;
  localparam int BEATS = (FEATURES + PARALLELISM - 1) / PARALLELISM;

  for (genvar types = 0; types < 8; types = types + 1) begin : gen_types
    localparam int IN_SIGNED = types % 2;
    localparam int OUT_SIGNED = (types / 2) % 2;
    localparam int SLOPE_SIGNED = types / 4;
    logic data_in_0_ready, data_out_0_valid;
    logic [fixed_number_pkg::address_width(BEATS)-1:0] slope_address;
    logic [PARALLELISM*OUT_WIDTH-1:0] data_out_0, expected;
    fixed_prelu #(
        .DATA_IN_WIDTH(IN_WIDTH), .DATA_IN_FRAC_WIDTH(SHIFT + 1), .DATA_IN_SIGNED(IN_SIGNED),
        .DATA_OUT_WIDTH(OUT_WIDTH), .DATA_OUT_FRAC_WIDTH(1), .DATA_OUT_SIGNED(OUT_SIGNED),
        .ROUNDING(ROUNDING), .OVERFLOW(0), .PARALLELISM(PARALLELISM), .FEATURES(FEATURES),
        .SLOPE_WIDTH(SLOPE_WIDTH), .SLOPE_FRAC_WIDTH(SLOPE_FRAC_WIDTH), .SLOPE_SIGNED(SLOPE_SIGNED)
    ) dut (
        .clk(clk), .rst(rst),
        .data_in_0(data_in_0), .data_in_0_valid(data_in_0_valid), .data_in_0_ready(data_in_0_ready),
        .data_out_0(data_out_0), .data_out_0_valid(data_out_0_valid), .data_out_0_ready(data_out_0_ready),
        .slope_address(slope_address), .slope(slope));

    for (genvar lane = 0; lane < PARALLELISM; lane = lane + 1) begin : gen_lane
      logic [IN_WIDTH-1:0] code;
      logic [SLOPE_WIDTH-1:0] factor_code;
      logic signed [N-1:0] value, factor, exact;
      assign code = data_in_0[lane*IN_WIDTH+:IN_WIDTH];
      assign factor_code = slope[lane*SLOPE_WIDTH+:SLOPE_WIDTH];
      assign value = (IN_SIGNED != 0) ? N'($signed(code)) : N'(code);
      assign factor = (SLOPE_SIGNED != 0) ? N'($signed(factor_code)) : N'(factor_code);
      assign exact = (value >= 0) ? value * N'(1 << UP) : value * factor * N'(1 << DOWN);
      convert_spec #(
          .WIDTH(N), .SHIFT(SHIFT + UP), .OUT_WIDTH(OUT_WIDTH), .OUT_SIGNED(OUT_SIGNED),
          .ROUNDING(ROUNDING), .OVERFLOW(0)
      ) spec (.value(exact), .code(expected[lane*OUT_WIDTH+:OUT_WIDTH]));
    end

    beat_store #(.IN_WIDTH(PARALLELISM * IN_WIDTH), .OUT_WIDTH(PARALLELISM * OUT_WIDTH)) store (
        .clk(clk), .rst(rst),
        .data_in(data_in_0), .data_in_valid(data_in_0_valid), .data_in_ready(data_in_0_ready), .expected(expected),
        .data_out(data_out_0), .data_out_valid(data_out_0_valid), .data_out_ready(data_out_0_ready));

    // The beat of its vector that comes in next, and whose slopes are wanted.
    logic [7:0] beat_q;
    always_ff @(posedge clk) begin
      if (rst) beat_q <= 8'd0;
      else if (data_in_0_valid && data_in_0_ready) beat_q <= (beat_q == 8'(BEATS - 1)) ? 8'd0 : beat_q + 8'd1;
    end
    logic started_q;
    initial started_q = 1'b0;
    always_ff @(posedge clk) started_q <= 1'b1;
    always_comb begin
      if (started_q) assert (8'(slope_address) == beat_q && beat_q < 8'(BEATS));
      cover (started_q && beat_q == 8'(BEATS - 1));
    end
  end

endmodule
