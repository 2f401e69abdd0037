// What a cell with one input and one output, which gives every beat as it took it, has to do. It counts the beats that the cell
// holds and follows one of them, any one: the solver picks it.
//   nothing lost or invented: the output is valid exactly while a beat is held
//   order kept, no repetition: the picked beat is at the output, unchanged, when all that came before it have left, and not
//                              counted any more once it has been taken
//   valid independent of ready: it equals a function of registers
//   no bubbles: a producer that offered in the last cycle finds a beat at the output in this one
module stream_order #(
    parameter int WIDTH = 8,     // bits of a beat
    parameter int CAPACITY = 2,  // beats that the cell can hold
    parameter int COUNT_WIDTH = $clog2(CAPACITY + 2)
) (
    input  logic                   clk,
    input  logic                   rst,
    input  logic                   pick,      // this beat is to be followed
    input  logic [WIDTH-1:0]       data_in,
    input  logic                   data_in_valid,
    input  logic                   data_in_ready,
    input  logic [WIDTH-1:0]       data_out,
    input  logic                   data_out_valid,
    input  logic                   data_out_ready,
    output logic                   started,
    output logic                   live,
    output logic [COUNT_WIDTH-1:0] held,      // beats in the cell
    output logic                   tracking,  // one of them is being followed
    output logic [COUNT_WIDTH-1:0] ahead,     // beats that leave before it
    output logic [WIDTH-1:0]       token      // its payload
);

  logic again;
  formal_reset reset (.clk(clk), .rst(rst), .started(started), .live(live), .again(again));
  stream_rules #(.WIDTH(WIDTH), .ASSUME(1)) rules_in (
      .clk(clk), .live(live), .data(data_in), .valid(data_in_valid), .ready(data_in_ready));
  stream_rules #(.WIDTH(WIDTH)) rules_out (
      .clk(clk), .live(live), .data(data_out), .valid(data_out_valid), .ready(data_out_ready));

  logic push, pop, offered_q, tracking_q;
  logic [COUNT_WIDTH-1:0] held_q, ahead_q;
  logic [WIDTH-1:0] token_q;
  assign push = data_in_valid && data_in_ready;
  assign pop = data_out_valid && data_out_ready;

  initial offered_q = 1'b0;
  always_ff @(posedge clk) begin
    offered_q <= live && data_in_valid;
    if (rst) begin
      held_q <= '0;
      tracking_q <= 1'b0;
    end else begin
      held_q <= held_q + COUNT_WIDTH'(push) - COUNT_WIDTH'(pop);
      if (tracking_q) begin
        ahead_q <= ahead_q - COUNT_WIDTH'(pop);
        if (pop && ahead_q == '0) tracking_q <= 1'b0;
      end else if (pick && push) begin
        tracking_q <= 1'b1;
        ahead_q <= held_q - COUNT_WIDTH'(pop);
        token_q <= data_in;
      end
    end
  end
  assign held = held_q;
  assign tracking = tracking_q;
  assign ahead = ahead_q;
  assign token = token_q;

  always_comb begin
    if (started) begin
      assert (held_q <= COUNT_WIDTH'(CAPACITY));
      assert (data_out_valid == (held_q != '0));
      if (tracking_q) assert (ahead_q < held_q);
      if (tracking_q && ahead_q == '0) assert (data_out == token_q);
    end
    if (live && offered_q) assert (data_out_valid);
    // Nothing waits for ever: an empty cell takes what is offered.
    if (live && held_q == '0) assert (data_in_ready);
  end

  always_comb begin
    cover (live && held_q == COUNT_WIDTH'(CAPACITY));
    cover (live && push && pop);
    cover (live && tracking_q && pop && ahead_q == '0);
    cover (live && tracking_q && ahead_q == COUNT_WIDTH'(CAPACITY - 1));
    cover (started && rst && held_q == COUNT_WIDTH'(CAPACITY));
    cover (live && again && pop);
  end

endmodule
