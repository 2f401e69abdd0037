// What an AXI4-Lite slave with one write and one read under way has to do, whatever lies behind it; says when a write and a read
// happen, so that a wrapper can follow the registers.
//   one response per transaction, none without its address (and data); valid and payload of a response hold until it is taken
//   a write happens exactly once, in the first cycle in which both of its halves are there, and is answered in the next
//   ready and valid are functions of registers
// Assumed of the master: its valids and their payloads hold until they are taken.
module axi_lite_rules #(
    parameter int ADDRESS_WIDTH = 12
) (
    input  logic                     clk,
    input  logic                     rst,
    input  logic [ADDRESS_WIDTH-1:0] awaddr,
    input  logic                     awvalid,
    input  logic                     awready,
    input  logic [31:0]              wdata,
    input  logic [3:0]               wstrb,
    input  logic                     wvalid,
    input  logic                     wready,
    input  logic [1:0]               bresp,
    input  logic                     bvalid,
    input  logic                     bready,
    input  logic [ADDRESS_WIDTH-1:0] araddr,
    input  logic                     arvalid,
    input  logic                     arready,
    input  logic [31:0]              rdata,
    input  logic [1:0]               rresp,
    input  logic                     rvalid,
    input  logic                     rready,
    output logic                     started,
    output logic                     live,
    output logic                     write,          // in this cycle the write below happens
    output logic                     written,        // its response is due
    output logic [ADDRESS_WIDTH-1:0] write_address,  // of the word
    output logic [31:0]              write_data,
    output logic [3:0]               write_strobe,
    output logic                     read,           // in this cycle the word at read_address is read
    output logic                     was_read,       // its response is due
    output logic [ADDRESS_WIDTH-1:0] read_address
);

  logic again;
  formal_reset reset (.clk(clk), .rst(rst), .started(started), .live(live), .again(again));
  stream_rules #(.WIDTH(ADDRESS_WIDTH), .ASSUME(1)) rules_aw (
      .clk(clk), .live(live), .data(awaddr), .valid(awvalid), .ready(awready));
  stream_rules #(.WIDTH(36), .ASSUME(1)) rules_w (
      .clk(clk), .live(live), .data({wstrb, wdata}), .valid(wvalid), .ready(wready));
  stream_rules #(.WIDTH(ADDRESS_WIDTH), .ASSUME(1)) rules_ar (
      .clk(clk), .live(live), .data(araddr), .valid(arvalid), .ready(arready));
  stream_rules #(.WIDTH(2)) rules_b (.clk(clk), .live(live), .data(bresp), .valid(bvalid), .ready(bready));
  stream_rules #(.WIDTH(34)) rules_r (.clk(clk), .live(live), .data({rresp, rdata}), .valid(rvalid), .ready(rready));

  // Taken and not yet answered: the two halves of a write, a read. Done: the response is due.
  logic aw_q, w_q, written_q, ar_q, was_read_q, data_first_q;
  logic [ADDRESS_WIDTH-1:0] write_address_q, read_address_q;
  logic [35:0] write_data_q;
  always_ff @(posedge clk) begin
    if (rst || (bvalid && bready)) {aw_q, w_q, written_q} <= 3'b000;
    else begin
      if (awvalid && awready) aw_q <= 1'b1;
      if (wvalid && wready) w_q <= 1'b1;
      if (aw_q && w_q) written_q <= 1'b1;
    end
    if (rst || (rvalid && rready)) {ar_q, was_read_q} <= 2'b00;
    else begin
      if (arvalid && arready) ar_q <= 1'b1;
      if (ar_q) was_read_q <= 1'b1;
    end
    if (awvalid && awready) write_address_q <= {awaddr[ADDRESS_WIDTH-1:2], 2'b00};
    if (awvalid && awready) data_first_q <= w_q;
    if (wvalid && wready) write_data_q <= {wstrb, wdata};
    if (arvalid && arready) read_address_q <= {araddr[ADDRESS_WIDTH-1:2], 2'b00};
  end
  assign write = aw_q && w_q && !written_q;
  assign written = written_q;
  assign write_address = write_address_q;
  assign {write_strobe, write_data} = write_data_q;
  assign read = ar_q && !was_read_q;
  assign was_read = was_read_q;
  assign read_address = read_address_q;

  always_comb begin
    if (started) begin
      assert (bvalid == written_q);
      assert (rvalid == was_read_q);
      assert (awready == !aw_q);
      assert (wready == !w_q);
      assert (arready == !ar_q);
      if (written_q) assert (aw_q && w_q);
      if (was_read_q) assert (ar_q);
    end
  end

  always_comb begin
    cover (live && again && bvalid && bready && data_first_q);
    cover (live && again && bvalid && bready && !data_first_q);
    cover (live && again && rvalid && rready);
    cover (live && write && read);
    cover (started && rst && written_q && was_read_q);
  end

endmodule
