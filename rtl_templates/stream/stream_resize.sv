// Changes how many elements a beat carries, vector by vector: every vector starts in lane 0 of a beat at both ends.
// Shapes:  FEATURES elements as ceil(FEATURES/PARALLELISM_IN) beats -> the same as ceil(FEATURES/PARALLELISM_OUT) beats.
// Cycles:  an output beat is valid one cycle after the input beat with its last element was taken, or one cycle after the
//          output beat before it, whichever is later; interval max(beats in, beats out). Where both ends have the same
//          lanes for a vector (equal parallelisms, or both at least FEATURES) it is wires: latency 0.
// Stall:   holds at most one beat of each end; data_in_0_ready follows data_out_0_ready in the same cycle
//          (combinational).
// Area:    a shift register of about PARALLELISM_IN + PARALLELISM_OUT elements (of the larger one only, where one divides
//          the other), in units of the greatest common divisor of the two.
// Not guaranteed: what the padded lanes of the last beat of a vector carry.
module stream_resize #(
    parameter int WIDTH = 8,           // bits of an element
    parameter int FEATURES = 8,        // elements of a vector
    parameter int PARALLELISM_IN = 4,  // elements of a beat of data_in_0
    parameter int PARALLELISM_OUT = 2  // elements of a beat of data_out_0
) (
    input  logic                             clk,
    input  logic                             rst,
    input  logic [ PARALLELISM_IN*WIDTH-1:0] data_in_0,
    input  logic                             data_in_0_valid,
    output logic                             data_in_0_ready,
    output logic [PARALLELISM_OUT*WIDTH-1:0] data_out_0,
    output logic                             data_out_0_valid,
    input  logic                             data_out_0_ready
);

  localparam bit BAD_SIZE = WIDTH < 1 || FEATURES < 1 || PARALLELISM_IN < 1 || PARALLELISM_OUT < 1;
`ifndef __ICARUS__
  if (BAD_SIZE) begin : gen_bad_size
    $error("stream_resize: all parameters are at least 1");
  end
`else
  initial if (BAD_SIZE) $fatal(1, "stream_resize: all parameters are at least 1");
