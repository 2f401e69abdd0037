// The control registers of a design behind AXI4-Lite: what it is, whether it runs, what it did.
// Shapes:  32-bit registers at the addresses below; the first CONSTANTS words are the input constants, as they come.
// Cycles:  those of axi_lite_slave. A register moves in the cycle after its event; enable and soft_reset follow a write to CONTROL
//          by one cycle, soft_reset for one cycle.
// Errors:  an address without a register, and a write to a register that cannot be written, answer SLVERR: a read gives 0, a
//          write changes nothing.
// Reload:  with RELOAD_ADDRESS_WIDTH above 0 a write of RELOAD_DATA writes that word to the design's reload bus, at RELOAD_ADDRESS,
//          which then counts up, as RELOAD_COUNT does. While enable is high or a vector is in flight such a write answers SLVERR and
//          changes nothing, so that weights never change under a vector. Both registers take whole words only: other strobes answer
//          SLVERR. RELOAD_DATA reads as 0.
// Counters wrap; a clear wins over an event of the same cycle. soft_reset clears in_flight, not the counters.
// Not guaranteed: in_flight beyond 65535 vectors, or where one is given that was never begun.
module axi_lite_control #(
    parameter int CONSTANTS = 12,        // constant registers, 1 to 16
    parameter int ENABLED_AT_RESET = 1,  // 0 or 1: enable after a reset
    parameter int RELOAD_ADDRESS_WIDTH = 0,  // bits of an address of the reload bus, at most 30; 0: there is none, nor its registers
    // Derived; leave alone.
    parameter int ADDRESS_WIDTH = 12,
    parameter int RELOAD_WIDTH = (RELOAD_ADDRESS_WIDTH > 0) ? RELOAD_ADDRESS_WIDTH : 1
) (
    input  logic                     clk,
    input  logic                     rst,
    input  logic [ADDRESS_WIDTH-1:0] s_axi_awaddr,
    input  logic                     s_axi_awvalid,
    output logic                     s_axi_awready,
    input  logic [31:0]              s_axi_wdata,
    input  logic [3:0]               s_axi_wstrb,
    input  logic                     s_axi_wvalid,
    output logic                     s_axi_wready,
    output logic [1:0]               s_axi_bresp,
    output logic                     s_axi_bvalid,
    input  logic                     s_axi_bready,
    input  logic [ADDRESS_WIDTH-1:0] s_axi_araddr,
    input  logic                     s_axi_arvalid,
    output logic                     s_axi_arready,
    output logic [31:0]              s_axi_rdata,
    output logic [1:0]               s_axi_rresp,
    output logic                     s_axi_rvalid,
    input  logic                     s_axi_rready,
    input  logic [CONSTANTS*32-1:0]  constants,       // word i at [i*32 +: 32]; does not change
    output logic                     enable,          // vectors may begin
    output logic                     soft_reset,      // the design is to forget everything
    input  logic                     vector_begun,    // in this cycle: the first beat of a vector is taken
    input  logic                     vector_taken,    // its last beat is taken
    input  logic                     vector_given,    // the last beat of a result is taken
    input  logic                     output_stalled,  // a beat of a result is offered and not taken
    input  logic                     framing_error,
    output logic                     reload_valid,    // in this cycle: reload_data goes to reload_address
    output logic [RELOAD_WIDTH-1:0]  reload_address,
    output logic [31:0]              reload_data
);

  localparam bit BAD_CONSTANTS = CONSTANTS < 1 || CONSTANTS > 16;
  localparam bit BAD_ENABLED = ENABLED_AT_RESET != 0 && ENABLED_AT_RESET != 1;
  localparam bit BAD_RELOAD = RELOAD_ADDRESS_WIDTH < 0 || RELOAD_ADDRESS_WIDTH > 30 ||
                              RELOAD_WIDTH != ((RELOAD_ADDRESS_WIDTH > 0) ? RELOAD_ADDRESS_WIDTH : 1);
