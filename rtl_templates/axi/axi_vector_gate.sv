// Lets a stream through in whole vectors: while enable is low none begins, but one that has begun goes on to its end.
// Shapes:  the handshake of a stream of vectors of BEATS beats; its payload goes past this cell.
// Cycles:  latency 0, combinational.
// Stall:   data_in_0_ready follows data_out_0_ready while the gate is open. A first beat once offered at the output has begun:
//          it stays, whatever enable does.
// Reset:   while rst is high no beat is taken or offered; a vector half through is cut off.
module axi_vector_gate #(
    parameter int BEATS = 1  // of a vector, at least 1
) (
    input  logic clk,
    input  logic rst,
    input  logic enable,
    input  logic data_in_0_valid,
    output logic data_in_0_ready,
    output logic data_out_0_valid,
    input  logic data_out_0_ready,
    output logic vector_begun,  // in this cycle the first beat of a vector moves
    output logic vector_taken   // its last beat moves
);

`ifndef __ICARUS__
  if (BEATS < 1) begin : gen_bad_shape
    $error("axi_vector_gate: BEATS is at least 1");
  end
`else
  initial if (BEATS < 1) $fatal(1, "axi_vector_gate: BEATS is at least 1");
`endif

  localparam int COUNT_WIDTH = BEATS > 1 ? $clog2(BEATS) : 1;

  logic [COUNT_WIDTH-1:0] beat_q;
  logic begun_q;  // a beat of this vector has been offered at the output
  logic open, move, last;
  assign open = !rst && (enable || begun_q);
  assign data_out_0_valid = open && data_in_0_valid;
  assign data_in_0_ready = open && data_out_0_ready;
  assign move = data_out_0_valid && data_out_0_ready;
  assign last = beat_q == COUNT_WIDTH'(BEATS - 1);
  assign vector_begun = move && beat_q == '0;
  assign vector_taken = move && last;

  always_ff @(posedge clk) begin
    if (rst) beat_q <= '0;
    else if (move) beat_q <= last ? '0 : beat_q + COUNT_WIDTH'(1);
  end

  always_ff @(posedge clk) begin
    if (rst || vector_taken) begun_q <= 1'b0;
    else if (data_out_0_valid) begun_q <= 1'b1;
  end

endmodule
