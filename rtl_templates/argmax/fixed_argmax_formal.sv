// Proof of fixed_argmax, from the definition: no element of the vector is larger than the one whose index is given, and none before
// it is as large. The vector is kept element by element; nothing is known of padded lanes.
module fixed_argmax_formal #(
    parameter int DATA_IN_WIDTH = 2,
    parameter int DATA_IN_SIGNED = 1,
    parameter int FEATURES = 5,
    parameter int PARALLELISM = 2
) (
    input logic                                 clk,
    input logic                                 rst,
    input logic [PARALLELISM*DATA_IN_WIDTH-1:0] data_in_0,
    input logic                                 data_in_0_valid,
    input logic                                 data_out_0_ready
);

  localparam int INDEX_WIDTH = fixed_number_pkg::address_width(FEATURES);
  logic data_in_0_ready, data_out_0_valid, started, live, again;
  logic [INDEX_WIDTH-1:0] data_out_0;

  fixed_argmax #(
      .DATA_IN_WIDTH(DATA_IN_WIDTH), .DATA_IN_SIGNED(DATA_IN_SIGNED), .FEATURES(FEATURES), .PARALLELISM(PARALLELISM)
  ) dut (
      .clk(clk), .rst(rst), .data_in_0(data_in_0), .data_in_0_valid(data_in_0_valid), .data_in_0_ready(data_in_0_ready),
      .data_out_0(data_out_0), .data_out_0_valid(data_out_0_valid), .data_out_0_ready(data_out_0_ready));

  formal_reset reset (.clk(clk), .rst(rst), .started(started), .live(live), .again(again));
  stream_rules #(.WIDTH(INDEX_WIDTH)) rules_out (
      .clk(clk), .live(live), .data(data_out_0), .valid(data_out_0_valid), .ready(data_out_0_ready));

  // Elements of the vector that have been taken, as numbers.
  localparam int N = DATA_IN_WIDTH + 1;
  logic take, valid_q, last;
  logic [7:0] taken_q;
  logic signed [N-1:0] element_q[0:FEATURES-1];
  assign take = data_in_0_valid && data_in_0_ready;
  assign last = taken_q + 8'(PARALLELISM) >= 8'(FEATURES);
  always_ff @(posedge clk) begin
    if (rst) {valid_q, taken_q} <= 9'd0;
    else begin
      if (take) taken_q <= last ? 8'd0 : taken_q + 8'(PARALLELISM);
      if (take && last) valid_q <= 1'b1;
      else if (data_out_0_ready) valid_q <= 1'b0;
    end
  end
  for (genvar e = 0; e < FEATURES; e++) begin : gen_element
    localparam int LANE = e % PARALLELISM;
    always_ff @(posedge clk) begin
      if (take && taken_q == 8'(e - LANE)) begin
        element_q[e] <= {DATA_IN_SIGNED == 1 && data_in_0[LANE*DATA_IN_WIDTH+DATA_IN_WIDTH-1],
                         data_in_0[LANE*DATA_IN_WIDTH+:DATA_IN_WIDTH]};
      end
    end
  end

  // The best of `known` elements; all of them when the index is at the output.
  (* hierconn *) logic [DATA_IN_WIDTH-1:0] \dut.best_q ;
  (* hierconn *) logic [INDEX_WIDTH-1:0] \dut.index_q ;
  (* hierconn *) logic [INDEX_WIDTH-1:0] \dut.first_q ;
  logic [7:0] known, best;
  assign known = valid_q ? 8'(FEATURES) : taken_q;
  assign best = 8'(\dut.index_q );
  always_comb begin
    if (started) begin
      assert (data_out_0_valid == valid_q);
      assert (data_in_0_ready == (!valid_q || data_out_0_ready));
      if (valid_q) assert (data_out_0 == \dut.index_q && taken_q == 8'd0);
      assert (taken_q < 8'(FEATURES) && taken_q % 8'(PARALLELISM) == 8'd0 && 8'(\dut.first_q ) == taken_q);
      if (known != 8'd0) begin
        assert (best < known);
        assert ((\dut.best_q ^ (DATA_IN_SIGNED == 1 ? DATA_IN_WIDTH'(1) << (DATA_IN_WIDTH - 1) : '0)) ==
                element_q[best][DATA_IN_WIDTH-1:0]);
      end
    end
    cover (live && again && data_out_0_valid && data_out_0_ready && data_out_0 == INDEX_WIDTH'(FEATURES - 1));
    cover (live && data_out_0_valid && data_out_0_ready && take);
    cover (started && rst && valid_q);
  end
  for (genvar e = 0; e < FEATURES; e++) begin : gen_order
    always_comb begin
      if (started && 8'(e) < known) begin
        assert (element_q[e] <= element_q[best]);
        if (8'(e) < best) assert (element_q[e] < element_q[best]);
      end
      if (started && DATA_IN_SIGNED == 1 && 8'(e) < known) assert (element_q[e][N-1] == element_q[e][N-2]);
      if (started && DATA_IN_SIGNED == 0 && 8'(e) < known) assert (!element_q[e][N-1]);
    end
  end

endmodule
