// Proof of axi_lite_slave: the rules of tests/formal/axi_lite_rules.sv; what the registers behind it are told is what the master
// sent, once, and what the master gets is what they said in that cycle.
module axi_lite_slave_formal #(
    parameter int ADDRESS_WIDTH = 4
) (
    input logic                     clk,
    input logic                     rst,
    input logic [ADDRESS_WIDTH-1:0] awaddr,
    input logic                     awvalid,
    input logic [31:0]              wdata,
    input logic [3:0]               wstrb,
    input logic                     wvalid,
    input logic                     bready,
    input logic [ADDRESS_WIDTH-1:0] araddr,
    input logic                     arvalid,
    input logic                     rready,
    input logic                     write_error,
    input logic [31:0]              read_data,
    input logic                     read_error
);

  logic awready, wready, bvalid, arready, rvalid, write, started, live, writes, written, reads, was_read;
  logic [1:0] bresp, rresp;
  logic [31:0] rdata, write_data, data;
  logic [3:0] write_strobe, strobe;
  logic [ADDRESS_WIDTH-1:0] write_address, read_address, to, from;

  axi_lite_slave #(.ADDRESS_WIDTH(ADDRESS_WIDTH)) dut (
      .clk(clk), .rst(rst),
      .s_axi_awaddr(awaddr), .s_axi_awvalid(awvalid), .s_axi_awready(awready),
      .s_axi_wdata(wdata), .s_axi_wstrb(wstrb), .s_axi_wvalid(wvalid), .s_axi_wready(wready),
      .s_axi_bresp(bresp), .s_axi_bvalid(bvalid), .s_axi_bready(bready),
      .s_axi_araddr(araddr), .s_axi_arvalid(arvalid), .s_axi_arready(arready),
      .s_axi_rdata(rdata), .s_axi_rresp(rresp), .s_axi_rvalid(rvalid), .s_axi_rready(rready),
      .write(write), .write_address(write_address), .write_data(write_data), .write_strobe(write_strobe),
      .write_error(write_error), .read_address(read_address), .read_data(read_data), .read_error(read_error));

  axi_lite_rules #(.ADDRESS_WIDTH(ADDRESS_WIDTH)) rules (
      .clk(clk), .rst(rst), .awaddr(awaddr), .awvalid(awvalid), .awready(awready),
      .wdata(wdata), .wstrb(wstrb), .wvalid(wvalid), .wready(wready),
      .bresp(bresp), .bvalid(bvalid), .bready(bready), .araddr(araddr), .arvalid(arvalid), .arready(arready),
      .rdata(rdata), .rresp(rresp), .rvalid(rvalid), .rready(rready), .started(started), .live(live),
      .write(writes), .written(written), .write_address(to), .write_data(data), .write_strobe(strobe),
      .read(reads), .was_read(was_read), .read_address(from));

  logic write_error_q, read_error_q;
  logic [31:0] read_data_q;
  always_ff @(posedge clk) begin
    if (writes) write_error_q <= write_error;
    if (reads) {read_error_q, read_data_q} <= {read_error, read_data};
  end

  // For the induction: a half that has been answered is not held.
  (* hierconn *) logic \dut.aw_held_q ;
  (* hierconn *) logic \dut.w_held_q ;
  (* hierconn *) logic \dut.ar_held_q ;

  always_comb begin
    if (started) begin
      assert (write == writes);
      if (!awready && !written) assert (write_address == to);
      if (!wready && !written) assert (write_data == data && write_strobe == strobe);
      if (reads) assert (read_address == from);
      if (bvalid) assert (bresp == (write_error_q ? 2'b10 : 2'b00));
      if (rvalid) assert (rresp == (read_error_q ? 2'b10 : 2'b00) && rdata == read_data_q);
      if (written) assert (!\dut.aw_held_q && !\dut.w_held_q );
      if (was_read) assert (!\dut.ar_held_q );
    end
  end

endmodule
