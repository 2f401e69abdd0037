// Proof of fixed_linear's control; the numbers are a matter of fixed_dot_product_formal, and not looked at here. From the ports and
// the signals that control the dot products:
//   vector_buffer_rules:  steps in order, every weight address once a vector, nothing lost, no bubbles
//   at the accumulators:  every step arrives, in order; first and last are those of its tile
//   bias:                 the bias that is added is that of the tile, with a register behind its memory and without
//   output:               one beat for every tile, in order; it holds while stalled; valid is a function of registers
//   no deadlock:          while the consumer takes and the producer offers, an output beat comes within BEATS + 4 + STAGES cycles,
//                        where STAGES are those between the buffer's step and the products' last sum
module fixed_linear_formal #(
    parameter int IN_FEATURES = 4,      // elements of an input vector
    parameter int OUT_FEATURES = 8,     // elements of an output vector
    parameter int PARALLELISM_IN = 4,   // elements of an input beat
    parameter int PARALLELISM_OUT = 4,  // elements of an output beat
    parameter int OPERAND_REGISTERS = 0,  // 0 or 1
    parameter int SUM_FAN_IN = 8,       // operands that are added between two registers
    parameter int WEIGHT_SLICES = 1,    // 1 or 2
    parameter int BIAS_REGISTER = 0     // 0 or 1
) (
    input logic                                           clk,
    input logic                                           rst,
    input logic [PARALLELISM_IN*2-1:0]                    data_in_0,
    input logic                                           data_in_0_valid,
    input logic [PARALLELISM_OUT*PARALLELISM_IN*2-1:0]    weight,
    input logic [PARALLELISM_OUT*2-1:0]                   bias,
    input logic                                           data_out_0_ready
);

  localparam int BEATS = (IN_FEATURES + PARALLELISM_IN - 1) / PARALLELISM_IN;
  localparam int TILES = (OUT_FEATURES + PARALLELISM_OUT - 1) / PARALLELISM_OUT;
  localparam int ADDRESS_WIDTH = fixed_number_pkg::address_width(BEATS * TILES);
  localparam int BEAT_WIDTH = fixed_number_pkg::address_width(BEATS);
  localparam int BIAS_ADDRESS_WIDTH = fixed_number_pkg::address_width(TILES);
  localparam bit START_IS_LATE = fixed_linear_pkg::start_is_late(BEATS, WEIGHT_SLICES) != 0;
  localparam int STAGES = OPERAND_REGISTERS + fixed_linear_pkg::sum_stages(PARALLELISM_IN, SUM_FAN_IN);

  logic data_in_0_ready, weight_enable, data_out_0_valid, started, live, again;
  logic [ADDRESS_WIDTH-1:0] weight_address;
  logic [BIAS_ADDRESS_WIDTH-1:0] bias_address;
  logic [PARALLELISM_OUT*2-1:0] data_out_0;
  fixed_linear #(
      .DATA_IN_WIDTH(2), .DATA_IN_FRAC_WIDTH(0), .WEIGHT_WIDTH(2), .WEIGHT_FRAC_WIDTH(0), .BIAS_WIDTH(2), .BIAS_FRAC_WIDTH(0),
      .DATA_OUT_WIDTH(2), .DATA_OUT_FRAC_WIDTH(-1), .IN_FEATURES(IN_FEATURES), .OUT_FEATURES(OUT_FEATURES),
      .PARALLELISM_IN(PARALLELISM_IN), .PARALLELISM_OUT(PARALLELISM_OUT), .ACCUMULATOR_WIDTH(6),
      .OPERAND_REGISTERS(OPERAND_REGISTERS), .SUM_FAN_IN(SUM_FAN_IN), .DSP_LANES(0), .WEIGHT_SLICES(WEIGHT_SLICES),
      .BIAS_REGISTER(BIAS_REGISTER)
  ) dut (
      .clk(clk), .rst(rst),
      .data_in_0(data_in_0), .data_in_0_valid(data_in_0_valid), .data_in_0_ready(data_in_0_ready),
      .weight_enable(weight_enable), .weight_address(weight_address), .weight(weight),
      .bias_address(bias_address), .bias(bias),
      .data_out_0(data_out_0), .data_out_0_valid(data_out_0_valid), .data_out_0_ready(data_out_0_ready));

  formal_reset reset (.clk(clk), .rst(rst), .started(started), .live(live), .again(again));
  stream_rules #(.WIDTH(PARALLELISM_IN * 2), .ASSUME(1)) rules_in (
      .clk(clk), .live(live), .data(data_in_0), .valid(data_in_0_valid), .ready(data_in_0_ready));
  stream_rules #(.WIDTH(PARALLELISM_OUT * 2)) rules_out (
      .clk(clk), .live(live), .data(data_out_0), .valid(data_out_0_valid), .ready(data_out_0_ready));

  // The inside of the buffer, by the names that Yosys gives to nested generate blocks. What a variant does not have is not looked at.
  (* hierconn *) logic \dut.buffer.genblk2.gen_ring.write_half_q ;
  (* hierconn *) logic [BEAT_WIDTH-1:0] \dut.buffer.genblk2.gen_ring.write_beat_q ;
  (* hierconn *) logic [1:0] \dut.buffer.genblk2.gen_ring.full_q ;
  (* hierconn *) logic \dut.buffer.genblk2.gen_ring.next_half_q ;
  (* hierconn *) logic [BEAT_WIDTH-1:0] \dut.buffer.genblk2.gen_ring.next_beat_q ;
  (* hierconn *) logic [ADDRESS_WIDTH-1:0] \dut.buffer.genblk2.gen_ring.next_address_q ;
  (* hierconn *) logic \dut.buffer.genblk2.gen_ring.step_half_q ;
  (* hierconn *) logic [BEAT_WIDTH-1:0] \dut.buffer.genblk2.gen_ring.step_beat_q ;
  (* hierconn *) logic \dut.buffer.genblk2.gen_ring.step_last_q ;
  (* hierconn *) logic \dut.buffer.genblk2.gen_ring.step_final_q ;
  (* hierconn *) logic [BEAT_WIDTH-1:0] \dut.buffer.gen_stream.gen_count.beat_q ;
  (* hierconn *) logic [ADDRESS_WIDTH-1:0] \dut.buffer.genblk2.gen_hold.tile_q ;
  (* hierconn *) logic \dut.step_valid ;
  (* hierconn *) logic \dut.step_last ;
  (* hierconn *) logic \dut.advance ;

  logic [7:0] in_beat, tile, beat, whole;
  logic half;
  vector_buffer_rules #(.BEATS(BEATS), .TILES(TILES), .ADDRESS_WIDTH(ADDRESS_WIDTH), .BEAT_WIDTH(BEAT_WIDTH)) rules (
      .clk(clk), .rst(rst), .started(started), .live(live),
      .data_in_valid(data_in_0_valid), .data_in_ready(data_in_0_ready), .advance(\dut.advance ),
      .step_valid(\dut.step_valid ), .step_last(\dut.step_last ),
      .weight_enable(weight_enable), .weight_address(weight_address),
      .write_half(\dut.buffer.genblk2.gen_ring.write_half_q ), .write_beat(\dut.buffer.genblk2.gen_ring.write_beat_q ),
      .full(\dut.buffer.genblk2.gen_ring.full_q ), .next_half(\dut.buffer.genblk2.gen_ring.next_half_q ),
      .next_beat(\dut.buffer.genblk2.gen_ring.next_beat_q ), .next_address(\dut.buffer.genblk2.gen_ring.next_address_q ),
      .step_half(\dut.buffer.genblk2.gen_ring.step_half_q ), .step_beat(\dut.buffer.genblk2.gen_ring.step_beat_q ),
      .step_last_q(\dut.buffer.genblk2.gen_ring.step_last_q ), .step_final_q(\dut.buffer.genblk2.gen_ring.step_final_q ),
      .stream_beat(\dut.buffer.gen_stream.gen_count.beat_q ), .hold_tile(\dut.buffer.genblk2.gen_hold.tile_q ),
      .in_beat(in_beat), .tile(tile), .beat(beat), .whole(whole), .half(half));

  // Steps on their way from the buffer to the accumulators; the step that the accumulators want next.
  logic [STAGES:0] valid_q;
  logic [7:0] sum_tile_q, sum_beat_q;
  logic arrived, last_beat, last_tile;
  (* hierconn *) logic \dut.accumulate ;
  (* hierconn *) logic \dut.accumulate_first ;
  (* hierconn *) logic \dut.accumulate_last ;
  assign arrived = valid_q[STAGES];
  assign last_beat = sum_beat_q == 8'(BEATS - 1);
  assign last_tile = sum_tile_q == 8'(TILES - 1);
  // Tiles that are summed up, and wait for their conversion; that are converted, and wait to be given; the tile given next.
  logic summed_q, given_q;
  logic [7:0] out_tile_q, summed_tile;
  assign summed_tile = (out_tile_q + 8'(given_q) == 8'(TILES)) ? 8'd0 : out_tile_q + 8'(given_q);
  logic advance;
  assign advance = !data_out_0_valid || data_out_0_ready;
  always_ff @(posedge clk) begin
    if (rst) begin
      valid_q <= '0;
      summed_q <= 1'b0;
      given_q <= 1'b0;
      sum_tile_q <= 8'd0;
      sum_beat_q <= 8'd0;
      out_tile_q <= 8'd0;
    end else if (advance) begin
      valid_q <= (STAGES + 1)'({valid_q, \dut.step_valid });
      summed_q <= arrived && last_beat;
      given_q <= summed_q;
      if (arrived) begin
        sum_beat_q <= last_beat ? 8'd0 : sum_beat_q + 8'd1;
        if (last_beat) sum_tile_q <= last_tile ? 8'd0 : sum_tile_q + 8'd1;
      end
      if (given_q) out_tile_q <= (out_tile_q == 8'(TILES - 1)) ? 8'd0 : out_tile_q + 8'd1;
    end
  end

  // The tile whose bias is wanted next, and what was read of the biases' memory last: now, or when the register took it.
  (* hierconn *) logic \dut.bias_taken ;
  (* hierconn *) logic [PARALLELISM_OUT*2-1:0] \dut.bias_now ;
  (* hierconn *) logic \dut.gen_bias_register.fetched_q ;
  logic [7:0] bias_wanted, bias_tile;
  logic [PARALLELISM_OUT*2-1:0] bias_read;
  assign bias_wanted = START_IS_LATE ? summed_tile : sum_tile_q;
  if (BIAS_REGISTER == 0) begin : gen_bias
    assign bias_tile = 8'(bias_address);
    assign bias_read = bias;
  end else begin : gen_bias_register
    logic [7:0] tile_q;
    logic [PARALLELISM_OUT*2-1:0] bias_q;
    always_ff @(posedge clk) begin
      if (\dut.bias_taken ) begin
        tile_q <= 8'(bias_address);
        bias_q <= bias;
      end
    end
    assign bias_tile = tile_q;
    assign bias_read = bias_q;
    // For the induction: it has one, or nothing is on its way since the reset.
    always_comb begin
      if (started && \dut.gen_bias_register.fetched_q ) assert (tile_q == bias_wanted && \dut.bias_now == bias_q);
      if (started && !\dut.gen_bias_register.fetched_q )
        assert (valid_q == '0 && !summed_q && !given_q && !\dut.step_valid && sum_tile_q == 8'd0 && sum_beat_q == 8'd0);
    end
  end

  // The step that is in stage s, counted from what the accumulators want: steps on their way are consecutive and all of them come.
  logic [7:0] expected_tile[0:STAGES+1];
  logic [7:0] expected_beat[0:STAGES+1];
  (* hierconn *) logic [STAGES:0] \dut.last_q ;
  assign expected_tile[STAGES+1] = sum_tile_q;
  assign expected_beat[STAGES+1] = sum_beat_q;
  for (genvar s = 0; s <= STAGES; s = s + 1) begin : gen_stage
    logic wraps;
    assign wraps = expected_beat[s+1] == 8'(BEATS - 1);
    assign expected_beat[s] = !valid_q[s] ? expected_beat[s+1] : wraps ? 8'd0 : expected_beat[s+1] + 8'd1;
    assign expected_tile[s] = !(valid_q[s] && wraps) ? expected_tile[s+1] :
                              (expected_tile[s+1] == 8'(TILES - 1)) ? 8'd0 : expected_tile[s+1] + 8'd1;
    always_comb if (started && valid_q[s]) assert (\dut.last_q [s] == wraps);
  end
  always_comb begin
    if (started) begin
      assert (\dut.advance == advance);
      assert (sum_beat_q < 8'(BEATS) && sum_tile_q < 8'(TILES) && out_tile_q < 8'(TILES));
      assert (expected_tile[0] == tile && expected_beat[0] == beat);
      assert (\dut.accumulate == arrived);
      if (arrived) assert (\dut.accumulate_first == (sum_beat_q == 8'd0));
      if (arrived) assert (\dut.accumulate_last == last_beat);
      // Every tile that is summed up comes out, as one beat.
      assert (data_out_0_valid == given_q);
      assert (sum_tile_q == ((summed_tile + 8'(summed_q) == 8'(TILES)) ? 8'd0 : summed_tile + 8'(summed_q)));
      // The bias joins with the sums, or a cycle later.
      assert (8'(bias_address) < 8'(TILES));
      if (START_IS_LATE ? summed_q : arrived) assert (bias_tile == bias_wanted && \dut.bias_now == bias_read);
    end
    cover (live && again && data_out_0_valid && data_out_0_ready && out_tile_q == 8'(TILES - 1));
    cover (live && data_out_0_valid && !data_out_0_ready && valid_q == {(STAGES + 1){1'b1}} && (summed_q || BEATS > 1));
    cover (started && rst && arrived && !(sum_beat_q == 8'd0 && BEATS > 1));
  end

  // No deadlock, and the pace: the cycles since the last output beat in which both neighbours were willing.
  localparam int LIMIT = BEATS + 4 + STAGES;
  logic [7:0] waited_q;
  always_ff @(posedge clk) begin
    if (rst || (data_out_0_valid && data_out_0_ready) || !data_in_0_valid || !data_out_0_ready) waited_q <= 8'd0;
    else waited_q <= waited_q + 8'd1;
  end
  // An output beat is this many cycles away at most: what is on its way, and else what the buffer still needs for the tile.
  logic [7:0] distance;
  always_comb begin
    distance = 8'(BEATS) - beat + 8'(STAGES) + 8'd3 + 8'(!\dut.step_valid );
    for (int s = 0; s <= STAGES; s = s + 1) if (valid_q[s] && \dut.last_q [s]) distance = 8'(STAGES) - 8'(s) + 8'd3;
    if (summed_q) distance = 8'd2;
    if (given_q) distance = 8'd1;
  end
  always_comb begin
    if (started) assert (waited_q + distance <= 8'(LIMIT) && waited_q < 8'(LIMIT));
  end

  // For the induction.
  (* hierconn *) logic [STAGES:0] \dut.valid_q ;
  (* hierconn *) logic \dut.total_valid_q ;
  (* hierconn *) logic \dut.gen_beats.first_q ;
  (* hierconn *) logic [BIAS_ADDRESS_WIDTH-1:0] \dut.gen_tiles.tile_q ;
  logic ahead;
  assign ahead = BIAS_REGISTER != 0 && \dut.gen_bias_register.fetched_q ;
  always_comb begin
    if (started) begin
      assert (\dut.valid_q == valid_q);
      assert (\dut.total_valid_q == summed_q);
      if (BEATS > 1) assert (\dut.gen_beats.first_q == (sum_beat_q == 8'd0));
      if (TILES > 1) assert (8'(\dut.gen_tiles.tile_q ) == (ahead ? (bias_wanted + 8'd1) % 8'(TILES) : bias_wanted));
    end
  end

endmodule
