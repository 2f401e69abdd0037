// Proof of reloadable_source: any one bit of any one row holds what was last written to it through the bus, whatever is written to
// other rows, other parts and addresses that are none; a read gives the row that was asked for; data holds while it is not enabled
// and while this memory is written, and only then.
module reloadable_source_formal #(
    parameter int WIDTH = 40,      // bits
    parameter int ROWS = 3,        // up to 4
    parameter int REGISTERED = 1,
    parameter int BASE_STEPS = 1,  // the base is so many times the addresses that the memory takes; below 4
    parameter int ROW_BITS = (ROWS > 2) ? 2 : 1
) (
    input logic                clk,
    input logic                enable,
    input logic [ROW_BITS-1:0] address,
    input logic                reload_valid,
    input logic [ROW_BITS+3:0] reload_address,
    input logic [31:0]         reload_data
);

  localparam int PARTS = (WIDTH + 31) / 32;  // up to 4
  localparam int SPAN = 2 ** ROW_BITS * ((PARTS > 2) ? 4 : PARTS);
  localparam int BASE = BASE_STEPS * SPAN;

  logic [WIDTH-1:0] data;

  reloadable_source #(
      .WIDTH(WIDTH), .ROWS(ROWS), .REGISTERED(REGISTERED), .RELOAD_ADDRESS_WIDTH(ROW_BITS + 4), .RELOAD_BASE(BASE)) dut (
      .clk(clk), .enable(enable), .address(address), .data(data),
      .reload_valid(reload_valid), .reload_address(reload_address), .reload_data(reload_data));

  always_comb assume (address < ROWS);  // of a layer

  // Who is written, by division: row and part of an address.
  logic [31:0] place, row, part;
  logic hit;
  assign place = 32'(reload_address) - BASE;
  assign row = place % 2 ** ROW_BITS;
  assign part = place / 2 ** ROW_BITS;
  assign hit = reload_valid && 32'(reload_address) >= BASE && row < ROWS && part < PARTS;

  // The bit that is followed.
  (* anyconst *) logic [ROW_BITS-1:0] picked_row;
  (* anyconst *) logic [7:0] picked_bit;
  always_comb assume (picked_row < ROWS && picked_bit < WIDTH);

  logic known_q, bit_q, changed_q;
  logic written, picked;
  initial known_q = 1'b0;
  initial changed_q = 1'b0;
  assign picked = hit && row == 32'(picked_row) && part == 32'(picked_bit) / 32;
  assign written = reload_data[picked_bit%32];
  always_ff @(posedge clk) begin
    if (picked) begin
      known_q <= 1'b1;
      bit_q <= written;
      changed_q <= known_q && bit_q != written;
    end
  end

  // What is read.
  if (REGISTERED != 0) begin : gen_registered
    logic taken_q, expected_q, held_q;
    logic [WIDTH-1:0] data_q;
    initial taken_q = 1'b0;
    initial held_q = 1'b0;
    always_ff @(posedge clk) begin
      data_q <= data;
      held_q <= !enable || hit;
      taken_q <= enable && !hit && address == picked_row && known_q;
      expected_q <= bit_q;
    end
    always_comb begin
      if (held_q) assert (data == data_q);
      if (taken_q) assert (data[picked_bit] == expected_q);
      cover (taken_q && changed_q && expected_q);
      cover (held_q && hit && enable);
    end
  end else begin : gen_combinational
    always_comb begin
      if (known_q && address == picked_row) assert (data[picked_bit] == bit_q);
      cover (known_q && address == picked_row && changed_q && bit_q);
    end
  end

  // For the induction: what the memory holds.
  (* hierconn *) logic [WIDTH-1:0] \dut.memory[0] ;
  (* hierconn *) logic [WIDTH-1:0] \dut.memory[1] ;
  (* hierconn *) logic [WIDTH-1:0] \dut.memory[2] ;
  (* hierconn *) logic [WIDTH-1:0] \dut.memory[3] ;
  logic [WIDTH-1:0] word;
  assign word = (picked_row == 0) ? \dut.memory[0] : (picked_row == 1) ? \dut.memory[1] :
                (picked_row == 2) ? \dut.memory[2] : \dut.memory[3] ;
  always_comb if (known_q) assert (word[picked_bit] == bit_q);

endmodule
