// Adds a constant per feature: data_out[f] = data_in[f] + f + 1, one bit wider, so exact.
// Latency: 1 cycle, interval 1 beat a cycle. Stall: holds its one beat.
// FAULT selects what a test wants broken; 0 is the good module. 1: a lane is wrong for code 77; 2: hangs after 21 beats;
// 3: drops valid; 4: changes a waiting payload; 5: overwrites a waiting beat; 6: a counter without reset;
// 7: valid waits for ready.
module chain_add #(
    parameter FEATURES    = 6,
    parameter PARALLELISM = 4,
    parameter FAULT       = 0
) (
    input                              clk,
    input                              rst,
    input      [    PARALLELISM*8-1:0] data_in_0,
    input                              data_in_0_valid,
    output                             data_in_0_ready,
    output     [    PARALLELISM*9-1:0] data_out_0,
    output                             data_out_0_valid,
    input                              data_out_0_ready
);
  localparam BEATS = (FEATURES + PARALLELISM - 1) / PARALLELISM;

  reg [PARALLELISM*9-1:0] data_q;
  reg                     valid_q;
  reg [              7:0] beat_q;    // which beat of the vector comes next
  reg [             15:0] count_q;   // beats taken since reset, serves the faults only
  reg [              1:0] waited_q; // cycles the beat has waited, serves fault 3
  wire                    stuck = FAULT == 2 && count_q == 16'd21;
  wire                    enable;

  assign enable           = (!valid_q || data_out_0_ready || (FAULT == 5 && count_q == 16'd21)) && !stuck;
  assign data_in_0_ready  = enable;
  assign data_out_0       = data_q ^ {PARALLELISM * 9{FAULT == 4 && valid_q && data_out_0_ready}};
  assign data_out_0_valid = valid_q && !stuck && !(FAULT == 3 && waited_q == 2'd2 && !data_out_0_ready) &&
                            !(FAULT == 7 && !data_out_0_ready);

  always @(posedge clk) waited_q <= (rst || data_out_0_ready || !valid_q) ? 2'd0 : waited_q + 2'd1;

  genvar lane;
  generate
    for (lane = 0; lane < PARALLELISM; lane = lane + 1) begin : gen_lane
      wire signed [7:0] element = data_in_0[lane*8+:8];
      wire        [8:0] offset = beat_q * PARALLELISM + lane + 1;
      wire signed [8:0] sum = {element[7], element} + $signed(offset);
      // Fault 1: one lane rounds off a code that few vectors carry.
      wire              wrong = FAULT == 1 && lane == 1 && element == 8'sd77;
      always @(posedge clk) if (enable && data_in_0_valid) data_q[lane*9+:9] <= sum ^ {8'b0, wrong};
    end
  endgenerate

  always @(posedge clk) begin
    if (rst) begin
      valid_q <= 1'b0;
      if (FAULT != 6) beat_q <= 8'd0;
      count_q <= 16'd0;
    end else begin
      if (enable) valid_q <= data_in_0_valid;
      if (enable && data_in_0_valid) begin
        beat_q  <= beat_q == BEATS - 1 ? 8'd0 : beat_q + 8'd1;
        count_q <= count_q + 16'd1;
      end
    end
  end
endmodule
