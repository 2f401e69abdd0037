// What vector_buffer has to do, seen from its ports, and what its registers have to hold for that. Used by the proofs of
// vector_buffer and of fixed_linear.
//   in order, each once:   the steps of a vector are shown as tile 0 beat 0, tile 0 beat 1, ... the last beat of the last tile
//   weights:               a weight source with a registered read has the word of the step that is in data; so every address is
//                          visited exactly once a vector
//   nothing lost or late:  a step is there exactly while its beat is, from the cycle after it was taken
//   no deadlock:           without a step to show, a beat is taken
//   no bubbles:            a producer that offered in the last cycle finds a step shown in this one
module vector_buffer_rules #(
    parameter int BEATS = 2,  // of a vector
    parameter int TILES = 2,  // times that it is shown
    parameter int ADDRESS_WIDTH = 2,
    parameter int BEAT_WIDTH = 1
) (
    input logic                     clk,
    input logic                     rst,
    input logic                     started,
    input logic                     live,
    input logic                     data_in_valid,
    input logic                     data_in_ready,
    input logic                     advance,
    input logic                     step_valid,
    input logic                     step_last,
    input logic                     weight_enable,
    input logic [ADDRESS_WIDTH-1:0] weight_address,
    // The registers of the ring, where there is one (BEATS and TILES at least 2).
    input logic                     write_half,
    input logic [BEAT_WIDTH-1:0]    write_beat,
    input logic [1:0]               full,
    input logic                     next_half,
    input logic [BEAT_WIDTH-1:0]    next_beat,
    input logic [ADDRESS_WIDTH-1:0] next_address,
    input logic                     step_half,
    input logic [BEAT_WIDTH-1:0]    step_beat,
    input logic                     step_last_q,
    input logic                     step_final_q,
    // The beat counter where there is none and a vector has several beats; the tile counter where it has one beat.
    input logic [BEAT_WIDTH-1:0]    stream_beat,
    input logic [ADDRESS_WIDTH-1:0] hold_tile,
    // Where the vectors are: the beat that comes in next; the step in data, or the next one to come there; vectors that are wholly
    // in and not wholly shown; the half of the ring that the vector being shown is in.
    output logic [7:0]              in_beat,
    output logic [7:0]              tile,
    output logic [7:0]              beat,
    output logic [7:0]              whole,
    output logic                    half
);

  logic [7:0] in_beat_q, tile_q, beat_q, whole_q;
  logic half_q, push, used, last_in, last_beat, final_step;
  logic [ADDRESS_WIDTH-1:0] weight_q;  // the address whose word a source with a registered read gives
  assign push = data_in_valid && data_in_ready;
  assign used = step_valid && advance;
  assign last_in = in_beat_q == 8'(BEATS - 1);
  assign last_beat = beat_q == 8'(BEATS - 1);
  assign final_step = last_beat && tile_q == 8'(TILES - 1);
  always_ff @(posedge clk) begin
    if (rst) begin
      in_beat_q <= 8'd0;
      tile_q <= 8'd0;
      beat_q <= 8'd0;
      whole_q <= 8'd0;
      half_q <= 1'b0;
    end else begin
      if (push) in_beat_q <= last_in ? 8'd0 : in_beat_q + 8'd1;
      if (used) begin
        beat_q <= last_beat ? 8'd0 : beat_q + 8'd1;
        if (last_beat) tile_q <= final_step ? 8'd0 : tile_q + 8'd1;
        if (final_step) half_q <= !half_q;
      end
      whole_q <= whole_q + 8'(push && last_in) - 8'(used && final_step);
    end
    if (weight_enable) weight_q <= weight_address;
  end
  assign in_beat = in_beat_q;
  assign tile = tile_q;
  assign beat = beat_q;
  assign whole = whole_q;
  assign half = half_q;

  logic offered_q, stalled_q, last_q;
  initial offered_q = 1'b0;
  initial stalled_q = 1'b0;
  always_ff @(posedge clk) begin
    offered_q <= live && data_in_valid;
    stalled_q <= live && step_valid && !advance;
    last_q <= step_last;
  end

  logic [7:0] index;  // of the step
  assign index = tile_q * 8'(BEATS) + beat_q;
  always_comb begin
    if (started) begin
      assert (in_beat_q < 8'(BEATS) && beat_q < 8'(BEATS) && tile_q < 8'(TILES));
      assert (8'(weight_address) < 8'(BEATS * TILES));
      assert (step_valid == (whole_q != 8'd0 || beat_q < in_beat_q));
      if (step_valid) assert (step_last == last_beat);
      if (step_valid) assert (8'(weight_q) == index);
    end
    if (live && offered_q) assert (step_valid);
    if (live && !step_valid) assert (data_in_ready);
    if (live && stalled_q) assert (step_valid && step_last == last_q);
    cover (live && used && final_step && whole_q != 8'd0);
    cover (live && stalled_q && advance && push);
  end

  // For the induction.
  if (TILES == 1) begin : gen_stream
    always_comb begin
      if (started) begin
        assert (data_in_ready == (!step_valid || advance));
        if (BEATS > 1) assert (8'(stream_beat) == in_beat_q);
        // One beat at most is in data.
        if (step_valid) assert (in_beat_q == (last_beat ? 8'd0 : beat_q + 8'd1) && whole_q == 8'(last_beat));
        else assert (in_beat_q == beat_q && whole_q == 8'd0);
      end
    end
  end else if (BEATS == 1) begin : gen_hold
    always_comb begin
      if (started) begin
        assert (data_in_ready == (!step_valid || (advance && final_step)));
        assert (whole_q == 8'(step_valid));
        if (step_valid) assert (8'(hold_tile) == tile_q);
        else assert (tile_q == 8'd0);
      end
    end
  end else begin : gen_ring
    logic [7:0] beat_after, index_after;  // of the step that follows
    assign beat_after = last_beat ? 8'd0 : beat_q + 8'd1;
    assign index_after = final_step ? 8'd0 : index + 8'd1;
    always_comb begin
      if (started) begin
        assert (data_in_ready == (whole_q < 8'd2));
        assert (whole_q <= 8'd2 && (whole_q < 8'd2 || in_beat_q == 8'd0));
        assert (whole_q != 8'd0 || (tile_q == 8'd0 && beat_q <= in_beat_q));
        assert (8'(write_beat) == in_beat_q);
        assert (write_half == (half_q ^ whole_q[0]));
        assert (full[half_q] == (whole_q != 8'd0) && full[!half_q] == (whole_q == 8'd2));
        assert (8'(next_beat) == (step_valid ? beat_after : beat_q));
        assert (8'(next_address) == (step_valid ? index_after : index));
        assert (next_half == (half_q ^ (step_valid && final_step)));
        if (step_valid) begin
          assert (step_half == half_q && 8'(step_beat) == beat_q);
          assert (step_last_q == last_beat && step_final_q == final_step);
        end
      end
      cover (live && whole_q == 8'd2);
      cover (started && rst && whole_q == 8'd2);
    end
  end

endmodule
