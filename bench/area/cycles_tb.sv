// Prints the latency of one vector alone (first beat taken to last beat given, both included) and the distance between the last
// beats of later vectors when nothing stalls. For Icarus; BEATS_IN and BEATS_OUT are those of a vector.
module cycles_tb #(
    parameter int BEATS_IN = 1,
    parameter int BEATS_OUT = 2,
    parameter int IN_BITS = 32,
    parameter int OUT_BITS = 32
);
  logic clk = 1'b0, rst = 1'b1, in_valid = 1'b0;
  logic [IN_BITS-1:0] in_data = '0;
  wire in_ready, out_valid;
  wire [OUT_BITS-1:0] out_data;
  integer cycle = 0, given = 0, taken = 0, first = 0, last = 0;
  always #1 clk = !clk;

  top dut (
      .clk(clk), .rst(rst),
      .data_in_0(in_data), .data_in_0_valid(in_valid), .data_in_0_ready(in_ready),
      .data_out_0(out_data), .data_out_0_valid(out_valid), .data_out_0_ready(1'b1)
  );

  // Looked at in the middle of the cycle, when everything has settled.
  always @(negedge clk) begin
    cycle <= cycle + 1;
    if (!rst && in_valid && in_ready) begin
      taken <= taken + 1;
      if (taken == 0) first <= cycle;
    end
    if (!rst && out_valid) begin
      given <= given + 1;
      if ((given + 1) % BEATS_OUT == 0) begin
        last <= cycle;
        if (given + 1 == BEATS_OUT) $display("latency %0d", cycle - first + 1);
        if (given + 1 == 8 * BEATS_OUT) begin
          $display("interval %0d", cycle - last);
          $finish;
        end
      end
    end
    if (cycle > 10000) $fatal(1, "the layer hangs");
  end

  // The second vector only enters when the first has left. (taken already counts the beat of this cycle.)
  always @(posedge clk) begin
    rst <= cycle < 3;
    in_valid <= cycle > 4 && (given >= BEATS_OUT || taken < BEATS_IN);
    in_data <= {IN_BITS{1'b1}} & {(IN_BITS / 8) {cycle[7:0]}};
  end
endmodule
