// Extends a number to more bits, by its sign or by zeros.
// Cycles:  combinational; wires only.
module fixed_extend #(
    parameter int IN_WIDTH = 8,   // bits
    parameter int IN_SIGNED = 1,  // 0 or 1
    parameter int OUT_WIDTH = 16  // bits, at least IN_WIDTH
) (
    input  logic [IN_WIDTH-1:0]  data_in,
    output logic [OUT_WIDTH-1:0] data_out
);

  if (IN_SIGNED != 0) begin : gen_signed
    assign data_out = OUT_WIDTH'($signed(data_in));
  end else begin : gen_unsigned
    assign data_out = OUT_WIDTH'(data_in);
  end

endmodule
