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
    // A beat goes in behind what is left, at MAX_OFFSET at most: just enough that neither end waits for the other
    // without need. A whole input vector in one beat, or a unit per output beat, always finds the buffer empty.
    localparam int MAX_OFFSET = (BEATS_IN == 1 || UNITS_OUT == 1) ? 0 :
                                (UNITS_IN > 1 && UNITS_IN < UNITS_OUT) ? UNITS_OUT : UNITS_OUT - 1;
    localparam int UNITS = MAX_OFFSET + UNITS_IN;  // held
    // The last beat of a vector also fills up its last output beat: padding is counted, not stored.
    localparam int LAST_STEP = BEATS_OUT * UNITS_OUT - (BEATS_IN - 1) * UNITS_IN;
    localparam int COUNT_WIDTH = $clog2(UNITS_IN + 2 * UNITS_OUT + 1);
    localparam logic [COUNT_WIDTH-1:0] BEAT = COUNT_WIDTH'(UNITS_OUT);

    logic [LANES_IN*WIDTH-1:0] beat;                  // that comes in
    logic [UNITS*UNIT_WIDTH-1:0] buffer_q, buffer_d;  // the oldest unit in the low bits
    logic [COUNT_WIDTH-1:0] count_q, count_d, offset;  // units held, padding included; left after this cycle's output
    logic push, pop, last;

    assign beat = data_in_0[LANES_IN*WIDTH-1:0];
    assign data_out_0[LANES_OUT*WIDTH-1:0] = buffer_q[UNITS_OUT*UNIT_WIDTH-1:0];
    assign data_out_0_valid = count_q >= BEAT;
    assign pop = data_out_0_valid && data_out_0_ready;
    assign offset = pop ? count_q - BEAT : count_q;
    assign data_in_0_ready = offset <= COUNT_WIDTH'(MAX_OFFSET);
    assign push = data_in_0_valid && data_in_0_ready;
    assign count_d = !push ? offset : offset + (last ? COUNT_WIDTH'(LAST_STEP) : COUNT_WIDTH'(UNITS_IN));

    always_comb begin
      buffer_d = buffer_q;
      for (int unit = 0; unit < UNITS - UNITS_OUT; unit++) begin
        if (pop) buffer_d[unit*UNIT_WIDTH+:UNIT_WIDTH] = buffer_q[(unit+UNITS_OUT)*UNIT_WIDTH+:UNIT_WIDTH];
      end
      // What lies beyond the count means nothing: with a single place valid need not be looked at, which halves the logic.
      for (int place = 0; place <= MAX_OFFSET; place++) begin
        if ((push || MAX_OFFSET == 0) && offset == COUNT_WIDTH'(place)) begin
          buffer_d[place*UNIT_WIDTH+:UNITS_IN*UNIT_WIDTH] = beat;
        end
      end
    end

    always_ff @(posedge clk) begin
      if (rst) count_q <= '0;
      else count_q <= count_d;
    end

    always_ff @(posedge clk) begin
      buffer_q <= buffer_d;
    end

    // Which beat of the vector comes in next.
    if (BEATS_IN == 1) begin : gen_one_beat
      assign last = 1'b1;
    end else begin : gen_beats
      localparam int BEAT_WIDTH = fixed_number_pkg::address_width(BEATS_IN);
      logic [BEAT_WIDTH-1:0] beat_q;
      assign last = beat_q == BEAT_WIDTH'(BEATS_IN - 1);
      always_ff @(posedge clk) begin
        if (rst) beat_q <= '0;
        else if (push) beat_q <= last ? '0 : beat_q + BEAT_WIDTH'(1);
      end
    end
  end

endmodule
