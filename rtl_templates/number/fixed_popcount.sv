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

  localparam bit BAD_WIDTH = WIDTH < 1 || OUT_WIDTH < $clog2(WIDTH + 1);
`ifndef __ICARUS__
  if (BAD_WIDTH) begin : gen_bad_width
    $error("fixed_popcount: WIDTH is at least 1, OUT_WIDTH at least clog2(WIDTH + 1)");
  end
`else
  initial if (BAD_WIDTH) $fatal(1, "fixed_popcount: parameter out of range");
`endif

  // Two full adders, and a third for their carries: no adder that Yosys would give a carry chain.
  function automatic logic [2:0] count_of_six(input logic [5:0] bits);
    logic [1:0] low, high;
    logic both;
    low = {(bits[0] && bits[1]) || (bits[2] && (bits[0] || bits[1])), bits[0] ^ bits[1] ^ bits[2]};
    high = {(bits[3] && bits[4]) || (bits[5] && (bits[3] || bits[4])), bits[3] ^ bits[4] ^ bits[5]};
    both = low[0] && high[0];
    count_of_six = {(low[1] && high[1]) || (both && (low[1] || high[1])), low[1] ^ high[1] ^ both, low[0] ^ high[0]};
  endfunction

  localparam int CHUNK = 36;
  localparam int CHUNKS = fixed_number_pkg::max_of(1, fixed_number_pkg::ceil_div(WIDTH, CHUNK));
  localparam int COUNT_WIDTH = 6;  // of a chunk
  logic [CHUNKS*CHUNK-1:0] padded;
  logic [CHUNKS*COUNT_WIDTH-1:0] count;
  assign padded = (CHUNKS * CHUNK)'(data_in);

  for (genvar c = 0; c < CHUNKS; c = c + 1) begin : gen_chunk
    logic [5:0] ones, twos, fours;
    for (genvar g = 0; g < 6; g = g + 1) begin : gen_six
      assign {fours[g], twos[g], ones[g]} = count_of_six(padded[c*CHUNK+g*6+:6]);
    end
    logic [2:0] of_ones, of_twos, of_fours;
    assign of_ones = count_of_six(ones);
    assign of_twos = count_of_six(twos);
    assign of_fours = count_of_six(fours);
    logic [3:0] above_ones, above_twos;  // without the bits below
    assign above_ones = 4'(of_ones[2:1]) + 4'(of_twos);
    assign above_twos = 4'(above_ones[3:1]) + 4'(of_fours);
    assign count[c*COUNT_WIDTH+:COUNT_WIDTH] = {above_twos, above_ones[0], of_ones[0]};
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

endmodule
