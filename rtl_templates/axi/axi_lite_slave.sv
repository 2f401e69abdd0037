// AXI4-Lite slave of 32-bit words: turns transactions into a write strobe and a read word for the registers behind it.
// Shapes:  a register is a word; the lowest two bits of an address are ignored. Address and data of a write come in any order.
// Cycles:  the write is done one cycle after the later of its address and data was taken, its response is valid one cycle later;
//          read data is valid two cycles after its address was taken. A transaction every three cycles; reads and writes do not
//          wait for each other.
// Stall:   one write and one read are under way at most: ready is low until the response has been taken. A response holds until
//          it is taken. Every output is a function of registers: no valid and no ready depends on an input of the same cycle.
// Order:   a read whose address is taken after a write's address and data sees that write.
// Reset:   a transaction under way is gone, without a response.
// Not guaranteed: s_axi_bresp, s_axi_rresp and s_axi_rdata while their valid is low.
module axi_lite_slave #(
    parameter int ADDRESS_WIDTH = 12  // bits of a byte address, 3 to 32
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
    output logic                     write,          // high for a cycle: the bytes of write_strobe are to be written
    output logic [ADDRESS_WIDTH-1:0] write_address,  // of the word: its lowest two bits are 0
    output logic [31:0]              write_data,
    output logic [3:0]               write_strobe,
    input  logic                     write_error,    // of write_address, in the same cycle: SLVERR
    output logic [ADDRESS_WIDTH-1:0] read_address,
    input  logic [31:0]              read_data,      // of read_address, in the same cycle
    input  logic                     read_error      // the same: SLVERR
);

`ifndef __ICARUS__
  if (ADDRESS_WIDTH < 3 || ADDRESS_WIDTH > 32) begin : gen_bad_width
    $error("axi_lite_slave: ADDRESS_WIDTH is 3 to 32");
  end
`else
  initial if (ADDRESS_WIDTH < 3 || ADDRESS_WIDTH > 32) $fatal(1, "axi_lite_slave: ADDRESS_WIDTH is 3 to 32");
`endif

  localparam logic [1:0] OKAY = 2'b00;
  localparam logic [1:0] SLVERR = 2'b10;

  logic unused_byte_address;
  assign unused_byte_address = ^{s_axi_awaddr[1:0], s_axi_araddr[1:0]};

  // A write: its two halves as they come, then its response.
  logic aw_held_q, w_held_q, bvalid_q;
  logic [ADDRESS_WIDTH-3:0] aw_word_q;
  logic [31:0] wdata_q;
  logic [3:0] wstrb_q;
  logic [1:0] bresp_q;

  assign s_axi_awready = !aw_held_q && !bvalid_q;
  assign s_axi_wready = !w_held_q && !bvalid_q;
  assign s_axi_bvalid = bvalid_q;
  assign s_axi_bresp = bresp_q;
  assign write = aw_held_q && w_held_q;
  assign write_address = {aw_word_q, 2'b00};
  assign write_data = wdata_q;
  assign write_strobe = wstrb_q;

  always_ff @(posedge clk) begin
    if (rst || write) aw_held_q <= 1'b0;
    else if (s_axi_awvalid && s_axi_awready) aw_held_q <= 1'b1;
  end
  always_ff @(posedge clk) if (s_axi_awready) aw_word_q <= s_axi_awaddr[ADDRESS_WIDTH-1:2];

  always_ff @(posedge clk) begin
    if (rst || write) w_held_q <= 1'b0;
    else if (s_axi_wvalid && s_axi_wready) w_held_q <= 1'b1;
  end
  always_ff @(posedge clk) if (s_axi_wready) {wstrb_q, wdata_q} <= {s_axi_wstrb, s_axi_wdata};

  always_ff @(posedge clk) begin
    if (rst) bvalid_q <= 1'b0;
    else if (write) bvalid_q <= 1'b1;
    else if (s_axi_bready) bvalid_q <= 1'b0;
  end
  always_ff @(posedge clk) if (write) bresp_q <= write_error ? SLVERR : OKAY;

  // A read: its address, then its data.
  logic ar_held_q, rvalid_q;
  logic [ADDRESS_WIDTH-3:0] ar_word_q;
  logic [31:0] rdata_q;
  logic [1:0] rresp_q;

  assign s_axi_arready = !ar_held_q && !rvalid_q;
  assign s_axi_rvalid = rvalid_q;
  assign s_axi_rdata = rdata_q;
  assign s_axi_rresp = rresp_q;
  assign read_address = {ar_word_q, 2'b00};

  always_ff @(posedge clk) begin
    if (rst || ar_held_q) ar_held_q <= 1'b0;
    else if (s_axi_arvalid && s_axi_arready) ar_held_q <= 1'b1;
  end
  always_ff @(posedge clk) if (s_axi_arready) ar_word_q <= s_axi_araddr[ADDRESS_WIDTH-1:2];

  always_ff @(posedge clk) begin
    if (rst) rvalid_q <= 1'b0;
    else if (ar_held_q) rvalid_q <= 1'b1;
    else if (s_axi_rready) rvalid_q <= 1'b0;
  end
  always_ff @(posedge clk) begin
    if (ar_held_q) begin
      rdata_q <= read_data;
      rresp_q <= read_error ? SLVERR : OKAY;
    end
  end

endmodule
