// The sum of COUNT narrow numbers of one type, modulo 2^OUT_WIDTH, by bit planes: the bits of equal weight are counted, and the
// counts added.
// Shapes:  COUNT operands, operand i at [i*IN_WIDTH +: IN_WIDTH]. Where OUT_WIDTH is at least IN_WIDTH + clog2(COUNT) the sum
//          is exact, with the sign of the operands.
// Cycles:  combinational.
// Area:    fixed_popcount per bit of an operand, and an adder per bit but one: less than fixed_sum for numbers of up to three bits.
module fixed_plane_sum #(
    parameter int COUNT = 8,      // operands
    parameter int IN_WIDTH = 2,   // bits
    parameter int IN_SIGNED = 0,  // 0 or 1
    parameter int OUT_WIDTH = 5   // bits, at least IN_WIDTH
) (
    input  logic [COUNT*IN_WIDTH-1:0] data_in,
    output logic [OUT_WIDTH-1:0]      data_out
);

  localparam int COUNT_WIDTH = $clog2(COUNT + 1);
  localparam int TOTAL_WIDTH = COUNT_WIDTH + IN_WIDTH;

  for (genvar plane = 0; plane < IN_WIDTH; plane = plane + 1) begin : gen_plane
    localparam bit NEGATIVE = IN_SIGNED != 0 && plane == IN_WIDTH - 1;  // the plane of the signs
    logic [COUNT-1:0] bits;
    logic [COUNT_WIDTH-1:0] count;
    for (genvar i = 0; i < COUNT; i = i + 1) begin : gen_operand
      assign bits[i] = data_in[i*IN_WIDTH+plane];
    end
    fixed_popcount #(
        .WIDTH    (COUNT),
        .OUT_WIDTH(COUNT_WIDTH)
    ) popcount (
        .data_in (bits),
        .data_out(count)
    );

    // The sum of the planes up to this one: what lies below it is there already.
    logic [TOTAL_WIDTH-1:0] total;
    logic [TOTAL_WIDTH-plane-1:0] so_far, above;
    assign above = NEGATIVE ? so_far - (TOTAL_WIDTH - plane)'(count) : so_far + (TOTAL_WIDTH - plane)'(count);
    if (plane == 0) begin : gen_first
      assign so_far = '0;
      assign total = above;
    end else begin : gen_next
      assign so_far = gen_plane[plane-1].total[TOTAL_WIDTH-1:plane];
      assign total = {above, gen_plane[plane-1].total[plane-1:0]};
    end
  end

  if (OUT_WIDTH > TOTAL_WIDTH) begin : gen_wider
    fixed_extend #(TOTAL_WIDTH, IN_SIGNED, OUT_WIDTH) extend (gen_plane[IN_WIDTH-1].total, data_out);
  end else begin : gen_fitting
    assign data_out = gen_plane[IN_WIDTH-1].total[OUT_WIDTH-1:0];
  end
  if (OUT_WIDTH < TOTAL_WIDTH) begin : gen_unused
    logic unused_total;
    assign unused_total = ^gen_plane[IN_WIDTH-1].total[TOTAL_WIDTH-1:OUT_WIDTH];
  end

endmodule