`ifndef __ICARUS__
  if (BAD_CONSTANTS || BAD_ENABLED) begin : gen_bad
    $error("axi_lite_control: CONSTANTS is 1 to 16, ENABLED_AT_RESET 0 or 1");
  end
  if (BAD_RELOAD) begin : gen_bad_reload
    $error("axi_lite_control: RELOAD_ADDRESS_WIDTH is 0 to 30, RELOAD_WIDTH is derived");
  end
`else
  initial if (BAD_CONSTANTS || BAD_ENABLED || BAD_RELOAD) $fatal(1, "axi_lite_control: parameter out of range");
`endif

  // The map as people and programs read it is written by gen/handoff/register_map.cpp. From 12'h100 on there are those of weights.
  localparam logic [11:0] CONTROL = 12'h040;
  localparam logic [11:0] STATUS = 12'h044;
  localparam logic [11:0] IN_FLIGHT = 12'h048;
  localparam logic [11:0] SCRATCH = 12'h04c;
  localparam logic [11:0] VECTORS_IN = 12'h050;
  localparam logic [11:0] VECTORS_OUT = 12'h054;
  localparam logic [11:0] CYCLES_BUSY = 12'h058;
  localparam logic [11:0] CYCLES_STALLED = 12'h05c;
  localparam logic [11:0] RELOAD_ADDRESS = 12'h100;
  localparam logic [11:0] RELOAD_DATA = 12'h104;
  localparam logic [11:0] RELOAD_COUNT = 12'h108;
  // Bits of CONTROL. The second and the third read as 0.
  localparam int ENABLE_BIT = 0;
  localparam int CLEAR_BIT = 1;
  localparam int RESET_BIT = 2;

  logic write, write_error, read_error;
  logic [ADDRESS_WIDTH-1:0] write_address, read_address;
  logic [31:0] write_data, read_data;
  logic [3:0] write_strobe;

  axi_lite_slave #(
      .ADDRESS_WIDTH (ADDRESS_WIDTH)
  ) slave (
      .clk           (clk),
      .rst           (rst),
      .s_axi_awaddr  (s_axi_awaddr),
      .s_axi_awvalid (s_axi_awvalid),
      .s_axi_awready (s_axi_awready),
      .s_axi_wdata   (s_axi_wdata),
      .s_axi_wstrb   (s_axi_wstrb),
      .s_axi_wvalid  (s_axi_wvalid),
      .s_axi_wready  (s_axi_wready),
      .s_axi_bresp   (s_axi_bresp),
      .s_axi_bvalid  (s_axi_bvalid),
      .s_axi_bready  (s_axi_bready),
      .s_axi_araddr  (s_axi_araddr),
      .s_axi_arvalid (s_axi_arvalid),
      .s_axi_arready (s_axi_arready),
      .s_axi_rdata   (s_axi_rdata),
      .s_axi_rresp   (s_axi_rresp),
      .s_axi_rvalid  (s_axi_rvalid),
      .s_axi_rready  (s_axi_rready),
      .write         (write),
      .write_address (write_address),
      .write_data    (write_data),
      .write_strobe  (write_strobe),
      .write_error   (write_error),
      .read_address  (read_address),
      .read_data     (read_data),
      .read_error    (read_error)
  );

  // What the reload registers answer.
  logic reload_write_taken, reload_read_known;
  logic [31:0] reload_read_data;

  // What software writes.
  logic enable_q, soft_reset_q, write_control, clear;
  logic [31:0] scratch_q;
  assign write_error = write_address != CONTROL && write_address != SCRATCH && !reload_write_taken;
  assign write_control = write && write_address == CONTROL && write_strobe[0];
  assign clear = write_control && write_data[CLEAR_BIT];
  assign enable = enable_q;
  assign soft_reset = soft_reset_q;

  always_ff @(posedge clk) begin
    if (rst) enable_q <= ENABLED_AT_RESET != 0;
    else if (write_control) enable_q <= write_data[ENABLE_BIT];
  end

  always_ff @(posedge clk) begin
    if (rst) soft_reset_q <= 1'b0;
    else soft_reset_q <= write_control && write_data[RESET_BIT];
  end

  for (genvar i = 0; i < 4; i++) begin : gen_byte
    always_ff @(posedge clk) begin
      if (rst) scratch_q[i*8+:8] <= '0;
      else if (write && write_address == SCRATCH && write_strobe[i]) scratch_q[i*8+:8] <= write_data[i*8+:8];
    end
  end

  // What the design does.
  logic [15:0] in_flight_q;  // vectors begun and not yet given
  logic [31:0] vectors_in_q, vectors_out_q, cycles_busy_q, cycles_stalled_q;
  logic busy;
  assign busy = in_flight_q != '0;

  always_ff @(posedge clk) begin
    if (rst || soft_reset_q) in_flight_q <= '0;
    else in_flight_q <= in_flight_q + 16'(vector_begun) - 16'(vector_given);
  end

  always_ff @(posedge clk) begin
    if (rst || clear) begin
      vectors_in_q <= '0;
      vectors_out_q <= '0;
      cycles_busy_q <= '0;
      cycles_stalled_q <= '0;
    end else begin
      vectors_in_q <= vectors_in_q + 32'(vector_taken);
      vectors_out_q <= vectors_out_q + 32'(vector_given);
      cycles_busy_q <= cycles_busy_q + 32'(busy || vector_begun);
      cycles_stalled_q <= cycles_stalled_q + 32'(output_stalled);
    end
  end

  // Other weights, a word at a time, while nothing computes with them.
  if (RELOAD_ADDRESS_WIDTH == 0) begin : gen_no_reload
    assign reload_write_taken = 1'b0;
    assign reload_read_known = 1'b0;
    assign reload_read_data = '0;
    assign reload_valid = 1'b0;
    assign reload_address = '0;
    assign reload_data = '0;
  end else begin : gen_reload
    logic [RELOAD_WIDTH-1:0] address_q;
    logic [31:0] count_q;
    logic whole, idle, write_place, write_word;
    assign whole = write_strobe == 4'b1111;
    assign idle = !enable_q && !busy && !vector_begun;
    assign write_place = write_address == RELOAD_ADDRESS && whole;
    assign write_word = write_address == RELOAD_DATA && whole && idle;
    assign reload_write_taken = write_place || write_word;
    assign reload_valid = write && write_word;
    assign reload_address = address_q;
    assign reload_data = write_data;

    always_ff @(posedge clk) begin
      if (rst) address_q <= '0;
      else if (write && write_place) address_q <= write_data[RELOAD_WIDTH-1:0];
      else if (reload_valid) address_q <= address_q + RELOAD_WIDTH'(1);
    end
    always_ff @(posedge clk) begin
      if (rst || clear) count_q <= '0;
      else if (reload_valid) count_q <= count_q + 32'd1;
    end

    assign reload_read_known = read_address == RELOAD_ADDRESS || read_address == RELOAD_DATA || read_address == RELOAD_COUNT;
    assign reload_read_data = (read_address == RELOAD_ADDRESS) ? 32'(address_q) : (read_address == RELOAD_COUNT) ? count_q : '0;
  end

  always_comb begin
    read_error = 1'b0;
    read_data = '0;
    if (read_address == CONTROL) read_data = {31'd0, enable_q};
    else if (read_address == STATUS) read_data = {30'd0, framing_error, busy};
    else if (read_address == IN_FLIGHT) read_data = 32'(in_flight_q);
    else if (read_address == SCRATCH) read_data = scratch_q;
    else if (read_address == VECTORS_IN) read_data = vectors_in_q;
    else if (read_address == VECTORS_OUT) read_data = vectors_out_q;
    else if (read_address == CYCLES_BUSY) read_data = cycles_busy_q;
    else if (read_address == CYCLES_STALLED) read_data = cycles_stalled_q;
    else if (reload_read_known) read_data = reload_read_data;
    else read_error = read_address >= ADDRESS_WIDTH'(CONSTANTS * 4);
    for (int i = 0; i < CONSTANTS; i++) begin
      if (read_address == ADDRESS_WIDTH'(i * 4)) read_data = constants[i*32+:32];
    end
  end

endmodule
