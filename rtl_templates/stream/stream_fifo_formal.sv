// Proof of stream_fifo, DEPTH up to 16: tests/formal/stream_order.sv says what; ready is exactly as the header has it.
module stream_fifo_formal #(
    parameter int WIDTH = 8,  // bits of a whole beat
    parameter int DEPTH = 4   // beats
) (
    input logic             clk,
    input logic             rst,
    input logic             pick,
    input logic [WIDTH-1:0] data_in_0,
    input logic             data_in_0_valid,
    input logic             data_out_0_ready
);

  localparam int COUNT_WIDTH = $clog2(DEPTH + 2);

  logic data_in_0_ready, data_out_0_valid, started, live, tracking;
  logic [WIDTH-1:0] data_out_0, token;
  logic [COUNT_WIDTH-1:0] held, ahead;

  stream_fifo #(.WIDTH(WIDTH), .DEPTH(DEPTH)) dut (
      .clk(clk), .rst(rst),
      .data_in_0(data_in_0), .data_in_0_valid(data_in_0_valid), .data_in_0_ready(data_in_0_ready),
      .data_out_0(data_out_0), .data_out_0_valid(data_out_0_valid), .data_out_0_ready(data_out_0_ready));

  stream_order #(.WIDTH(WIDTH), .CAPACITY(DEPTH)) order (
      .clk(clk), .rst(rst), .pick(pick),
      .data_in(data_in_0), .data_in_valid(data_in_0_valid), .data_in_ready(data_in_0_ready),
      .data_out(data_out_0), .data_out_valid(data_out_0_valid), .data_out_ready(data_out_0_ready),
      .started(started), .live(live), .held(held), .tracking(tracking), .ahead(ahead), .token(token));

  if (DEPTH == 1) begin : gen_one
    always_comb if (started) assert (data_in_0_ready == (held == '0 || data_out_0_ready));
  end else begin : gen_more
    // Full throughput: a consumer that took in the last cycle (or could have) finds room for a beat in this one.
    logic wanted_q;
    initial wanted_q = 1'b0;
    always_ff @(posedge clk) wanted_q <= live && data_out_0_ready;
    always_comb begin
      if (started) assert (data_in_0_ready == (held != COUNT_WIDTH'(DEPTH)));
      if (live && wanted_q) assert (data_in_0_ready);
    end
  end

  // For the induction: the pointers, and where the picked beat lies in the memory.
  localparam int POINTER_WIDTH = (DEPTH > 1) ? $clog2(DEPTH) : 1;
  (* hierconn *) logic [POINTER_WIDTH-1:0] \dut.gen_memory.write_q ;
  (* hierconn *) logic [POINTER_WIDTH-1:0] \dut.gen_memory.read_q ;
  (* hierconn *) logic [$clog2(DEPTH+1)-1:0] \dut.gen_memory.count_q ;
  (* hierconn *) logic [WIDTH-1:0] \dut.gen_memory.memory_q[0] ;
  (* hierconn *) logic [WIDTH-1:0] \dut.gen_memory.memory_q[1] ;
  (* hierconn *) logic [WIDTH-1:0] \dut.gen_memory.memory_q[2] ;
  (* hierconn *) logic [WIDTH-1:0] \dut.gen_memory.memory_q[3] ;
  (* hierconn *) logic [WIDTH-1:0] \dut.gen_memory.memory_q[4] ;
  (* hierconn *) logic [WIDTH-1:0] \dut.gen_memory.memory_q[5] ;
  (* hierconn *) logic [WIDTH-1:0] \dut.gen_memory.memory_q[6] ;
  (* hierconn *) logic [WIDTH-1:0] \dut.gen_memory.memory_q[7] ;
  (* hierconn *) logic [WIDTH-1:0] \dut.gen_memory.memory_q[8] ;
  (* hierconn *) logic [WIDTH-1:0] \dut.gen_memory.memory_q[9] ;
  (* hierconn *) logic [WIDTH-1:0] \dut.gen_memory.memory_q[10] ;
  (* hierconn *) logic [WIDTH-1:0] \dut.gen_memory.memory_q[11] ;
  (* hierconn *) logic [WIDTH-1:0] \dut.gen_memory.memory_q[12] ;
  (* hierconn *) logic [WIDTH-1:0] \dut.gen_memory.memory_q[13] ;
  (* hierconn *) logic [WIDTH-1:0] \dut.gen_memory.memory_q[14] ;
  (* hierconn *) logic [WIDTH-1:0] \dut.gen_memory.memory_q[15] ;
  if (DEPTH > 1) begin : gen_inside
    logic [16*WIDTH-1:0] words;
    logic [DEPTH*WIDTH-1:0] memory;
    assign words = {
      \dut.gen_memory.memory_q[15] , \dut.gen_memory.memory_q[14] , \dut.gen_memory.memory_q[13] ,
      \dut.gen_memory.memory_q[12] , \dut.gen_memory.memory_q[11] , \dut.gen_memory.memory_q[10] ,
      \dut.gen_memory.memory_q[9] , \dut.gen_memory.memory_q[8] , \dut.gen_memory.memory_q[7] ,
      \dut.gen_memory.memory_q[6] , \dut.gen_memory.memory_q[5] , \dut.gen_memory.memory_q[4] ,
      \dut.gen_memory.memory_q[3] , \dut.gen_memory.memory_q[2] , \dut.gen_memory.memory_q[1] ,
      \dut.gen_memory.memory_q[0]
    };
    assign memory = words[DEPTH*WIDTH-1:0];

    // (read + distance) modulo DEPTH, of numbers that are at most DEPTH.
    localparam int SUM_WIDTH = COUNT_WIDTH + 1;
    logic [SUM_WIDTH-1:0] read, write, after, place;
    assign read = SUM_WIDTH'(\dut.gen_memory.read_q );
    assign write = SUM_WIDTH'(\dut.gen_memory.write_q );
    assign after = read + SUM_WIDTH'(held);
    assign place = read + SUM_WIDTH'(ahead);
    for (genvar i = 0; i < DEPTH; i = i + 1) begin : gen_place
      always_comb begin
        if (started && tracking && (place == SUM_WIDTH'(i) || place == SUM_WIDTH'(i + DEPTH)))
          assert (memory[i*WIDTH+:WIDTH] == token);
      end
    end
    always_comb begin
      if (started) begin
        assert (SUM_WIDTH'(\dut.gen_memory.count_q ) == SUM_WIDTH'(held));
        assert (read < SUM_WIDTH'(DEPTH));
        assert (write == ((after >= SUM_WIDTH'(DEPTH)) ? after - SUM_WIDTH'(DEPTH) : after));
      end
    end
  end

endmodule
