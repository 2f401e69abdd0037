// Design tiny, written by rtl4ml from tiny.yaml: change that, not this file.
//
// Latency 6 cycles (first beat in to last beat out), one vector every 2 cycles.
// Streams are valid/ready; a beat carries element 0 in its low bits; types are (s)igned or (u)nsigned width.frac_width.
//
//   instance  layer  operator    features  data_in  data_out  beats x elements in  out    cycles a vector
//   fc1       fc1    linear      3 -> 2    s8.3     s8.3      2 x 2                1 x 2  2
//   act       act    leaky_relu  2         s8.3     s8.3      1 x 2                1 x 2  1
module top (
    input   logic          clk,
    input   logic          rst,  // synchronous, active high
    input   logic  [15:0]  data_in_0,
    input   logic          data_in_0_valid,
    output  logic          data_in_0_ready,
    output  logic  [15:0]  data_out_0,
    output  logic          data_out_0_valid,
    input   logic          data_out_0_ready
);

  // fc1: linear, 3 s8.3 -> 2 s8.3, 2 cycles a vector.
  logic  [15:0]  fc1_data_out_0;
  logic          fc1_data_out_0_valid;
  logic          fc1_data_out_0_ready;
  logic          fc1_weight_enable;
  logic          fc1_weight_address;
  logic  [31:0]  fc1_weight;
  logic          fc1_bias_address;
  logic  [15:0]  fc1_bias;
  fixed_linear #(
      .DATA_IN_WIDTH       (8),
      .DATA_IN_FRAC_WIDTH  (3),
      .DATA_IN_SIGNED      (1),
      .DATA_OUT_WIDTH      (8),
      .DATA_OUT_FRAC_WIDTH (3),
      .DATA_OUT_SIGNED     (1),
      .ROUNDING            (0),
      .OVERFLOW            (0),
      .WEIGHT_WIDTH        (8),
      .WEIGHT_FRAC_WIDTH   (5),
      .WEIGHT_SIGNED       (1),
      .WEIGHT_BIPOLAR      (0),
      .BIAS_WIDTH          (8),
      .BIAS_FRAC_WIDTH     (3),
      .BIAS_SIGNED         (1),
      .IN_FEATURES         (3),
      .OUT_FEATURES        (2),
      .PARALLELISM_IN      (2),
      .PARALLELISM_OUT     (2),
      .ACCUMULATOR_WIDTH   (16),
      .OPERAND_REGISTERS   (0),
      .SUM_FAN_IN          (8),
      .WEIGHT_SLICES       (1),
      .DSP_LANES           (2),
      .PACKED_PAIRS        (0),
      .BIAS_REGISTER       (0),
      .BIAS_HOLDS_HALF     (0)
  ) fc1 (
      .clk              (clk),
      .rst              (rst),
      .data_in_0        (data_in_0),
      .data_in_0_valid  (data_in_0_valid),
      .data_in_0_ready  (data_in_0_ready),
      .data_out_0       (fc1_data_out_0),
      .data_out_0_valid (fc1_data_out_0_valid),
      .data_out_0_ready (fc1_data_out_0_ready),
      .weight_enable    (fc1_weight_enable),
      .weight_address   (fc1_weight_address),
      .weight           (fc1_weight),
      .bias_address     (fc1_bias_address),
      .bias             (fc1_bias)
  );
  fc1_weight_source fc1_weight_source (
      .clk     (clk),
      .enable  (fc1_weight_enable),
      .address (fc1_weight_address),
      .weight  (fc1_weight)
  );
  fc1_bias_source fc1_bias_source (
      .address (fc1_bias_address),
      .bias    (fc1_bias)
  );

  // act: leaky_relu, 2 s8.3 -> 2 s8.3, 1 cycles a vector.
  logic  [15:0]  act_data_out_0;
  logic          act_data_out_0_valid;
  logic          act_data_out_0_ready;
  fixed_leaky_relu #(
      .DATA_IN_WIDTH       (8),
      .DATA_IN_FRAC_WIDTH  (3),
      .DATA_IN_SIGNED      (1),
      .DATA_OUT_WIDTH      (8),
      .DATA_OUT_FRAC_WIDTH (3),
      .DATA_OUT_SIGNED     (1),
      .ROUNDING            (0),
      .OVERFLOW            (0),
      .PARALLELISM         (2),
      .SLOPE_WIDTH         (8),
      .SLOPE_FRAC_WIDTH    (3),
      .SLOPE_SIGNED        (1),
      .SLOPE               (1),
      .REGISTERED          (0)
  ) act (
      .clk              (clk),
      .rst              (rst),
      .data_in_0        (fc1_data_out_0),
      .data_in_0_valid  (fc1_data_out_0_valid),
      .data_in_0_ready  (fc1_data_out_0_ready),
      .data_out_0       (act_data_out_0),
      .data_out_0_valid (act_data_out_0_valid),
      .data_out_0_ready (act_data_out_0_ready)
  );

  assign data_out_0 = act_data_out_0;
  assign data_out_0_valid = act_data_out_0_valid;
  assign act_data_out_0_ready = data_out_0_ready;

endmodule
