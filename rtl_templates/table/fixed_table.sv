// Table activation (sigmoid, tanh, ...): data_out = table[data_in], one read port per lane. Oracle: sw/ops/table.hpp.
// The table itself is a module beside it, read with one cycle of delay: table_data holds the entries of the table_address
// of the last clock edge at which table_enable was high.
// Shapes:  PARALLELISM elements a beat, each on its own; lane i of address and data belongs to element i.
// Cycles:  latency 1, interval 1. The register is that of the table.
// Stall:   the table holds its output (table_enable low); data_in_0_ready follows data_out_0_ready in the same cycle
//          (combinational).
// Not guaranteed: what padded lanes carry (each lane depends on the same lane of the input only).
module fixed_table #(
    parameter int DATA_IN_WIDTH = 8,        // bits
    parameter int DATA_IN_FRAC_WIDTH = 3,   // bits; a matter of the table's entries, as all that follows but the width
    parameter int DATA_IN_SIGNED = 1,       // 0 or 1
    parameter int DATA_OUT_WIDTH = 8,       // bits
    parameter int DATA_OUT_FRAC_WIDTH = 3,  // bits; may be negative or exceed the width
    parameter int DATA_OUT_SIGNED = 1,      // 0 or 1
    parameter int ROUNDING = 0,             // fixed_number_pkg; of the entries: nothing is rounded here
    parameter int OVERFLOW = 0,             // fixed_number_pkg; likewise
    parameter int PARALLELISM = 4           // elements of a beat
) (
    input  logic                                  clk,
    input  logic                                  rst,
    input  logic [ PARALLELISM*DATA_IN_WIDTH-1:0] data_in_0,
    input  logic                                  data_in_0_valid,
    output logic                                  data_in_0_ready,
    output logic [PARALLELISM*DATA_OUT_WIDTH-1:0] data_out_0,
    output logic                                  data_out_0_valid,
    input  logic                                  data_out_0_ready,
    output logic                                  table_enable,
    output logic [ PARALLELISM*DATA_IN_WIDTH-1:0] table_address,
    input  logic [PARALLELISM*DATA_OUT_WIDTH-1:0] table_data
);

  localparam bit BAD_TYPE = fixed_number_pkg::is_type(DATA_IN_WIDTH, DATA_IN_SIGNED) == 0 ||
                            fixed_number_pkg::is_type(DATA_OUT_WIDTH, DATA_OUT_SIGNED) == 0 || PARALLELISM < 1;
  localparam bit BAD_POINT = DATA_IN_FRAC_WIDTH < -64 || DATA_IN_FRAC_WIDTH > 64 || DATA_OUT_FRAC_WIDTH < -64 ||
                             DATA_OUT_FRAC_WIDTH > 64;
  localparam bit BAD_MODE = fixed_number_pkg::is_mode(ROUNDING, OVERFLOW) == 0;
`ifndef __ICARUS__
  if (BAD_TYPE) begin : gen_bad_type
    $error("fixed_table: widths are 1 to 32, *_SIGNED 0 or 1, PARALLELISM at least 1");
  end
  if (BAD_POINT) begin : gen_bad_point
    $error("fixed_table: frac widths are -64 to 64");
  end
  if (BAD_MODE) begin : gen_bad_mode
    $error("fixed_table: ROUNDING is 0 to 4, OVERFLOW 0 or 1");
  end
`else
  initial if (BAD_TYPE || BAD_POINT || BAD_MODE) $fatal(1, "fixed_table: parameter out of range");
`endif
  logic valid_q;  // the table's output belongs to a beat

  assign data_in_0_ready = !valid_q || data_out_0_ready;
  assign table_enable = data_in_0_valid && data_in_0_ready;
  assign table_address = data_in_0;
  assign data_out_0 = table_data;
  assign data_out_0_valid = valid_q;

  always_ff @(posedge clk) begin
    if (rst) valid_q <= 1'b0;
    else if (data_in_0_ready) valid_q <= data_in_0_valid;
  end

endmodule
