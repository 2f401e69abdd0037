// Proof of fixed_table: what comes out of a beat is table[data_in] of each lane, for every input and every table; its streams.
module fixed_table_formal #(
    parameter int IN_WIDTH = 3,    // bits
    parameter int OUT_WIDTH = 2,   // bits
    parameter int PARALLELISM = 2  // elements of a beat
) (
    input logic                            clk,
    input logic                            rst,
    input logic [PARALLELISM*IN_WIDTH-1:0] data_in_0,
    input logic                            data_in_0_valid,
    input logic                            data_out_0_ready
);

  (* anyconst *) logic [(1<<IN_WIDTH)*OUT_WIDTH-1:0] entries;  // any table

  logic data_in_0_ready, data_out_0_valid, table_enable;
  logic [PARALLELISM*IN_WIDTH-1:0] table_address;
  logic [PARALLELISM*OUT_WIDTH-1:0] data_out_0, expected, read, table_data_q;

  fixed_table #(
      .DATA_IN_WIDTH(IN_WIDTH), .DATA_OUT_WIDTH(OUT_WIDTH), .PARALLELISM(PARALLELISM)
  ) dut (
      .clk(clk), .rst(rst),
      .data_in_0(data_in_0), .data_in_0_valid(data_in_0_valid), .data_in_0_ready(data_in_0_ready),
      .data_out_0(data_out_0), .data_out_0_valid(data_out_0_valid), .data_out_0_ready(data_out_0_ready),
      .table_enable(table_enable), .table_address(table_address), .table_data(table_data_q));

  for (genvar lane = 0; lane < PARALLELISM; lane = lane + 1) begin : gen_lane
    logic [IN_WIDTH-1:0] wanted, asked;
    assign wanted = data_in_0[lane*IN_WIDTH+:IN_WIDTH];
    assign asked = table_address[lane*IN_WIDTH+:IN_WIDTH];
    assign expected[lane*OUT_WIDTH+:OUT_WIDTH] = entries[wanted*OUT_WIDTH+:OUT_WIDTH];
    assign read[lane*OUT_WIDTH+:OUT_WIDTH] = entries[asked*OUT_WIDTH+:OUT_WIDTH];
  end
  always_ff @(posedge clk) if (table_enable) table_data_q <= read;

  beat_store #(.IN_WIDTH(PARALLELISM * IN_WIDTH), .OUT_WIDTH(PARALLELISM * OUT_WIDTH)) store (
      .clk(clk), .rst(rst),
      .data_in(data_in_0), .data_in_valid(data_in_0_valid), .data_in_ready(data_in_0_ready), .expected(expected),
      .data_out(data_out_0), .data_out_valid(data_out_0_valid), .data_out_ready(data_out_0_ready));

endmodule
