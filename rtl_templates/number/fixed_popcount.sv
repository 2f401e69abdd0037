// The number of ones among the bits of a word.
// Shapes:  WIDTH bits in, one unsigned number out.
// Cycles:  combinational.
// Area:    six bits become the three bits of their count, a six-input look-up table each; so do the bits of equal weight of six
//          such counts. That leaves three numbers of 36 bits for adders, about one look-up table a bit in all. Words of more
//          than 36 bits are added up by fixed_sum.
module fixed_popcount #(
    parameter int WIDTH = 8,     // bits
    parameter int OUT_WIDTH = 4  // bits, at least clog2(WIDTH + 1)
) (
    input  logic [WIDTH-1:0]     data_in,
    output logic [OUT_WIDTH-1:0] data_out
);
  // In simulation one copy for all instances, without their inner signals in the waveform: a wide layer has hundreds.
  /* verilator no_inline_module */
  /* verilator tracing_off */

  localparam bit BAD_WIDTH = WIDTH < 1 || OUT_WIDTH < $clog2(WIDTH + 1);
`ifndef __ICARUS__
  if (BAD_WIDTH) begin : gen_bad_width
    $error("fixed_popcount: WIDTH is at least 1, OUT_WIDTH at least clog2(WIDTH + 1)");
  end
`else
  initial if (BAD_WIDTH) $fatal(1, "fixed_popcount: parameter out of range");
`endif

  localparam int CHUNK = 36;
  localparam int CHUNKS = fixed_number_pkg::max_of(1, fixed_number_pkg::ceil_div(WIDTH, CHUNK));
  localparam int COLUMNS = 6 * CHUNKS;
  localparam int COUNT_WIDTH = 6;  // of a chunk

  // Of each column of six rows its count, the bits of equal weight together: {fours, twos, ones}. Two full adders, and a third
  // for their carries: no adder that Yosys would give a carry chain; all columns in one operation each, which simulates fast.
  function automatic logic [3*COLUMNS-1:0] count_of_six(input logic [6*COLUMNS-1:0] rows);
    logic [COLUMNS-1:0] a, b, c, d, e, f, low_sum, low_carry, high_sum, high_carry, both;
    {f, e, d, c, b, a} = rows;
    low_sum = a ^ b ^ c;
    low_carry = (a & b) | (c & (a | b));
    high_sum = d ^ e ^ f;
    high_carry = (d & e) | (f & (d | e));
    both = low_sum & high_sum;
    count_of_six = {(low_carry & high_carry) | (both & (low_carry | high_carry)), low_carry ^ high_carry ^ both, low_sum ^ high_sum};
  endfunction

  // The six columns of a chunk lie CHUNKS apart, so that they are six rows of CHUNKS columns in turn.
  function automatic logic [6*COLUMNS-1:0] rows_of(input logic [COLUMNS-1:0] columns);
    rows_of = '0;
    for (int row = 0; row < 6; row = row + 1) rows_of[row*COLUMNS+:CHUNKS] = columns[row*CHUNKS+:CHUNKS];
  endfunction

  logic [COLUMNS-1:0] ones, twos, fours;
  logic [3*COLUMNS-1:0] of_ones, of_twos, of_fours;  // counts of the counts' bits, a chunk's at c of each third
  assign {fours, twos, ones} = count_of_six((6 * COLUMNS)'(data_in));
  assign of_ones = count_of_six(rows_of(ones));
  assign of_twos = count_of_six(rows_of(twos));
  assign of_fours = count_of_six(rows_of(fours));

  logic [CHUNKS*COUNT_WIDTH-1:0] count;
  for (genvar c = 0; c < CHUNKS; c = c + 1) begin : gen_chunk
    logic [3:0] above_ones, above_twos;  // without the bits below
    assign above_ones = 4'({of_ones[2*COLUMNS+c], of_ones[COLUMNS+c]}) + 4'({of_twos[2*COLUMNS+c], of_twos[COLUMNS+c], of_twos[c]});
    assign above_twos = 4'(above_ones[3:1]) + 4'({of_fours[2*COLUMNS+c], of_fours[COLUMNS+c], of_fours[c]});
    assign count[c*COUNT_WIDTH+:COUNT_WIDTH] = {above_twos, above_ones[0], of_ones[c]};
  end
  if (COLUMNS > CHUNKS) begin : gen_unused
    logic unused_columns;
    assign unused_columns = ^{of_ones, of_twos, of_fours};
  end

  localparam int SUM_WIDTH = fixed_number_pkg::max_of(OUT_WIDTH, COUNT_WIDTH);
  logic [SUM_WIDTH-1:0] sum;
  fixed_sum #(
      .COUNT    (CHUNKS),
      .IN_WIDTH (COUNT_WIDTH),
      .IN_SIGNED(0),
      .CHAIN    (2),
      .OUT_WIDTH(SUM_WIDTH)
  ) chunk_sum (
      .data_in (count),
      .data_out(sum)
  );
  assign data_out = sum[OUT_WIDTH-1:0];
  if (SUM_WIDTH > OUT_WIDTH) begin : gen_narrow
    logic unused_sum;
    assign unused_sum = ^sum[SUM_WIDTH-1:OUT_WIDTH];
  end

  /* verilator tracing_on */
endmodule
