// Proof of vector_buffer, up to 8 beats a vector: tests/formal/vector_buffer_rules.sv says what of its control; beyond that, one
// beat, any one, is followed from the input to every step that shows it: it is in data there, with zeros in the lanes beyond the
// vector.
module vector_buffer_formal #(
    parameter int FEATURES = 5,     // elements of a vector
    parameter int PARALLELISM = 2,  // elements of a beat
    parameter int WIDTH = 2,        // bits of an element
    parameter int TILES = 2         // times that a vector is shown
) (
    input logic                         clk,
    input logic                         rst,
    input logic                         pick,  // this beat is to be followed
    input logic [PARALLELISM*WIDTH-1:0] data_in,
    input logic                         data_in_valid,
    input logic                         advance
);

  localparam int BEATS = (FEATURES + PARALLELISM - 1) / PARALLELISM;
  localparam int ADDRESS_WIDTH = fixed_number_pkg::address_width(BEATS * TILES);
  localparam int BEAT_WIDTH = fixed_number_pkg::address_width(BEATS);

  logic data_in_ready, step_valid, step_last, weight_enable, started, live, again;
  logic [PARALLELISM*WIDTH-1:0] data;
  logic [ADDRESS_WIDTH-1:0] weight_address;
  vector_buffer #(.FEATURES(FEATURES), .PARALLELISM(PARALLELISM), .WIDTH(WIDTH), .TILES(TILES)) dut (
      .clk(clk), .rst(rst), .data_in(data_in), .data_in_valid(data_in_valid), .data_in_ready(data_in_ready),
      .advance(advance), .data(data), .step_valid(step_valid), .step_last(step_last),
      .weight_enable(weight_enable), .weight_address(weight_address));

  formal_reset reset (.clk(clk), .rst(rst), .started(started), .live(live), .again(again));
  stream_rules #(.WIDTH(PARALLELISM * WIDTH), .ASSUME(1)) rules_in (
      .clk(clk), .live(live), .data(data_in), .valid(data_in_valid), .ready(data_in_ready));
  stream_rules #(.WIDTH(PARALLELISM * WIDTH)) rules_step (
      .clk(clk), .live(live), .data(data), .valid(step_valid), .ready(advance));

  // The inside of the buffer, by the names that Yosys gives to nested generate blocks. What a variant does not have is not looked at.
  (* hierconn *) logic \dut.genblk2.gen_ring.write_half_q ;
  (* hierconn *) logic [BEAT_WIDTH-1:0] \dut.genblk2.gen_ring.write_beat_q ;
  (* hierconn *) logic [1:0] \dut.genblk2.gen_ring.full_q ;
  (* hierconn *) logic \dut.genblk2.gen_ring.next_half_q ;
  (* hierconn *) logic [BEAT_WIDTH-1:0] \dut.genblk2.gen_ring.next_beat_q ;
  (* hierconn *) logic [ADDRESS_WIDTH-1:0] \dut.genblk2.gen_ring.next_address_q ;
  (* hierconn *) logic \dut.genblk2.gen_ring.step_half_q ;
  (* hierconn *) logic [BEAT_WIDTH-1:0] \dut.genblk2.gen_ring.step_beat_q ;
  (* hierconn *) logic \dut.genblk2.gen_ring.step_last_q ;
  (* hierconn *) logic \dut.genblk2.gen_ring.step_final_q ;
  (* hierconn *) logic [BEAT_WIDTH-1:0] \dut.gen_stream.gen_count.beat_q ;
  (* hierconn *) logic [ADDRESS_WIDTH-1:0] \dut.genblk2.gen_hold.tile_q ;

  logic [7:0] in_beat, tile, beat, whole;
  logic half;
  vector_buffer_rules #(.BEATS(BEATS), .TILES(TILES), .ADDRESS_WIDTH(ADDRESS_WIDTH), .BEAT_WIDTH(BEAT_WIDTH)) rules (
      .clk(clk), .rst(rst), .started(started), .live(live),
      .data_in_valid(data_in_valid), .data_in_ready(data_in_ready), .advance(advance),
      .step_valid(step_valid), .step_last(step_last), .weight_enable(weight_enable), .weight_address(weight_address),
      .write_half(\dut.genblk2.gen_ring.write_half_q ), .write_beat(\dut.genblk2.gen_ring.write_beat_q ), .full(\dut.genblk2.gen_ring.full_q ),
      .next_half(\dut.genblk2.gen_ring.next_half_q ), .next_beat(\dut.genblk2.gen_ring.next_beat_q ),
      .next_address(\dut.genblk2.gen_ring.next_address_q ), .step_half(\dut.genblk2.gen_ring.step_half_q ),
      .step_beat(\dut.genblk2.gen_ring.step_beat_q ), .step_last_q(\dut.genblk2.gen_ring.step_last_q ),
      .step_final_q(\dut.genblk2.gen_ring.step_final_q ), .stream_beat(\dut.gen_stream.gen_count.beat_q ),
      .hold_tile(\dut.genblk2.gen_hold.tile_q ),
      .in_beat(in_beat), .tile(tile), .beat(beat), .whole(whole), .half(half));

  // The beat without what lies beyond the vector.
  logic [PARALLELISM*WIDTH-1:0] masked;
  for (genvar lane = 0; lane < PARALLELISM; lane = lane + 1) begin : gen_lane
    assign masked[lane*WIDTH+:WIDTH] =
        (32'(in_beat) * PARALLELISM + lane < FEATURES) ? data_in[lane*WIDTH+:WIDTH] : {WIDTH{1'b0}};
  end

  logic push, used, final_step, tracking_q;
  logic [7:0] vector_q, beat_q;  // of the beat that is followed: vectors that are shown before its own; its place in that
  logic [PARALLELISM*WIDTH-1:0] token_q;
  assign push = data_in_valid && data_in_ready;
  assign used = step_valid && advance;
  assign final_step = beat == 8'(BEATS - 1) && tile == 8'(TILES - 1);
  always_ff @(posedge clk) begin
    if (rst) tracking_q <= 1'b0;
    else if (tracking_q) begin
      if (used && final_step) vector_q <= vector_q - 8'd1;
      if (used && vector_q == 8'd0 && tile == 8'(TILES - 1) && beat == beat_q) tracking_q <= 1'b0;
    end else if (push && pick) begin
      tracking_q <= 1'b1;
      vector_q <= whole - 8'(used && final_step);
      beat_q <= in_beat;
      token_q <= masked;
    end
  end
  always_comb begin
    if (started && tracking_q) begin
      if (step_valid && vector_q == 8'd0 && beat == beat_q) assert (data == token_q);
      // Its last step is not passed over.
      assert (vector_q != 8'd0 || tile != 8'(TILES - 1) || beat <= beat_q);
      assert (vector_q <= whole && beat_q < 8'(BEATS));
      assert (vector_q != whole || beat_q < in_beat);
    end
    cover (live && again && tracking_q && used && vector_q == 8'd0 && tile == 8'(TILES - 1) && beat == beat_q);
  end

  // For the induction: where the beat lies in the ring.
  (* hierconn *) logic [PARALLELISM*WIDTH-1:0] \dut.genblk2.gen_ring.ring[0] ;
  (* hierconn *) logic [PARALLELISM*WIDTH-1:0] \dut.genblk2.gen_ring.ring[1] ;
  (* hierconn *) logic [PARALLELISM*WIDTH-1:0] \dut.genblk2.gen_ring.ring[2] ;
  (* hierconn *) logic [PARALLELISM*WIDTH-1:0] \dut.genblk2.gen_ring.ring[3] ;
  (* hierconn *) logic [PARALLELISM*WIDTH-1:0] \dut.genblk2.gen_ring.ring[4] ;
  (* hierconn *) logic [PARALLELISM*WIDTH-1:0] \dut.genblk2.gen_ring.ring[5] ;
  (* hierconn *) logic [PARALLELISM*WIDTH-1:0] \dut.genblk2.gen_ring.ring[6] ;
  (* hierconn *) logic [PARALLELISM*WIDTH-1:0] \dut.genblk2.gen_ring.ring[7] ;
  (* hierconn *) logic [PARALLELISM*WIDTH-1:0] \dut.genblk2.gen_ring.ring[8] ;
  (* hierconn *) logic [PARALLELISM*WIDTH-1:0] \dut.genblk2.gen_ring.ring[9] ;
  (* hierconn *) logic [PARALLELISM*WIDTH-1:0] \dut.genblk2.gen_ring.ring[10] ;
  (* hierconn *) logic [PARALLELISM*WIDTH-1:0] \dut.genblk2.gen_ring.ring[11] ;
  (* hierconn *) logic [PARALLELISM*WIDTH-1:0] \dut.genblk2.gen_ring.ring[12] ;
  (* hierconn *) logic [PARALLELISM*WIDTH-1:0] \dut.genblk2.gen_ring.ring[13] ;
  (* hierconn *) logic [PARALLELISM*WIDTH-1:0] \dut.genblk2.gen_ring.ring[14] ;
  (* hierconn *) logic [PARALLELISM*WIDTH-1:0] \dut.genblk2.gen_ring.ring[15] ;
  if (BEATS > 1 && TILES > 1) begin : gen_ring
    logic [16*PARALLELISM*WIDTH-1:0] words;
    logic [BEAT_WIDTH:0] place;
    assign words = {
      \dut.genblk2.gen_ring.ring[15] , \dut.genblk2.gen_ring.ring[14] , \dut.genblk2.gen_ring.ring[13] , \dut.genblk2.gen_ring.ring[12] ,
      \dut.genblk2.gen_ring.ring[11] , \dut.genblk2.gen_ring.ring[10] , \dut.genblk2.gen_ring.ring[9] , \dut.genblk2.gen_ring.ring[8] ,
      \dut.genblk2.gen_ring.ring[7] , \dut.genblk2.gen_ring.ring[6] , \dut.genblk2.gen_ring.ring[5] , \dut.genblk2.gen_ring.ring[4] ,
      \dut.genblk2.gen_ring.ring[3] , \dut.genblk2.gen_ring.ring[2] , \dut.genblk2.gen_ring.ring[1] , \dut.genblk2.gen_ring.ring[0]
    };
    assign place = {half ^ vector_q[0], beat_q[BEAT_WIDTH-1:0]};
    for (genvar i = 0; i < 2 * 2 ** BEAT_WIDTH; i = i + 1) begin : gen_place
      always_comb begin
        if (started && tracking_q && 32'(place) == i)
          assert (words[i*PARALLELISM*WIDTH+:PARALLELISM*WIDTH] == token_q);
      end
    end
  end

endmodule
