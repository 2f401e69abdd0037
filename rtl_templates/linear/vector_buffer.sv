// Takes a vector of BEATS beats and shows it TILES times, beat after beat, together with the address of its weights.
// Shapes:  a beat is PARALLELISM elements of WIDTH bits; lanes beyond FEATURES are zero in data, whatever they carry in data_in.
// Cycles:  a beat that is awaited is in data one cycle after it was taken. In steady state one step a cycle, no bubbles, while
//          the next vector loads.
// Stall:   data, step_valid and step_last hold while step_valid && !advance.
//          TILES == 1: one register; data_in_ready depends on advance in the same cycle.
//          BEATS == 1: the beat is held; data_in_ready depends on advance in the same cycle.
//          otherwise:  a ring of two vectors in memory; data_in_ready is low only while both are full, from a register.
// Not guaranteed: data while step_valid is low.
// The weight source has a registered read: weight_address and weight_enable belong to the step that follows in data.
module vector_buffer #(
    parameter int FEATURES = 16,    // elements of a vector
    parameter int PARALLELISM = 4,  // elements of a beat
    parameter int WIDTH = 8,        // bits of an element
    parameter int TILES = 2,        // times that a vector is shown
    parameter int BEATS = fixed_number_pkg::ceil_div(FEATURES, PARALLELISM),
    parameter int ADDRESS_WIDTH = fixed_number_pkg::address_width(BEATS * TILES)
) (
    input  logic                         clk,
    input  logic                         rst,
    input  logic [PARALLELISM*WIDTH-1:0] data_in,
    input  logic                         data_in_valid,
    output logic                         data_in_ready,
    input  logic                         advance,         // the step in data is being used
    output logic [PARALLELISM*WIDTH-1:0] data,
    output logic                         step_valid,
    output logic                         step_last,       // the vector's last beat
    output logic                         weight_enable,
    output logic [ADDRESS_WIDTH-1:0]     weight_address   // tile * BEATS + beat
);

  localparam int BEAT_WIDTH = fixed_number_pkg::address_width(BEATS);
  localparam int LAST_LANES = FEATURES - (BEATS - 1) * PARALLELISM;  // lanes of the last beat that carry an element
  localparam logic [BEAT_WIDTH-1:0] LAST_BEAT = BEAT_WIDTH'(BEATS - 1);

  // A new step enters data: the old one is being used, or there is none.
  logic step_valid_q, load;
  assign load = advance || !step_valid_q;
  assign step_valid = step_valid_q;
  assign weight_enable = load;

  // The beat that comes next, and what it carries without the lanes beyond the vector.
  logic take, in_last;
  logic [PARALLELISM*WIDTH-1:0] masked;
  assign take = data_in_valid && data_in_ready;
  if (LAST_LANES == PARALLELISM) begin : gen_full
    assign masked = data_in;
  end else begin : gen_mask
    localparam int PAD_WIDTH = (PARALLELISM - LAST_LANES) * WIDTH;
    assign masked = data_in & ~{{PAD_WIDTH{in_last}}, {(LAST_LANES * WIDTH) {1'b0}}};
  end

  if (TILES == 1) begin : gen_stream
    logic [PARALLELISM*WIDTH-1:0] data_q;
    logic last_q;
    assign data_in_ready = load;
    assign data = data_q;
    assign step_last = last_q;
    always_ff @(posedge clk) if (load) data_q <= masked;
    always_ff @(posedge clk) if (load) last_q <= in_last;
    always_ff @(posedge clk) begin
      if (rst) step_valid_q <= 1'b0;
      else if (load) step_valid_q <= data_in_valid;
    end
    if (BEATS == 1) begin : gen_single
      logic unused;
      assign unused = take && in_last;
      assign in_last = 1'b1;
      assign weight_address = '0;
    end else begin : gen_count
      logic [BEAT_WIDTH-1:0] beat_q;
      assign in_last = beat_q == LAST_BEAT;
      assign weight_address = beat_q;
      always_ff @(posedge clk) begin
        if (rst) beat_q <= '0;
        else if (take) beat_q <= in_last ? '0 : beat_q + 1'b1;
      end
    end
  end else if (BEATS == 1) begin : gen_hold
    localparam logic [ADDRESS_WIDTH-1:0] LAST_TILE = ADDRESS_WIDTH'(TILES - 1);
    logic [PARALLELISM*WIDTH-1:0] data_q;
    logic [ADDRESS_WIDTH-1:0] tile_q;
    logic free, unused;
    assign unused = take && in_last;
    assign in_last = 1'b1;
    assign free = !step_valid_q || tile_q == LAST_TILE;  // after this step the held beat is not needed
    assign data_in_ready = load && free;
    assign data = data_q;
    assign step_last = 1'b1;
    assign weight_address = free ? '0 : tile_q + 1'b1;
    always_ff @(posedge clk) if (load && free) data_q <= masked;
    always_ff @(posedge clk) if (load) tile_q <= weight_address;
    always_ff @(posedge clk) begin
      if (rst) step_valid_q <= 1'b0;
      else if (load) step_valid_q <= data_in_valid || !free;
    end
  end else begin : gen_ring
    // Two vectors: one is written while the other is shown. A half is free again when its last step has been used.
    localparam logic [ADDRESS_WIDTH-1:0] LAST_ADDRESS = ADDRESS_WIDTH'(BEATS * TILES - 1);
    logic [PARALLELISM*WIDTH-1:0] ring[2*2**BEAT_WIDTH];

    // The beat that is written next.
    logic write_half_q;
    logic [BEAT_WIDTH-1:0] write_beat_q;
    logic [1:0] full_q;
    // The step that enters data next.
    logic next_half_q;
    logic [BEAT_WIDTH-1:0] next_beat_q;
    logic [ADDRESS_WIDTH-1:0] next_address_q;
    logic next_there, next_is_last, next_is_final;
    // The step in data.
    logic step_half_q, step_last_q, step_final_q;
    logic [BEAT_WIDTH-1:0] step_beat_q;

    assign in_last = write_beat_q == LAST_BEAT;
    assign data_in_ready = !full_q[write_half_q];
    // While a half is not full it is the one being written; the beat that arrives now can be shown in the next cycle.
    assign next_there = full_q[next_half_q] || next_beat_q != write_beat_q || data_in_valid;
    assign next_is_last = next_beat_q == LAST_BEAT;
    assign next_is_final = next_address_q == LAST_ADDRESS;
    assign weight_address = next_address_q;
    assign step_last = step_last_q;

    always_ff @(posedge clk) if (take) ring[{write_half_q, write_beat_q}] <= masked;
    assign data = ring[{step_half_q, step_beat_q}];

    always_ff @(posedge clk) begin
      if (load) begin
        step_half_q <= next_half_q;
        step_beat_q <= next_beat_q;
        step_last_q <= next_is_last;
        step_final_q <= next_is_final;
      end
    end

    always_ff @(posedge clk) begin
      if (rst) begin
        write_half_q <= 1'b0;
        write_beat_q <= '0;
        next_half_q <= 1'b0;
        next_beat_q <= '0;
        next_address_q <= '0;
        full_q <= 2'b00;
        step_valid_q <= 1'b0;
      end else begin
        if (take) begin
          write_beat_q <= in_last ? '0 : write_beat_q + 1'b1;
          if (in_last) write_half_q <= !write_half_q;
        end
        if (load) begin
          step_valid_q <= next_there;
          if (next_there) begin
            next_beat_q <= next_is_last ? '0 : next_beat_q + 1'b1;
            next_address_q <= next_is_final ? '0 : next_address_q + 1'b1;
            if (next_is_final) next_half_q <= !next_half_q;
          end
        end
        full_q[0] <= (full_q[0] && !(step_valid_q && advance && step_final_q && !step_half_q)) ||
                     (take && in_last && !write_half_q);
        full_q[1] <= (full_q[1] && !(step_valid_q && advance && step_final_q && step_half_q)) ||
                     (take && in_last && write_half_q);
      end
    end
  end

endmodule
