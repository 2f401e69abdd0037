// Proof of axi_lite_control, axi_lite_slave inside: the rules of tests/formal/axi_lite_rules.sv; a register holds what was last
// written to it, byte by byte, and nothing else changes it; the counters count their events, all of them and no others; every
// read gives the register's value of the cycle in which it happens, every address without a register an error. The reload bus gets the
// words that are written to RELOAD_DATA, all of them and no others, at addresses that count up, and none while vectors may begin
// or are in flight.
module axi_lite_control_formal #(
    parameter int CONSTANTS = 3,
    parameter int ENABLED_AT_RESET = 1,
    parameter int RELOAD_ADDRESS_WIDTH = 0
) (
    input logic                    clk,
    input logic                    rst,
    input logic [11:0]             awaddr,
    input logic                    awvalid,
    input logic [31:0]             wdata,
    input logic [3:0]              wstrb,
    input logic                    wvalid,
    input logic                    bready,
    input logic [11:0]             araddr,
    input logic                    arvalid,
    input logic                    rready,
    input logic [CONSTANTS*32-1:0] constants,
    input logic                    vector_begun,
    input logic                    vector_taken,
    input logic                    vector_given,
    input logic                    output_stalled,
    input logic                    framing_error
);

  logic awready, wready, bvalid, arready, rvalid, enable, soft_reset, started, live, write, written, read, was_read;
  logic [1:0] bresp, rresp;
  logic [31:0] rdata, data;
  logic [3:0] strobe;
  logic [11:0] to, from;

  localparam int RELOAD_WIDTH = (RELOAD_ADDRESS_WIDTH > 0) ? RELOAD_ADDRESS_WIDTH : 1;
  logic reload_valid;
  logic [RELOAD_WIDTH-1:0] reload_address;
  logic [31:0] reload_data;

  axi_lite_control #(
      .CONSTANTS(CONSTANTS), .ENABLED_AT_RESET(ENABLED_AT_RESET), .RELOAD_ADDRESS_WIDTH(RELOAD_ADDRESS_WIDTH)) dut (
      .clk(clk), .rst(rst),
      .s_axi_awaddr(awaddr), .s_axi_awvalid(awvalid), .s_axi_awready(awready),
      .s_axi_wdata(wdata), .s_axi_wstrb(wstrb), .s_axi_wvalid(wvalid), .s_axi_wready(wready),
      .s_axi_bresp(bresp), .s_axi_bvalid(bvalid), .s_axi_bready(bready),
      .s_axi_araddr(araddr), .s_axi_arvalid(arvalid), .s_axi_arready(arready),
      .s_axi_rdata(rdata), .s_axi_rresp(rresp), .s_axi_rvalid(rvalid), .s_axi_rready(rready),
      .constants(constants), .enable(enable), .soft_reset(soft_reset), .vector_begun(vector_begun),
      .vector_taken(vector_taken), .vector_given(vector_given), .output_stalled(output_stalled),
      .framing_error(framing_error), .reload_valid(reload_valid), .reload_address(reload_address), .reload_data(reload_data));

  axi_lite_rules #(.ADDRESS_WIDTH(12)) rules (
      .clk(clk), .rst(rst), .awaddr(awaddr), .awvalid(awvalid), .awready(awready),
      .wdata(wdata), .wstrb(wstrb), .wvalid(wvalid), .wready(wready),
      .bresp(bresp), .bvalid(bvalid), .bready(bready), .araddr(araddr), .arvalid(arvalid), .arready(arready),
      .rdata(rdata), .rresp(rresp), .rvalid(rvalid), .rready(rready), .started(started), .live(live),
      .write(write), .written(written), .write_address(to), .write_data(data), .write_strobe(strobe),
      .read(read), .was_read(was_read), .read_address(from));

  // The registers as their descriptions have them.
  logic enable_q, soft_reset_q, wrong_write_q, control;
  logic [31:0] scratch_q, mask, in_q, out_q, busy_q, stalled_q;
  logic [15:0] in_flight_q;
  logic has_reload, place, word_taken;
  logic [RELOAD_WIDTH-1:0] place_q;
  logic [31:0] count_q;
  assign has_reload = RELOAD_ADDRESS_WIDTH > 0;
  assign place = has_reload && to == 12'h100 && strobe == 4'd15;
  assign word_taken = has_reload && to == 12'h104 && strobe == 4'd15 && !enable_q && in_flight_q == 16'd0 && !vector_begun;
  assign control = write && to == 12'h040 && strobe[0];
  assign mask = {{8{strobe[3]}}, {8{strobe[2]}}, {8{strobe[1]}}, {8{strobe[0]}}};
  always_ff @(posedge clk) begin
    if (write) wrong_write_q <= to != 12'h040 && to != 12'h04c && !place && !word_taken;
    if (write && place) place_q <= data[RELOAD_WIDTH-1:0];
    else if (write && word_taken) place_q <= place_q + 1'b1;
    if (write && word_taken) count_q <= count_q + 32'd1;
    soft_reset_q <= !rst && control && data[2];
    if (control) enable_q <= data[0];
    if (write && to == 12'h04c) scratch_q <= (scratch_q & ~mask) | (data & mask);
    in_flight_q <= in_flight_q + (vector_begun ? 16'd1 : 16'd0) - (vector_given ? 16'd1 : 16'd0);
    if (rst || soft_reset_q) in_flight_q <= 16'd0;
    if (vector_taken) in_q <= in_q + 32'd1;
    if (vector_given) out_q <= out_q + 32'd1;
    if (vector_begun || in_flight_q != 16'd0) busy_q <= busy_q + 32'd1;
    if (output_stalled) stalled_q <= stalled_q + 32'd1;
    if (rst || (control && data[1])) {in_q, out_q, busy_q, stalled_q} <= 128'd0;
    if (rst) place_q <= '0;
    if (rst || (control && data[1])) count_q <= 32'd0;
    if (rst) {enable_q, scratch_q} <= {ENABLED_AT_RESET == 1, 32'd0};
  end

  // What a read gives.
  logic [11:0] word;
  logic [31:0] value, value_q;
  logic missing, missing_q;
  assign word = from >> 2;
  always_comb begin
    missing = 1'b0;
    value = 32'd0;
    if (word < 12'(CONSTANTS)) value = constants[word*32+:32];
    else if (word == 12'd16) value = {31'd0, enable_q};
    else if (word == 12'd17) value = {30'd0, framing_error, in_flight_q != 16'd0};
    else if (word == 12'd18) value = {16'd0, in_flight_q};
    else if (word == 12'd19) value = scratch_q;
    else if (word == 12'd20) value = in_q;
    else if (word == 12'd21) value = out_q;
    else if (word == 12'd22) value = busy_q;
    else if (word == 12'd23) value = stalled_q;
    else if (has_reload && word == 12'd64) value = 32'(place_q);
    else if (has_reload && word == 12'd65) value = 32'd0;
    else if (has_reload && word == 12'd66) value = count_q;
    else missing = 1'b1;
  end
  always_ff @(posedge clk) if (read) {missing_q, value_q} <= {missing, value};

  // For the induction: what the registers of the cell hold.
  (* hierconn *) logic \dut.slave.aw_held_q ;
  (* hierconn *) logic \dut.slave.w_held_q ;
  (* hierconn *) logic \dut.slave.ar_held_q ;
  (* hierconn *) logic [9:0] \dut.slave.aw_word_q ;
  (* hierconn *) logic [9:0] \dut.slave.ar_word_q ;
  (* hierconn *) logic [31:0] \dut.slave.wdata_q ;
  (* hierconn *) logic [3:0] \dut.slave.wstrb_q ;
  (* hierconn *) logic [31:0] \dut.scratch_q ;
  (* hierconn *) logic [15:0] \dut.in_flight_q ;
  (* hierconn *) logic [31:0] \dut.vectors_in_q ;
  (* hierconn *) logic [31:0] \dut.vectors_out_q ;
  (* hierconn *) logic [31:0] \dut.cycles_busy_q ;
  (* hierconn *) logic [31:0] \dut.cycles_stalled_q ;

  (* hierconn *) logic [RELOAD_WIDTH-1:0] \dut.gen_reload.address_q ;
  (* hierconn *) logic [31:0] \dut.gen_reload.count_q ;
  if (RELOAD_ADDRESS_WIDTH > 0) begin : gen_reload
    always_comb if (started) assert (\dut.gen_reload.address_q == place_q && \dut.gen_reload.count_q == count_q);
  end

  always_comb begin
    if (started) begin
      assert (enable == enable_q);
      assert (soft_reset == soft_reset_q);
      assert (reload_valid == (write && word_taken));
      if (reload_valid) assert (reload_address == place_q && reload_data == data && !enable && in_flight_q == 16'd0);
      if (bvalid) assert (bresp == (wrong_write_q ? 2'b10 : 2'b00));
      if (rvalid) assert (rresp == (missing_q ? 2'b10 : 2'b00) && rdata == value_q);

      if (written) assert (!\dut.slave.aw_held_q && !\dut.slave.w_held_q );
      if (was_read) assert (!\dut.slave.ar_held_q );
      if (!awready && !written) assert ({\dut.slave.aw_word_q , 2'b00} == to);
      if (!wready && !written) assert (\dut.slave.wdata_q == data && \dut.slave.wstrb_q == strobe);
      if (read) assert ({\dut.slave.ar_word_q , 2'b00} == from);
      assert (\dut.scratch_q == scratch_q);
      assert (\dut.in_flight_q == in_flight_q);
      assert (\dut.vectors_in_q == in_q && \dut.vectors_out_q == out_q);
      assert (\dut.cycles_busy_q == busy_q && \dut.cycles_stalled_q == stalled_q);
    end
  end

  always_comb begin
    cover (live && soft_reset && in_flight_q == 16'd1);
    cover (live && rvalid && !missing_q && value_q == 32'd2 && word == 12'd22);
    cover (live && rvalid && missing_q);
    cover (live && bvalid && wrong_write_q);
    cover (!has_reload || (live && reload_valid && reload_address == 2));
  end

endmodule
