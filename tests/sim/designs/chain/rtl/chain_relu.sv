// max(data_in, 0), saturated to 8 bits. Combinational: latency 0.
module chain_relu #(
    parameter PARALLELISM = 4
) (
    input      [PARALLELISM*9-1:0] data_in_0,
    output     [PARALLELISM*8-1:0] data_out_0
);
  genvar lane;
  generate
    for (lane = 0; lane < PARALLELISM; lane = lane + 1) begin : gen_lane
      wire [8:0] element = data_in_0[lane*9+:9];
      assign data_out_0[lane*8+:8] = element[8] ? 8'd0 : element[7] ? 8'd127 : element[7:0];
    end
  endgenerate
endmodule
