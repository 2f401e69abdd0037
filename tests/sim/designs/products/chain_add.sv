// chain_add by multipliers, for the netlist tests: data_in[f] * 1 + (f + 1) * 1, where the 1 is a register that synthesis cannot
// know. Two registered products, extended by their signs and summed into a register, are what Yosys 0.23 miscompiles for iCE40
// with DSP blocks, unless the multiplier is kept a module of its own (hw/flows/ice40-dsp.ys).
// One beat at a time, four cycles each; data_out_0 holds until it is taken.
module fixed_multiplier (
    input clk,
    input signed [7:0] a,
    input signed [7:0] b,
    output reg signed [15:0] product
);
  always @(posedge clk) product <= a * b;
endmodule
module chain_add #(
    parameter FEATURES = 6,
    parameter PARALLELISM = 4,
    parameter FAULT = 0
) (
    input clk,
    input rst,
    input [PARALLELISM*8-1:0] data_in_0,
    input data_in_0_valid,
    output data_in_0_ready,
    output [PARALLELISM*9-1:0] data_out_0,
    output data_out_0_valid,
    input data_out_0_ready
);
  reg [PARALLELISM*8-1:0] data_q;
  reg [2:0] step_q;
  reg second_q;
  reg signed [7:0] one_q;
  assign data_in_0_ready = step_q == 3'd0;
  assign data_out_0_valid = step_q == 3'd4;
  always @(posedge clk) one_q <= rst ? 8'sd3 : 8'sd1;
  always @(posedge clk) if (data_in_0_ready) data_q <= data_in_0;
  always @(posedge clk) begin
    if (rst) step_q <= 3'd0;
    else if (data_in_0_ready) step_q <= data_in_0_valid ? 3'd1 : 3'd0;
    else if (!data_out_0_valid) step_q <= step_q + 3'd1;
    else if (data_out_0_ready) step_q <= 3'd0;
    if (rst) second_q <= 1'b0;
    else if (data_out_0_valid && data_out_0_ready) second_q <= !second_q;
  end
  for (genvar lane = 0; lane < PARALLELISM; lane = lane + 1) begin : gen_lane
    // The second half only stands there so that the offset is no constant.
    wire signed [7:0] offset = (second_q ? PARALLELISM : 0) + lane + (one_q[0] ? 1 : data_q[7:0]);
    wire signed [15:0] data, added;
    wire signed [23:0] data_extended = data;
    wire signed [23:0] added_extended = added;
    reg signed [23:0] sum_q;
    fixed_multiplier data_product (clk, data_q[lane*8+:8], one_q, data);
    fixed_multiplier added_product (clk, offset, one_q, added);
    always @(posedge clk) sum_q <= data_extended + added_extended;
    // All bits of the sum matter, or synthesis narrows the products below what a DSP block is used for.
    assign data_out_0[lane*9+:9] = (sum_q[23:8] == 16'h0000 || sum_q[23:8] == 16'hffff) ? sum_q[8:0] : 9'd0;
  end
endmodule
