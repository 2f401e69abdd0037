// A tiny design of two layers with the shape of an emitted one: add (registered), relu (combinational).
module top (
    input         clk,
    input         rst,
    input  [31:0] data_in_0,
    input         data_in_0_valid,
    output        data_in_0_ready,
    output [31:0] data_out_0,
    output        data_out_0_valid,
    input         data_out_0_ready
);
  localparam FEATURES = 6;
  localparam PARALLELISM = 4;
  localparam FAULT = 0;

  wire [PARALLELISM*9-1:0] add_data_out_0;
  wire                     add_data_out_0_valid;
  wire                     add_data_out_0_ready;
  wire [PARALLELISM*8-1:0] relu_data_out_0;
  wire                     relu_data_out_0_valid;
  wire                     relu_data_out_0_ready;

  chain_add #(
      .FEATURES   (FEATURES),
      .PARALLELISM(PARALLELISM),
      .FAULT      (FAULT)
  ) add (
      .clk             (clk),
      .rst             (rst),
      .data_in_0       (data_in_0),
      .data_in_0_valid (data_in_0_valid),
      .data_in_0_ready (data_in_0_ready),
      .data_out_0      (add_data_out_0),
      .data_out_0_valid(add_data_out_0_valid),
      .data_out_0_ready(add_data_out_0_ready)
  );

  chain_relu #(
      .PARALLELISM(PARALLELISM)
  ) relu (
      .data_in_0 (add_data_out_0),
      .data_out_0(relu_data_out_0)
  );
  assign relu_data_out_0_valid = add_data_out_0_valid;
  assign add_data_out_0_ready  = relu_data_out_0_ready;

  assign data_out_0            = relu_data_out_0;
  assign data_out_0_valid      = relu_data_out_0_valid;
  assign relu_data_out_0_ready = data_out_0_ready;
endmodule
