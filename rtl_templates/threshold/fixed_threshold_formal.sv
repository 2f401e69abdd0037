// Proof of fixed_threshold: LOWEST plus the number of thresholds that count, for every input and any thresholds, signed and not,
// falling and not; the thresholds of the right beat are asked for; its streams.
module fixed_threshold_formal #(
    parameter int IN_WIDTH = 3,      // bits
    parameter int LEVELS = 2,        // thresholds of a feature
    parameter int NEVER = 0,         // 0 or 1: thresholds are a bit wider than data_in
    parameter int FALLING = 0,       // 0 or 1
    parameter int LOWEST = 0,        // code of data_out
    parameter int FEATURES = 5,      // elements of a vector
    parameter int PARALLELISM = 2    // elements of a beat
) (
    input logic                                                          clk,
    input logic                                                          rst,
    input logic [PARALLELISM*IN_WIDTH-1:0]                               data_in_0,
    input logic                                                          data_in_0_valid,
    input logic                                                          data_out_0_ready,
    input logic [PARALLELISM*LEVELS*(IN_WIDTH+NEVER+FALLING)-1:0]        threshold
);

  localparam int OUT_WIDTH = 4;
  localparam int THRESHOLD_WIDTH = IN_WIDTH + NEVER;
  localparam int ELEMENT_WIDTH = THRESHOLD_WIDTH + FALLING;
  localparam int N = IN_WIDTH + 3;
  localparam int BEATS = (FEATURES + PARALLELISM - 1) / PARALLELISM;

  for (genvar in_signed = 0; in_signed < 2; in_signed = in_signed + 1) begin : gen_types
    logic data_in_0_ready, data_out_0_valid;
    logic [fixed_number_pkg::address_width(BEATS)-1:0] threshold_address;
    logic [PARALLELISM*OUT_WIDTH-1:0] data_out_0, expected;
    fixed_threshold #(
        .DATA_IN_WIDTH(IN_WIDTH), .DATA_IN_FRAC_WIDTH(1), .DATA_IN_SIGNED(in_signed),
        .DATA_OUT_WIDTH(OUT_WIDTH), .DATA_OUT_FRAC_WIDTH(0), .DATA_OUT_SIGNED(1),
        .PARALLELISM(PARALLELISM), .FEATURES(FEATURES), .LEVELS(LEVELS), .THRESHOLD_WIDTH(THRESHOLD_WIDTH),
        .FALLING(FALLING), .LOWEST(LOWEST)
    ) dut (
        .clk(clk), .rst(rst),
        .data_in_0(data_in_0), .data_in_0_valid(data_in_0_valid), .data_in_0_ready(data_in_0_ready),
        .data_out_0(data_out_0), .data_out_0_valid(data_out_0_valid), .data_out_0_ready(data_out_0_ready),
        .threshold_address(threshold_address), .threshold(threshold));

    for (genvar lane = 0; lane < PARALLELISM; lane = lane + 1) begin : gen_lane
      logic [IN_WIDTH-1:0] code;
      logic [OUT_WIDTH-1:0] count;
      logic signed [N-1:0] value;
      logic [LEVELS-1:0] counts;
      assign code = data_in_0[lane*IN_WIDTH+:IN_WIDTH];
      assign value = (in_signed != 0) ? N'($signed(code)) : N'(code);
      for (genvar level = 0; level < LEVELS; level = level + 1) begin : gen_level
        localparam int AT = (lane * LEVELS + level) * ELEMENT_WIDTH;
        logic [THRESHOLD_WIDTH-1:0] threshold_code;
        logic signed [N-1:0] from;
        logic falls;
        assign threshold_code = threshold[AT+:THRESHOLD_WIDTH];
        assign from = (in_signed != 0) ? N'($signed(threshold_code)) : N'(threshold_code);
        assign falls = FALLING != 0 && threshold[AT+ELEMENT_WIDTH-1];
        assign counts[level] = falls ? value < from : value >= from;
      end
      always_comb begin
        count = OUT_WIDTH'(LOWEST);
        for (int level = 0; level < LEVELS; level = level + 1) count = count + OUT_WIDTH'(counts[level]);
      end
      assign expected[lane*OUT_WIDTH+:OUT_WIDTH] = count;
    end

    beat_store #(.IN_WIDTH(PARALLELISM * IN_WIDTH), .OUT_WIDTH(PARALLELISM * OUT_WIDTH)) store (
        .clk(clk), .rst(rst),
        .data_in(data_in_0), .data_in_valid(data_in_0_valid), .data_in_ready(data_in_0_ready), .expected(expected),
        .data_out(data_out_0), .data_out_valid(data_out_0_valid), .data_out_ready(data_out_0_ready));

    // The beat of its vector that comes in next, and whose thresholds are wanted.
    logic [7:0] beat_q;
    always_ff @(posedge clk) begin
      if (rst) beat_q <= 8'd0;
      else if (data_in_0_valid && data_in_0_ready) beat_q <= (beat_q == 8'(BEATS - 1)) ? 8'd0 : beat_q + 8'd1;
    end
    logic started_q;
    initial started_q = 1'b0;
    always_ff @(posedge clk) started_q <= 1'b1;
    always_comb begin
      if (started_q) assert (8'(threshold_address) == beat_q && beat_q < 8'(BEATS));
      cover (started_q && beat_q == 8'(BEATS - 1));
    end
  end

endmodule
