// Proof of axi_stream_output: element by element the code, extended, in whole bytes; zeros and a low m_axis_tkeep beyond the
// vector's end, whatever the padded lanes carry; m_axis_tlast on the last beat alone; the beat holds while stalled.
module axi_stream_output_formal #(
    parameter int FEATURES = 5,
    parameter int PARALLELISM = 2,
    parameter int WIDTH = 5,
    parameter int SIGNED = 1,
    parameter int ELEMENT_BYTES = 1
) (
    input logic                         clk,
    input logic                         rst,
    input logic [PARALLELISM*WIDTH-1:0] data_in_0,
    input logic                         data_in_0_valid,
    input logic                         m_axis_tready
);

  localparam int LANE = ELEMENT_BYTES * 8;
  logic data_in_0_ready, m_axis_tlast, m_axis_tvalid, started, live, again;
  logic [PARALLELISM*LANE-1:0] m_axis_tdata;
  logic [PARALLELISM*ELEMENT_BYTES-1:0] m_axis_tkeep;

  axi_stream_output #(
      .FEATURES(FEATURES), .PARALLELISM(PARALLELISM), .WIDTH(WIDTH), .SIGNED(SIGNED), .ELEMENT_BYTES(ELEMENT_BYTES)
  ) dut (
      .clk(clk), .rst(rst), .data_in_0(data_in_0), .data_in_0_valid(data_in_0_valid), .data_in_0_ready(data_in_0_ready),
      .m_axis_tdata(m_axis_tdata), .m_axis_tkeep(m_axis_tkeep), .m_axis_tlast(m_axis_tlast),
      .m_axis_tvalid(m_axis_tvalid), .m_axis_tready(m_axis_tready));

  // Elements that were given; those of this beat are known and hold, padded lanes may be anything at any time.
  logic [7:0] given_q;
  logic [PARALLELISM-1:0] used;
  logic [PARALLELISM*WIDTH-1:0] known;
  logic last, move;
  assign move = m_axis_tvalid && m_axis_tready;
  assign last = given_q + 8'(PARALLELISM) >= 8'(FEATURES);
  always_ff @(posedge clk) begin
    if (rst) given_q <= 8'd0;
    else if (move) given_q <= last ? 8'd0 : given_q + 8'(PARALLELISM);
  end

  formal_reset reset (.clk(clk), .rst(rst), .started(started), .live(live), .again(again));
  stream_rules #(.WIDTH(PARALLELISM * WIDTH), .ASSUME(1)) rules_in (
      .clk(clk), .live(live), .data(known), .valid(data_in_0_valid), .ready(data_in_0_ready));
  stream_rules #(.WIDTH(PARALLELISM * (LANE + ELEMENT_BYTES) + 1)) rules_out (
      .clk(clk), .live(live), .data({m_axis_tlast, m_axis_tkeep, m_axis_tdata}), .valid(m_axis_tvalid),
      .ready(m_axis_tready));

  localparam int BEATS = (FEATURES + PARALLELISM - 1) / PARALLELISM;
  localparam int COUNT_WIDTH = BEATS > 1 ? $clog2(BEATS) : 1;
  (* hierconn *) logic [COUNT_WIDTH-1:0] \dut.beat_q ;  // for the induction

  for (genvar i = 0; i < PARALLELISM; i++) begin : gen_lane
    assign used[i] = given_q + 8'(i) < 8'(FEATURES);
    assign known[i*WIDTH+:WIDTH] = used[i] ? data_in_0[i*WIDTH+:WIDTH] : '0;
    for (genvar b = 0; b < LANE; b++) begin : gen_bit
      localparam int FROM = b < WIDTH ? b : WIDTH - 1;
      always_comb begin
        if (started) begin
          assert (m_axis_tdata[i*LANE+b] == (used[i] && (b < WIDTH || SIGNED == 1) && data_in_0[i*WIDTH+FROM]));
        end
      end
    end
    always_comb if (started) assert (m_axis_tkeep[i*ELEMENT_BYTES+:ELEMENT_BYTES] == {ELEMENT_BYTES{used[i]}});
  end
  always_comb begin
    if (started) begin
      assert (m_axis_tvalid == data_in_0_valid);
      assert (data_in_0_ready == m_axis_tready);
      assert (m_axis_tlast == last);
      assert (8'(\dut.beat_q ) * 8'(PARALLELISM) == given_q && given_q < 8'(FEATURES));
    end
    cover (live && again && move && m_axis_tlast);
    cover (started && rst && move && (BEATS == 1 || !m_axis_tlast));
  end

endmodule
