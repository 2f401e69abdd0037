// Proof of stream_resize: element e of a vector comes out as element e of that vector, exactly once. Both ends are counted in
// beats of their vector, and one element, any one, is followed from its lane at the input to its lane at the output.
module stream_resize_formal #(
    parameter int WIDTH = 2,           // bits of an element
    parameter int FEATURES = 5,        // elements of a vector
    parameter int PARALLELISM_IN = 2,  // elements of a beat of data_in_0
    parameter int PARALLELISM_OUT = 3  // elements of a beat of data_out_0
) (
    input logic                            clk,
    input logic                            rst,
    input logic                            pick,       // an element of this beat is to be followed
    input logic [7:0]                      pick_lane,  // that in this lane
    input logic [PARALLELISM_IN*WIDTH-1:0] data_in_0,
    input logic                            data_in_0_valid,
    input logic                            data_out_0_ready
);

  logic data_in_0_ready, data_out_0_valid, started, live, again;
  logic [PARALLELISM_OUT*WIDTH-1:0] data_out_0;

  stream_resize #(
      .WIDTH(WIDTH), .FEATURES(FEATURES), .PARALLELISM_IN(PARALLELISM_IN), .PARALLELISM_OUT(PARALLELISM_OUT)
  ) dut (
      .clk(clk), .rst(rst),
      .data_in_0(data_in_0), .data_in_0_valid(data_in_0_valid), .data_in_0_ready(data_in_0_ready),
      .data_out_0(data_out_0), .data_out_0_valid(data_out_0_valid), .data_out_0_ready(data_out_0_ready));

  formal_reset reset (.clk(clk), .rst(rst), .started(started), .live(live), .again(again));
  stream_rules #(.WIDTH(PARALLELISM_IN * WIDTH), .ASSUME(1)) rules_in (
      .clk(clk), .live(live), .data(data_in_0), .valid(data_in_0_valid), .ready(data_in_0_ready));
  stream_rules #(.WIDTH(PARALLELISM_OUT * WIDTH)) rules_out (
      .clk(clk), .live(live), .data(data_out_0), .valid(data_out_0_valid), .ready(data_out_0_ready));

  // Numbers of elements are signed and have room to spare: nothing here may overflow.
  localparam int N = 12;
  localparam int IN = (PARALLELISM_IN < FEATURES) ? PARALLELISM_IN : FEATURES;
  localparam int OUT = (PARALLELISM_OUT < FEATURES) ? PARALLELISM_OUT : FEATURES;
  localparam int BEATS_IN = (FEATURES + IN - 1) / IN;
  localparam int BEATS_OUT = (FEATURES + OUT - 1) / OUT;

  logic push, pop, last_in, last_out;
  logic signed [N-1:0] in_beat_q, out_beat_q;  // beats of the vector under way that have gone in, that have come out
  logic signed [N-1:0] in, out;                // the same in elements, padding included
  logic signed [N-1:0] whole_q;                // vectors that are wholly in, not wholly out
  assign push = data_in_0_valid && data_in_0_ready;
  assign pop = data_out_0_valid && data_out_0_ready;
  assign last_in = in_beat_q == N'(BEATS_IN - 1);
  assign last_out = out_beat_q == N'(BEATS_OUT - 1);
  assign in = in_beat_q * N'(IN);
  assign out = out_beat_q * N'(OUT);
  always_ff @(posedge clk) begin
    if (rst) begin
      in_beat_q <= '0;
      out_beat_q <= '0;
      whole_q <= '0;
    end else begin
      if (push) in_beat_q <= last_in ? N'(0) : in_beat_q + N'(1);
      if (pop) out_beat_q <= last_out ? N'(0) : out_beat_q + N'(1);
      whole_q <= whole_q + (push && last_in ? N'(1) : N'(0)) - (pop && last_out ? N'(1) : N'(0));
    end
  end

  // The inside of the cell, which counts in units of the greatest common divisor.
  function automatic int common_divisor(input int a, input int b);
    common_divisor = 1;
    for (int d = 1; d <= 64; d = d + 1) if (a % d == 0 && b % d == 0) common_divisor = d;
  endfunction
  localparam int UNIT = common_divisor(IN, OUT);
  localparam int UNITS_IN = IN / UNIT;
  localparam int UNITS_OUT = OUT / UNIT;
  localparam int TURNS = (BEATS_IN < UNITS_OUT) ? BEATS_IN : UNITS_OUT;
  localparam int ROUNDS = (BEATS_IN + TURNS - 1) / TURNS;
  localparam int LAST_GAIN = BEATS_OUT - (BEATS_IN - 1) * UNITS_IN / UNITS_OUT;
  // Output beats that it holds at the most.
  function automatic int most_whole_of(input int turns);
    int gain;
    most_whole_of = LAST_GAIN;
    for (int i = 0; i < turns; i = i + 1) begin
      gain = (i * UNITS_IN % UNITS_OUT + UNITS_IN) / UNITS_OUT;
      if (gain > most_whole_of && i != BEATS_IN - 1) most_whole_of = gain;
    end
  endfunction
  localparam int MOST_WHOLE = most_whole_of(TURNS);
  // Units that the cell has room for.
  function automatic int room_of(input int turns);
    int top;
    room_of = (IN < OUT && LAST_GAIN == 2) ? UNITS_OUT + UNITS_IN : UNITS_OUT;
    for (int i = 0; i < turns; i = i + 1) begin
      top = i * UNITS_IN % UNITS_OUT +
            ((BEATS_IN <= UNITS_OUT && i == BEATS_IN - 1) ? (FEATURES + UNIT - 1) / UNIT - i * UNITS_IN : UNITS_IN);
      if (top > room_of) room_of = top;
    end
  endfunction
  localparam int ROOM = room_of(TURNS) * UNIT;
  (* hierconn *) logic [$clog2(MOST_WHOLE+1)-1:0] \dut.gen_shift.whole_q ;
  (* hierconn *) logic [fixed_number_pkg::address_width(TURNS)-1:0] \dut.gen_shift.turn_q ;
  (* hierconn *) logic [$clog2(TURNS+1)-1:0] \dut.gen_shift.source_q ;
  (* hierconn *) logic [fixed_number_pkg::address_width(ROUNDS)-1:0] \dut.gen_shift.gen_rounds.round_q ;
  (* hierconn *) logic [ROOM*WIDTH-1:0] \dut.gen_shift.buffer_q ;

  if (IN == OUT) begin : gen_wires
    always_comb begin
      if (live) begin
        assert (data_out_0_valid == data_in_0_valid);
        assert (data_in_0_ready == data_out_0_ready);
        assert (data_out_0[OUT*WIDTH-1:0] == data_in_0[IN*WIDTH-1:0]);
        assert (in_beat_q == out_beat_q && whole_q == N'(0));
      end
      cover (live && again && pop);
    end
  end else begin : gen_store
    logic tracking_q;
    logic signed [N-1:0] vector_q;   // of the element that is followed: whole vectors that come out before its own
    logic signed [N-1:0] element_q;  // its place in its vector
    logic [WIDTH-1:0] token_q;       // it
    logic signed [N-1:0] element;    // that would be picked now
    logic here;                      // it is in the beat at the output
    assign element = in + N'(pick_lane);
    assign here = vector_q == N'(0) && element_q >= out && element_q < out + N'(OUT);
    always_ff @(posedge clk) begin
      if (rst) tracking_q <= 1'b0;
      else if (tracking_q) begin
        if (pop && last_out) vector_q <= vector_q - N'(1);
        if (pop && here) tracking_q <= 1'b0;
      end else if (push && pick && pick_lane < 8'(IN) && element < N'(FEATURES)) begin
        tracking_q <= 1'b1;
        vector_q <= whole_q - (pop && last_out ? N'(1) : N'(0));
        element_q <= element;
        token_q <= data_in_0[pick_lane*WIDTH+:WIDTH];
      end
    end

    // Beats whose elements are all in are offered, those alone and at once: nothing is lost, held back or invented, and valid is a
    // function of registers.
    logic offered_q;
    initial offered_q = 1'b0;
    always_ff @(posedge clk) offered_q <= live && data_in_0_valid;
    logic [N-1:0] lane;
    assign lane = element_q - out;
    always_comb begin
      if (started) begin
        assert (data_out_0_valid == (whole_q > N'(0) || out + N'(OUT) <= in));
        if (tracking_q && here && data_out_0_valid) assert (data_out_0[lane*WIDTH+:WIDTH] == token_q);
        // It is not passed over.
        if (tracking_q) assert (vector_q > N'(0) || (vector_q == N'(0) && element_q >= out));
      end
      // No deadlock: where no beat is offered, one is taken.
      if (live && !data_out_0_valid) assert (data_in_0_ready);
    end
    // Full throughput: the end with more beats a vector moves in every cycle in which its partner lets it.
    if (BEATS_IN >= BEATS_OUT) begin : gen_in_bound
      always_comb if (live && data_out_0_ready) assert (data_in_0_ready);
    end else begin : gen_out_bound
      always_comb if (live && offered_q) assert (data_out_0_valid);
    end
    always_comb begin
      cover (live && again && tracking_q && pop && here && element_q == N'(FEATURES - 1));
      cover (live && tracking_q && vector_q == N'(0) && whole_q > N'(0) && push);
      cover (started && rst && whole_q > N'(0));
    end

    // For the induction: what the registers of the cell hold.
    logic signed [N-1:0] held, turn, round, place;  // output beats; which beat goes in next; where the one followed lies
    logic signed [N-1:0] left;                      // elements that are in no whole output beat
    assign held = N'(\dut.gen_shift.whole_q );
    assign turn = N'(\dut.gen_shift.turn_q );
    if (ROUNDS > 1) begin : gen_rounds
      assign round = N'(\dut.gen_shift.gen_rounds.round_q );
    end else begin : gen_one_round
      assign round = N'(0);
    end
    always_comb begin
      left = N'(0);
      for (int i = 0; i < TURNS; i++) if (turn == N'(i)) left = N'(i * IN % OUT);
    end
    assign place = vector_q * N'(BEATS_OUT * OUT) + element_q - out;
    always_comb begin
      if (started) begin
        assert (out_beat_q >= N'(0) && out_beat_q < N'(BEATS_OUT));
        assert (whole_q >= N'(0) && whole_q <= N'(4));
        assert (turn < N'(TURNS) && round < N'(ROUNDS));
        assert (in_beat_q == round * N'(TURNS) + turn && in_beat_q < N'(BEATS_IN));
        // The last beat of a vector comes with the padding of the output.
        assert (held * N'(OUT) + left == whole_q * N'(BEATS_OUT * OUT) + in - out);
        assert (held <= N'(MOST_WHOLE));
        if (IN < OUT && in_beat_q != N'(0)) assert (held <= N'(1));
        assert (N'(\dut.gen_shift.source_q ) == (held > N'(1) ? N'(TURNS) : turn));
        if (tracking_q) begin
          assert (element_q >= N'(0) && element_q < N'(FEATURES));
          assert (vector_q >= N'(0) && vector_q <= whole_q);
          assert (vector_q < whole_q || element_q < in);
          assert (place >= N'(0) && place < N'(ROOM));
          assert (\dut.gen_shift.buffer_q [place*WIDTH+:WIDTH] == token_q);
        end
      end
    end
  end

endmodule
