// Proof of fixed_affine, one lane: convert(data_in * weight + bias) for every input, weight and bias, saturating; the constants of
// the right beat are asked for; its streams, which hold two beats.
module fixed_affine_formal #(
    parameter int IN_WIDTH = 3,         // bits
    parameter int IN_SIGNED = 1,        // 0 or 1
    parameter int WEIGHT_WIDTH = 2,     // bits
    parameter int WEIGHT_SIGNED = 1,    // 0 or 1
    parameter int BIAS_WIDTH = 3,       // bits
    parameter int BIAS_SIGNED = 1,      // 0 or 1
    parameter int BIAS_FRAC_WIDTH = 2,  // bits; the product stands at 2
    parameter int OUT_FRAC_WIDTH = 1,   // bits
    parameter int ROUNDING = 0,         // fixed_number_pkg
    parameter int FEATURES = 3          // elements of a vector
) (
    input logic                    clk,
    input logic                    rst,
    input logic [IN_WIDTH-1:0]     data_in_0,
    input logic                    data_in_0_valid,
    input logic                    data_out_0_ready,
    input logic [WEIGHT_WIDTH-1:0] weight,
    input logic [BIAS_WIDTH-1:0]   bias
);

  localparam int PRODUCT_FRAC_WIDTH = 2;
  localparam int FRAC_WIDTH = (BIAS_FRAC_WIDTH > PRODUCT_FRAC_WIDTH) ? BIAS_FRAC_WIDTH : PRODUCT_FRAC_WIDTH;
  localparam int SHIFT = FRAC_WIDTH - OUT_FRAC_WIDTH;
  localparam int OUT_WIDTH = 3;
  localparam int TOTAL_WIDTH = 12;
  localparam int N = TOTAL_WIDTH + 2;
  logic data_in_0_ready, data_out_0_valid;
  logic [fixed_number_pkg::address_width(FEATURES)-1:0] weight_address, bias_address;
  logic [OUT_WIDTH-1:0] data_out_0;
  fixed_affine #(
      .DATA_IN_WIDTH(IN_WIDTH), .DATA_IN_FRAC_WIDTH(1), .DATA_IN_SIGNED(IN_SIGNED),
      .DATA_OUT_WIDTH(OUT_WIDTH), .DATA_OUT_FRAC_WIDTH(OUT_FRAC_WIDTH), .DATA_OUT_SIGNED(1),
      .ROUNDING(ROUNDING), .OVERFLOW(0), .PARALLELISM(1), .FEATURES(FEATURES),
      .WEIGHT_WIDTH(WEIGHT_WIDTH), .WEIGHT_FRAC_WIDTH(1), .WEIGHT_SIGNED(WEIGHT_SIGNED),
      .BIAS_WIDTH(BIAS_WIDTH), .BIAS_FRAC_WIDTH(BIAS_FRAC_WIDTH), .BIAS_SIGNED(BIAS_SIGNED), .ACCUMULATOR_WIDTH(TOTAL_WIDTH)
  ) dut (
      .clk(clk), .rst(rst),
      .data_in_0(data_in_0), .data_in_0_valid(data_in_0_valid), .data_in_0_ready(data_in_0_ready),
      .data_out_0(data_out_0), .data_out_0_valid(data_out_0_valid), .data_out_0_ready(data_out_0_ready),
      .weight_address(weight_address), .weight(weight), .bias_address(bias_address), .bias(bias));

  logic started, live, again;
  formal_reset reset (.clk(clk), .rst(rst), .started(started), .live(live), .again(again));
  stream_rules #(.WIDTH(IN_WIDTH), .ASSUME(1)) rules_in (
      .clk(clk), .live(live), .data(data_in_0), .valid(data_in_0_valid), .ready(data_in_0_ready));
  stream_rules #(.WIDTH(OUT_WIDTH)) rules_out (
      .clk(clk), .live(live), .data(data_out_0), .valid(data_out_0_valid), .ready(data_out_0_ready));

  // The exact result of what comes in, of the beat behind the multiplier and of the one that is given.
  logic signed [N-1:0] value, factor, start, exact, product_exact_q, total_exact_q;
  assign value = (IN_SIGNED != 0) ? N'($signed(data_in_0)) : N'(data_in_0);
  assign factor = (WEIGHT_SIGNED != 0) ? N'($signed(weight)) : N'(weight);
  assign start = (BIAS_SIGNED != 0) ? N'($signed(bias)) : N'(bias);
  assign exact = value * factor * N'(1 << (FRAC_WIDTH - PRODUCT_FRAC_WIDTH)) + start * N'(1 << (FRAC_WIDTH - BIAS_FRAC_WIDTH));
  logic product_q, total_q, advance;
  logic [7:0] beat_q;
  assign advance = !total_q || data_out_0_ready;
  always_ff @(posedge clk) begin
    if (rst) begin
      product_q <= 1'b0;
      total_q <= 1'b0;
      beat_q <= 8'd0;
    end else if (advance) begin
      product_q <= data_in_0_valid;
      total_q <= product_q;
      if (data_in_0_valid) beat_q <= (beat_q == 8'(FEATURES - 1)) ? 8'd0 : beat_q + 8'd1;
    end
    if (advance) begin
      product_exact_q <= exact;
      total_exact_q <= product_exact_q;
    end
  end
  logic [OUT_WIDTH-1:0] code;
  convert_spec #(
      .WIDTH(N), .SHIFT(SHIFT), .OUT_WIDTH(OUT_WIDTH), .OUT_SIGNED(1), .ROUNDING(ROUNDING), .OVERFLOW(0)
  ) spec (.value(total_exact_q), .code(code));

  always_comb begin
    if (started) begin
      assert (data_in_0_ready == advance);
      assert (data_out_0_valid == total_q);
      assert (8'(weight_address) == beat_q && bias_address == weight_address && beat_q < 8'(FEATURES));
      if (total_q) assert (data_out_0 == code);
    end
    cover (live && again && data_out_0_valid && !data_out_0_ready && product_q);
    cover (live && data_out_0_valid && data_out_0_ready && data_in_0_valid && beat_q == 8'(FEATURES - 1));
  end

  // For the induction: what is on its way.
  localparam bit HALF = fixed_number_pkg::adds_half(ROUNDING) != 0 && SHIFT >= 1;
  localparam logic [TOTAL_WIDTH-1:0] OFFSET = HALF ? TOTAL_WIDTH'(1) << (SHIFT - 1) : TOTAL_WIDTH'(0);
  (* hierconn *) logic \dut.product_valid_q ;
  (* hierconn *) logic [TOTAL_WIDTH-1:0] \dut.gen_lane[0].product ;
  (* hierconn *) logic [TOTAL_WIDTH-1:0] \dut.gen_lane[0].start_q ;
  (* hierconn *) logic [TOTAL_WIDTH-1:0] \dut.gen_lane[0].total_q ;
  logic [TOTAL_WIDTH-1:0] sum, product_total, given_total;
  assign sum = \dut.gen_lane[0].product + \dut.gen_lane[0].start_q ;
  assign product_total = product_exact_q[TOTAL_WIDTH-1:0] + OFFSET;
  assign given_total = total_exact_q[TOTAL_WIDTH-1:0] + OFFSET;
  always_comb begin
    if (started) begin
      assert (\dut.product_valid_q == product_q);
      if (product_q) assert (sum == product_total);
      if (total_q) assert (\dut.gen_lane[0].total_q == given_total);
    end
  end
  // No result is beyond the sum's width: the exact ones are sums of what the types can hold.
  localparam logic signed [N-1:0] MOST = 256;
  localparam logic signed [N-1:0] LEAST = -256;
  always_comb begin
    if (started && product_q) assert (product_exact_q >= LEAST && product_exact_q <= MOST);
    if (started && total_q) assert (total_exact_q >= LEAST && total_exact_q <= MOST);
  end

endmodule