`endif

  // Greatest common divisor, by Euclid's algorithm. (Yosys wants a loop with a constant bound; 64 steps serve any int.)
  function automatic int gcd_of(input int a, input int b);
    int divisor, remainder;
    gcd_of = a;
    divisor = b;
    for (int i = 0; i < 64; i++) begin
      if (divisor != 0) begin
        remainder = gcd_of % divisor;
        gcd_of = divisor;
        divisor = remainder;
      end
    end
  endfunction

  // Lanes that a vector uses, and the unit in which both ends move: their greatest common divisor, in elements.
  localparam int LANES_IN = fixed_number_pkg::min_of(PARALLELISM_IN, FEATURES);
  localparam int LANES_OUT = fixed_number_pkg::min_of(PARALLELISM_OUT, FEATURES);
  localparam int UNIT = gcd_of(LANES_IN, LANES_OUT);
  localparam int UNIT_WIDTH = UNIT * WIDTH;
  localparam int UNITS_IN = LANES_IN / UNIT;
  localparam int UNITS_OUT = LANES_OUT / UNIT;
  localparam int BEATS_IN = fixed_number_pkg::ceil_div(FEATURES, LANES_IN);
  localparam int BEATS_OUT = fixed_number_pkg::ceil_div(FEATURES, LANES_OUT);

  // A beat goes in behind what is left of those before it, less than a whole output beat: at a place that its number in the
  // vector decides, whoever waits for whom. The places come again after UNITS_OUT beats: a round of turns.
  localparam int TURNS = fixed_number_pkg::min_of(BEATS_IN, UNITS_OUT);
  localparam int ROUNDS = fixed_number_pkg::ceil_div(BEATS_IN, TURNS);
  localparam int LAST_TURN = (BEATS_IN - 1) % TURNS;
  // Output beats that become whole with the last beat of a vector, which also fills up the last of them: padding is
  // counted, not stored.
  localparam int LAST_GAIN = BEATS_OUT - (BEATS_IN - 1) * UNITS_IN / UNITS_OUT;
  localparam int LAST_UNITS = fixed_number_pkg::ceil_div(FEATURES, UNIT) - (BEATS_IN - 1) * UNITS_IN;
  // Where two become whole at once, the first beat of the next vector goes in behind the second of them: else the ends would
  // wait for each other without need.
  localparam bit GOES_BEHIND = UNITS_IN < UNITS_OUT && LAST_GAIN == 2;
  localparam int SOURCES = GOES_BEHIND ? TURNS + 1 : TURNS;

  // In units: where the beat of a turn goes in, or the one behind.
  function automatic int place_of(input int source);
    place_of = (source == TURNS) ? UNITS_OUT : source * UNITS_IN % UNITS_OUT;
  endfunction

  // Output beats that become whole with a turn's beat, unless it is the vector's last.
  function automatic int gain_of(input int turn);
    gain_of = (turn * UNITS_IN % UNITS_OUT + UNITS_IN) / UNITS_OUT;
  endfunction

  // The most output beats held. (Icarus calls no function from one that computes a constant.)
  function automatic int most_whole_of(input int turns);
    int gain;
    most_whole_of = LAST_GAIN;
    for (int turn = 0; turn < turns; turn++) begin
      gain = (turn * UNITS_IN % UNITS_OUT + UNITS_IN) / UNITS_OUT;
      if (gain > most_whole_of && (ROUNDS > 1 || turn != LAST_TURN)) most_whole_of = gain;
    end
  endfunction

  // The most units held: the lanes at the end of a vector that nobody reads are not.
  function automatic int units_of(input int turns);
    int beyond;
    units_of = GOES_BEHIND ? UNITS_OUT + UNITS_IN : UNITS_OUT;
    for (int turn = 0; turn < turns; turn++) begin
      beyond = turn * UNITS_IN % UNITS_OUT + ((ROUNDS == 1 && turn == LAST_TURN) ? LAST_UNITS : UNITS_IN);
      if (beyond > units_of) units_of = beyond;
    end
  endfunction

  // Lanes above those of a vector: nobody reads them at the input, zeros at the output.
  if (PARALLELISM_IN > LANES_IN) begin : gen_spare_in
    logic unused_lanes;
    assign unused_lanes = ^data_in_0[PARALLELISM_IN*WIDTH-1:LANES_IN*WIDTH];
  end
  if (PARALLELISM_OUT > LANES_OUT) begin : gen_spare_out
    assign data_out_0[PARALLELISM_OUT*WIDTH-1:LANES_OUT*WIDTH] = '0;
  end

  if (LANES_IN == LANES_OUT) begin : gen_wires
    logic unused_clock;
    assign unused_clock = clk ^ rst;
    assign data_out_0[LANES_OUT*WIDTH-1:0] = data_in_0[LANES_IN*WIDTH-1:0];
    assign data_out_0_valid = data_in_0_valid;
    assign data_in_0_ready = data_out_0_ready;
  end else begin : gen_shift
    localparam int UNITS = units_of(TURNS);
    localparam int ROOM = UNITS_OUT + UNITS_IN;
    localparam int MOST_WHOLE = most_whole_of(TURNS);
    localparam int WHOLE_WIDTH = $clog2(MOST_WHOLE + 1);
    localparam int TURN_WIDTH = fixed_number_pkg::address_width(TURNS);
    localparam int SOURCE_WIDTH = $clog2(TURNS + 1);

    logic [LANES_IN*WIDTH-1:0] beat;                 // that comes in
    logic [UNITS*UNIT_WIDTH-1:0] buffer_q, moved;    // the oldest unit in the low bits; with one output beat less
    logic [ROOM*UNIT_WIDTH-1:0] buffer_d;            // with the lanes of the beat that nobody reads
    logic [WHOLE_WIDTH-1:0] whole_q, whole_d, gain;  // output beats held; that become whole with this beat
    logic [TURN_WIDTH-1:0] turn_q, turn_d;           // of the beat that comes next
    logic [SOURCE_WIDTH-1:0] source_q;               // its turn; TURNS while there are more output beats than one
    logic advance, push, last, last_round;

    assign beat = data_in_0[LANES_IN*WIDTH-1:0];
    assign data_out_0[LANES_OUT*WIDTH-1:0] = buffer_q[UNITS_OUT*UNIT_WIDTH-1:0];
    assign data_out_0_valid = whole_q != '0;
    assign advance = !data_out_0_valid || data_out_0_ready;
    assign data_in_0_ready = advance && (MOST_WHOLE == 1 || GOES_BEHIND || source_q != SOURCE_WIDTH'(TURNS));
    assign push = data_in_0_valid && data_in_0_ready;
    assign last = turn_q == TURN_WIDTH'(LAST_TURN) && last_round;
    assign turn_d = !push ? turn_q : (last || turn_q == TURN_WIDTH'(TURNS - 1)) ? '0 : turn_q + TURN_WIDTH'(1);

    always_comb begin
      gain = WHOLE_WIDTH'(LAST_GAIN);
      for (int turn = 0; turn < TURNS; turn++) begin
        if (turn_q == TURN_WIDTH'(turn) && !last) gain = WHOLE_WIDTH'(gain_of(turn));
      end
      whole_d = whole_q;
      if (push && !(GOES_BEHIND && source_q == SOURCE_WIDTH'(TURNS))) whole_d = gain;
      else if (data_out_0_valid && data_out_0_ready) whole_d = whole_q - WHOLE_WIDTH'(1);
    end

    always_ff @(posedge clk) begin
      if (rst) begin
        whole_q <= '0;
        turn_q <= '0;
        source_q <= '0;
      end else begin
        whole_q <= whole_d;
        turn_q <= turn_d;
        source_q <= (whole_d >> 1 != '0) ? SOURCE_WIDTH'(TURNS) : SOURCE_WIDTH'(turn_d);
      end
    end

    // A unit takes that of the beat, or the one that lies an output beat above it. What lies beyond those held means nothing:
    // valid need not be looked at, and registers alone say which of them it is.
    if (UNITS > UNITS_OUT) begin : gen_above
      assign moved = data_out_0_valid ? {buffer_q[UNITS*UNIT_WIDTH-1:(UNITS-UNITS_OUT)*UNIT_WIDTH],
                                         buffer_q[UNITS*UNIT_WIDTH-1:UNITS_OUT*UNIT_WIDTH]} : buffer_q;
    end else begin : gen_nothing_above
      assign moved = buffer_q;
    end
    always_comb begin
      buffer_d = (ROOM * UNIT_WIDTH)'(moved);
      for (int source = 0; source < SOURCES; source++) begin
        if (source_q == SOURCE_WIDTH'(source)) buffer_d[place_of(source)*UNIT_WIDTH+:UNITS_IN*UNIT_WIDTH] = beat;
      end
    end
    always_ff @(posedge clk) begin
      if (advance) buffer_q <= buffer_d[UNITS*UNIT_WIDTH-1:0];
    end
    if (ROOM > UNITS) begin : gen_unread
      logic unused_lanes;
      assign unused_lanes = ^buffer_d[ROOM*UNIT_WIDTH-1:UNITS*UNIT_WIDTH];
    end

    if (ROUNDS == 1) begin : gen_one_round
      assign last_round = 1'b1;
    end else begin : gen_rounds
      localparam int ROUND_WIDTH = fixed_number_pkg::address_width(ROUNDS);
      logic [ROUND_WIDTH-1:0] round_q;
      assign last_round = round_q == ROUND_WIDTH'(ROUNDS - 1);
      always_ff @(posedge clk) begin
        if (rst) round_q <= '0;
        else if (push && (last || turn_q == TURN_WIDTH'(TURNS - 1))) round_q <= last ? '0 : round_q + ROUND_WIDTH'(1);
      end
    end
  end

endmodule
