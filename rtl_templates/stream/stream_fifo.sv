// A first-in first-out buffer of any depth.
// Shapes:  one beat in, one beat out, unchanged.
// Cycles:  latency 1; interval 1, full or not.
// Stall:   holds DEPTH beats. From DEPTH 2 on data_in_0_ready comes from a register only and cuts the path of ready; at
//          DEPTH 1 it is a stream_register_slice, whose ready is combinational.
// Area:    the memory is written by the clock and read combinationally: LUT RAM or flip-flops, never block RAM.
// Not guaranteed: the payload while data_out_0_valid is low.
module stream_fifo #(
    parameter int WIDTH = 8,  // bits of a whole beat
    parameter int DEPTH = 4   // beats; any number from 1 on
) (
    input  logic             clk,
    input  logic             rst,
    input  logic [WIDTH-1:0] data_in_0,
    input  logic             data_in_0_valid,
    output logic             data_in_0_ready,
    output logic [WIDTH-1:0] data_out_0,
    output logic             data_out_0_valid,
    input  logic             data_out_0_ready
);

`ifndef __ICARUS__
  if (WIDTH < 1 || DEPTH < 1) begin : gen_bad_size
    $error("stream_fifo: WIDTH and DEPTH are at least 1");
  end
`else
  initial if (WIDTH < 1 || DEPTH < 1) $fatal(1, "stream_fifo: WIDTH and DEPTH are at least 1");
`endif

  if (DEPTH <= 1) begin : gen_slice
    stream_register_slice #(
        .WIDTH(WIDTH)
    ) slice (
        .clk(clk),
        .rst(rst),
        .data_in_0(data_in_0),
        .data_in_0_valid(data_in_0_valid),
        .data_in_0_ready(data_in_0_ready),
        .data_out_0(data_out_0),
        .data_out_0_valid(data_out_0_valid),
        .data_out_0_ready(data_out_0_ready)
    );
  end else begin : gen_memory
    localparam int POINTER_WIDTH = $clog2(DEPTH);
    localparam int COUNT_WIDTH = $clog2(DEPTH + 1);
    localparam logic [POINTER_WIDTH-1:0] LAST = POINTER_WIDTH'(DEPTH - 1);

    logic [WIDTH-1:0] memory_q[0:DEPTH-1];
    logic [POINTER_WIDTH-1:0] write_q, read_q;  // where the next beat goes; where the oldest is
    logic [COUNT_WIDTH-1:0] count_q;            // beats held
    logic push, pop;

    assign data_in_0_ready = count_q != COUNT_WIDTH'(DEPTH);
    assign data_out_0_valid = count_q != '0;
    assign data_out_0 = memory_q[read_q];
    assign push = data_in_0_valid && data_in_0_ready;
    assign pop = data_out_0_valid && data_out_0_ready;

    always_ff @(posedge clk) begin
      if (rst) begin
        write_q <= '0;
        read_q <= '0;
        count_q <= '0;
      end else begin
        if (push) write_q <= (write_q == LAST) ? '0 : write_q + POINTER_WIDTH'(1);
        if (pop) read_q <= (read_q == LAST) ? '0 : read_q + POINTER_WIDTH'(1);
        if (push && !pop) count_q <= count_q + COUNT_WIDTH'(1);
        else if (pop && !push) count_q <= count_q - COUNT_WIDTH'(1);
      end
    end

    always_ff @(posedge clk) begin
      if (push) memory_q[write_q] <= data_in_0;
    end
  end

endmodule
