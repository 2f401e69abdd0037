// Cast between two fixed-point types: data_out = convert(data_in). Oracle: sw/ops/cast.hpp.
// Shapes:  PARALLELISM elements a beat, each on its own.
// Cycles:  combinational: latency 0, interval 1.
// Stall:   none of its own: valid and ready pass through as wires.
// Not guaranteed: what padded lanes carry (each lane depends on the same lane of the input only).
module fixed_cast #(
    parameter int DATA_IN_WIDTH = 8,        // bits
    parameter int DATA_IN_FRAC_WIDTH = 3,   // bits; may be negative or exceed the width
    parameter int DATA_IN_SIGNED = 1,       // 0 or 1
    parameter int DATA_OUT_WIDTH = 8,       // bits
    parameter int DATA_OUT_FRAC_WIDTH = 3,  // bits; may be negative or exceed the width
    parameter int DATA_OUT_SIGNED = 1,      // 0 or 1
    parameter int ROUNDING = 0,             // fixed_number_pkg
    parameter int OVERFLOW = 0,             // fixed_number_pkg
    parameter int PARALLELISM = 4           // elements of a beat
) (
    input  logic [ PARALLELISM*DATA_IN_WIDTH-1:0] data_in_0,
    input  logic                                  data_in_0_valid,
    output logic                                  data_in_0_ready,
    output logic [PARALLELISM*DATA_OUT_WIDTH-1:0] data_out_0,
    output logic                                  data_out_0_valid,
    input  logic                                  data_out_0_ready
);

  localparam bit BAD_TYPE = fixed_number_pkg::is_type(DATA_IN_WIDTH, DATA_IN_SIGNED) == 0 || PARALLELISM < 1;
`ifndef __ICARUS__
  if (BAD_TYPE) begin : gen_bad_type
    $error("fixed_cast: DATA_IN_WIDTH is 1 to 32, DATA_IN_SIGNED 0 or 1, PARALLELISM at least 1");
  end
`else
  initial if (BAD_TYPE) $fatal(1, "fixed_cast: DATA_IN_WIDTH, DATA_IN_SIGNED or PARALLELISM out of range");
`endif

  assign data_out_0_valid = data_in_0_valid;
  assign data_in_0_ready  = data_out_0_ready;

  for (genvar lane = 0; lane < PARALLELISM; lane++) begin : gen_lane
    fixed_convert #(
        .IN_WIDTH(DATA_IN_WIDTH),
        .IN_FRAC_WIDTH(DATA_IN_FRAC_WIDTH),
        .IN_SIGNED(DATA_IN_SIGNED),
        .OUT_WIDTH(DATA_OUT_WIDTH),
        .OUT_FRAC_WIDTH(DATA_OUT_FRAC_WIDTH),
        .OUT_SIGNED(DATA_OUT_SIGNED),
        .ROUNDING(ROUNDING),
        .OVERFLOW(OVERFLOW)
    ) convert (
        .data_in(data_in_0[lane*DATA_IN_WIDTH+:DATA_IN_WIDTH]),
        .data_out(data_out_0[lane*DATA_OUT_WIDTH+:DATA_OUT_WIDTH])
    );
  end

endmodule
