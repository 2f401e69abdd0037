// A memory of weights or biases that can be written again while the design stays as it is: rows of it are read by a layer, words
// of 32 bits are written by the reload bus.
// Shapes:  ROWS rows of WIDTH bits. A row is written in PARTS parts of 32 bits, part p the bits from 32*p on; the last part has the
//          bits that are left, at the lower end of reload_data. Part p of row r is at RELOAD_BASE + p * 2^ROW_BITS + r.
// Cycles:  a write takes one cycle and is never refused; in the next cycle it is there. Reading: REGISTERED 1: the row at address is
//          in data one cycle after enable; 0: in the same cycle.
// Stall:   data holds while enable is low, and in a cycle in which this memory is written: it is not read and written at once, so
//          that no memory primitive has to say what comes then.
// Start:   the contents of the file INITIAL, a row a line in hexadecimal; anything if there is none. There is no reset: what was
//          written stays.
// Errors:  an address of the bus without a part and a row of this memory changes nothing.
// Not guaranteed: what a layer computes of vectors that are in flight while it is written.
module reloadable_source #(
    parameter int WIDTH = 40,                // bits of a row, at least 1
    parameter int ROWS = 6,                  // at least 1
    parameter int REGISTERED = 1,            // 0 or 1
    parameter int RELOAD_ADDRESS_WIDTH = 6,  // bits of an address of the bus, at most 30
    parameter int RELOAD_BASE = 16,          // address of part 0 of row 0, a multiple of 2^(PART_BITS + ROW_BITS)
    parameter     INITIAL = "",              // name of a file for $readmemh; none: ""
    // Derived; leave alone.
    parameter int ROW_BITS = fixed_number_pkg::address_width(ROWS)
) (
    input  logic                            clk,
    input  logic                            enable,
    input  logic [ROW_BITS-1:0]             address,
    output logic [WIDTH-1:0]                data,
    input  logic                            reload_valid,    // write in this cycle
    input  logic [RELOAD_ADDRESS_WIDTH-1:0] reload_address,
    input  logic [31:0]                     reload_data
);

  localparam int PARTS = fixed_number_pkg::ceil_div(WIDTH, 32);
  localparam int PART_BITS = (PARTS > 1) ? fixed_number_pkg::address_width(PARTS) : 0;
  localparam int OWN_BITS = PART_BITS + ROW_BITS;

  localparam bit BAD_SHAPE = WIDTH < 1 || ROWS < 1;
  localparam bit BAD_REGISTERED = REGISTERED != 0 && REGISTERED != 1;
  localparam bit BAD_ADDRESS = RELOAD_ADDRESS_WIDTH < OWN_BITS || RELOAD_ADDRESS_WIDTH > 30 || RELOAD_BASE < 0 ||
                               RELOAD_BASE % 2 ** OWN_BITS != 0 || RELOAD_BASE >= 2 ** RELOAD_ADDRESS_WIDTH;
  localparam bit BAD_DERIVED = ROW_BITS != fixed_number_pkg::address_width(ROWS);
`ifndef __ICARUS__
  if (BAD_SHAPE) begin : gen_bad_shape
    $error("reloadable_source: WIDTH and ROWS are at least 1");
  end
  if (BAD_REGISTERED) begin : gen_bad_registered
    $error("reloadable_source: REGISTERED is 0 or 1");
  end
  if (BAD_ADDRESS) begin : gen_bad_address
    $error("reloadable_source: RELOAD_BASE is a multiple of the addresses that this memory takes, and below 2^RELOAD_ADDRESS_WIDTH");
  end
  if (BAD_DERIVED) begin : gen_bad_derived
    $error("reloadable_source: ROW_BITS is derived and cannot be set");
  end
`else
  initial if (BAD_SHAPE || BAD_REGISTERED || BAD_ADDRESS || BAD_DERIVED) $fatal(1, "reloadable_source: parameter out of range");
`endif

  logic [WIDTH-1:0] memory[0:ROWS-1];

  // The bus: whose address it is, which row and which part of it.
  logic [RELOAD_ADDRESS_WIDTH-1:0] offset;
  logic [ROW_BITS-1:0] row;
  logic hit;
  assign offset = reload_address ^ RELOAD_ADDRESS_WIDTH'(RELOAD_BASE);
  assign row = offset[ROW_BITS-1:0];
  assign hit = reload_valid && (offset >> OWN_BITS) == '0 &&
               (PARTS == 2 ** PART_BITS || (offset >> ROW_BITS) <= RELOAD_ADDRESS_WIDTH'(PARTS - 1)) &&
               (ROWS == 2 ** ROW_BITS || row <= ROW_BITS'(ROWS - 1));

  for (genvar p = 0; p < PARTS; p = p + 1) begin : gen_part
    localparam int PART_WIDTH = (p == PARTS - 1) ? WIDTH - 32 * p : 32;
    logic write;
    if (PARTS == 1) begin : gen_all
      assign write = hit;
    end else begin : gen_one
      assign write = hit && offset[OWN_BITS-1:ROW_BITS] == PART_BITS'(p);
    end
    always_ff @(posedge clk) if (write) memory[row][p*32+:PART_WIDTH] <= reload_data[PART_WIDTH-1:0];
  end
  if (WIDTH < 32) begin : gen_narrow
    logic unused_data;
    assign unused_data = ^reload_data[31:WIDTH];
  end

  if (REGISTERED != 0) begin : gen_registered
    always_ff @(posedge clk) if (enable && !hit) data <= memory[address];
  end else begin : gen_combinational
    logic unused_enable;
    assign unused_enable = enable;
    assign data = memory[address];
  end

  if (INITIAL != "") begin : gen_initial
    initial begin
      $readmemh(INITIAL, memory);
`ifndef SYNTHESIS
`ifndef FORMAL
      // Without its file the memory would stay empty: stop instead.
      if ((^memory[0]) === 1'bx || (^memory[ROWS-1]) === 1'bx) begin
        $fatal(1, "reloadable_source: the file INITIAL is missing or too short");
      end
`endif
`endif
    end
  end

endmodule
