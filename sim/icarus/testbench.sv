// The plain SystemVerilog testbench of the Icarus engine: any design with one input and one output stream, told by macros.
// Four-state: padded input lanes and idle payloads are driven X; an X on valid or ready, of the ports
// and of every stream inside, or on a lane that carries data is a fault.
// WATCH_VECTOR: the module rtl4ml_watch (sim/icarus_watch.cpp) listens inside, and the run ends with that vector.
// Files: data_in.hex and expected.hex (a beat a line), mask.hex (full beat, last beat), in_mask.hex (the same for the
// input), valid.hex and ready.hex (the stall pattern, a bit a line, used in a circle), resets.hex (pairs: the vector after
// which a reset is due, and the cycles to wait then), control_checks.svh (looks at the streams inside).
// RELOAD_VALID: the design has a reload bus (ports RELOAD_VALID, RELOAD_ADDRESS, RELOAD_DATA). Then reloads.hex has pairs, the vector before
// which weights are reloaded and how many words that takes, and reload.hex all those words, address and data.
// Result: lines on result.txt that sim/icarus_run.cpp reads.
`timescale 1ps / 1ps
module rtl4ml_testbench;
  localparam VECTORS = `VECTORS;
  localparam STORED = `STORED;  // vectors in the files, fed again and again
  localparam IN_BEATS = `IN_BEATS;
  localparam OUT_BEATS = `OUT_BEATS;
  localparam IN_BITS = `IN_BITS;
  localparam OUT_BITS = `OUT_BITS;
  localparam PATTERN = `PATTERN;
  localparam RESETS = `RESETS;

  reg [IN_BITS-1:0] data_in[0:STORED*IN_BEATS-1];
  reg [OUT_BITS-1:0] expected[0:STORED*OUT_BEATS-1];
  reg [OUT_BITS-1:0] mask[0:1];
  reg [IN_BITS-1:0] in_mask[0:1];
  reg valid_pattern[0:PATTERN-1];
  reg ready_pattern[0:PATTERN-1];
  reg [63:0] resets[0:2*RESETS+1];

  reg clk = 1'b0;
  reg rst = 1'b1;
  reg [IN_BITS-1:0] in_data = {IN_BITS{1'bx}};
  reg in_valid = 1'b0;
  wire in_ready;
  wire [OUT_BITS-1:0] out_data;
  wire out_valid;
  reg out_ready = 1'b0;
`ifdef RELOAD_VALID
  localparam RELOADS = `RELOADS;
  reg [63:0] reloads[0:2*RELOADS+1];
  reg [63:0] reload_words[0:`RELOAD_WORDS];
  reg reload_valid = 1'b0;
  reg [`RELOAD_BITS-1:0] reload_address = {`RELOAD_BITS{1'bx}};
  reg [31:0] reload_data = 32'bx;
  integer next_reload = 0;
  integer reload_left = -1;  // words of the reload that is under way; -1: none is
  integer reload_word = 0;
`endif

  `TOP `TOP (
      .`CLK(clk),
      .`RST(rst),
      .`IN_DATA(in_data),
      .`IN_VALID(in_valid),
      .`IN_READY(in_ready),
      .`OUT_DATA(out_data),
      .`OUT_VALID(out_valid),
      .`OUT_READY(out_ready)
`ifdef RELOAD_VALID
      , .`RELOAD_VALID(reload_valid),
      .`RELOAD_ADDRESS(reload_address),
      .`RELOAD_DATA(reload_data)
`endif
  );

  integer result;
  integer in_position = 0;   // beats taken
  integer out_position = 0;  // beats given
  integer limit = IN_BEATS;  // beats that may be offered: the first vector goes alone
  integer cycle = 0;
  integer reset_left = 4;
  integer next_reset = 0;
  integer strike_in = -1;
  integer resets_done = 0;
  integer first_cycle = -1;
  integer latency = 0;
  integer quiet = 0;
  integer last_beat = 0;
  integer drain_left = `DRAIN;
  integer window = 0;
  integer window_start = 0;
  integer window_end = 0;
  integer longest = 0;
  integer longest_cycles = 0;
  integer i;
  reg taken;
  reg given;
  reg waiting = 1'b0;
  reg tracing = 1'b0;
  reg finished = 1'b0;
  reg reloading = 1'b0;
  reg [OUT_BITS-1:0] held;
  reg [OUT_BITS-1:0] lanes;
  reg [IN_BITS-1:0] in_lanes;
  wire first = out_position < OUT_BEATS && resets_done == 0;
  wire empty = out_position == VECTORS * OUT_BEATS;
  wire free = first || empty;

  // The next beat, X where its lanes carry nothing.
  task offer;
    begin
      in_lanes = in_mask[(in_position % IN_BEATS) == IN_BEATS - 1];
      in_data  = data_in[in_position % (STORED * IN_BEATS)];
      for (i = 0; i < IN_BITS; i = i + 1) if (!in_lanes[i]) in_data[i] = 1'bx;
      in_valid = 1'b1;
    end
  endtask

  task rest;
    begin
      in_data  = {IN_BITS{1'bx}};
      in_valid = 1'b0;
    end
  endtask

  // Vectors that may be offered before weights are reloaded.
  task set_limit;
    begin
      limit = VECTORS * IN_BEATS;
`ifdef RELOAD_VALID
      if (next_reload < RELOADS) limit = reloads[2*next_reload] * IN_BEATS;
`endif
    end
  endtask

  // Between two vectors, when those before are out: a word of the reload that is due, every fourth cycle none. Address and data are X
  // where there is none.
  task reload;
    begin
`ifdef RELOAD_VALID
      reload_valid = 1'b0;
      reload_address = {`RELOAD_BITS{1'bx}};
      reload_data = 32'bx;
      reloading = latency != 0 && next_reload < RELOADS && out_position == limit / IN_BEATS * OUT_BEATS;
      if (reloading) begin
        window = 0;
        quiet = 0;
        if (reload_left < 0) reload_left = reloads[2*next_reload+1];
        if (reload_left == 0) begin
          reload_left = -1;
          next_reload = next_reload + 1;
          set_limit;
        end else if (cycle % 4 != 0) begin
          reload_valid = 1'b1;
          {reload_address, reload_data} = reload_words[reload_word];
          reload_word = reload_word + 1;
          reload_left = reload_left - 1;
        end
      end
`endif
    end
  endtask

  task drive;
    begin
      if (reset_left > 0) begin
        rst = 1'b1;
        if (in_position < VECTORS * IN_BEATS && resets_done > 0) offer;
        out_ready = 1'b0;
      end else begin
        reload;
        if (rst) begin
          rst = 1'b0;
          in_position = (out_position / OUT_BEATS) * IN_BEATS;
          waiting = 1'b0;
          taken = 1'b0;
          rest;
        end
        if (!in_valid || taken) begin
          if (in_position < limit && (free || valid_pattern[cycle%PATTERN])) offer;
          else rest;
        end
        out_ready = free || ready_pattern[cycle%PATTERN];
      end
    end
  endtask

  task complain_x(input [8*200-1:0] what);
    $fdisplay(result, "protocol %0d %0s is X", cycle, what);
  endtask

  task check_beat;
    begin
      if (empty) $fdisplay(result, "protocol %0d data_out gave a beat more than the vectors fed have", cycle);
      else begin
        if (in_position <= (out_position / OUT_BEATS) * IN_BEATS)
          $fdisplay(result, "protocol %0d data_out gave a beat of a vector that was not fed yet", cycle);
        if (^(out_data & lanes) === 1'bx) $fdisplay(result, "protocol %0d data_out is X in a lane that carries data", cycle);
        if ((out_data & lanes) !== (expected[out_position % (STORED * OUT_BEATS)] & lanes))
          $fdisplay(result, "mismatch %0d %0d %0d %h", out_position / OUT_BEATS, out_position % OUT_BEATS, cycle, out_data);
        out_position = out_position + 1;
        if (out_position % OUT_BEATS == 0) finish_vector;
      end
    end
  endtask

  task finish_vector;
    begin
      if (latency == 0) begin
        latency = cycle - first_cycle + 1;
        set_limit;
      end else begin
        if (window == 0) window_start = cycle;
        else if (window >= longest) begin
          longest = window;
          longest_cycles = cycle - window_start;
        end
        window = window + 1;
      end
      if (tracing && out_position / OUT_BEATS >= `TRACE_VECTORS) begin
        tracing = 1'b0;
        $dumpoff;
      end
    end
  endtask

  task count_down;
    begin
      if (strike_in < 0 && next_reset < RESETS && latency != 0 && in_position / IN_BEATS >= resets[2*next_reset]) begin
        strike_in  = resets[2*next_reset+1];
        next_reset = next_reset + 1;
      end else if (strike_in > 0) strike_in = strike_in - 1;
      else if (strike_in == 0) begin
        strike_in = -1;
        if (!empty) begin
          reset_left = 2;
          resets_done = resets_done + 1;
          out_position = (out_position / OUT_BEATS) * OUT_BEATS;
          window = 0;
          quiet = 0;
        end
      end
    end
  endtask

  task finish;
    begin
      finished = 1'b1;
`ifdef WATCH_VECTOR
      rtl4ml_watch.report;
`endif
      $fdisplay(result, "done %0d %0d %0d %0d %0d %0d %0d", cycle, latency, longest, longest_cycles, resets_done,
                in_position / IN_BEATS, out_position / OUT_BEATS);
      $fclose(result);
      $finish;
    end
  endtask

  // Looks at both handshakes just before the rising edge that completes them.
  task sample;
    begin
`ifdef WATCH_VECTOR
      rtl4ml_watch.sample(reset_left > 0, out_position / OUT_BEATS);
`endif
      if (reset_left > 0) reset_left = reset_left - 1;
      else begin
        lanes = mask[(out_position % OUT_BEATS) == OUT_BEATS - 1];
        if (in_ready !== 1'b0 && in_ready !== 1'b1) complain_x("data_in ready");
        if (out_valid !== 1'b0 && out_valid !== 1'b1) complain_x("data_out valid");
`include "control_checks.svh"
        taken = in_valid && in_ready === 1'b1;
        given = out_valid === 1'b1 && out_ready;
        if (waiting && out_valid !== 1'b1) $fdisplay(result, "protocol %0d data_out valid fell before the beat was taken", cycle);
        else if (waiting && (out_data & lanes) !== (held & lanes))
          $fdisplay(result, "protocol %0d data_out changed while valid and not ready", cycle);
        waiting = out_valid === 1'b1 && !out_ready;
        held = out_data;
        if (taken && first_cycle < 0) first_cycle = cycle;
        if (taken) in_position = in_position + 1;
        if (given) check_beat;
        if (taken || given) begin
          quiet = 0;
          last_beat = cycle;
        end else if (!empty && out_ready && (in_valid || in_position == limit) && !reloading) quiet = quiet + 1;
        count_down;
        if (quiet >= `HANG) begin
          $fdisplay(result, "hang %0d %0d", in_valid, last_beat);
          finish;
        end else if (empty) begin
          drain_left = drain_left - 1;
          if (drain_left < 0) finish;
        end
      end
`ifdef WATCH_VECTOR
      if (!finished && out_position / OUT_BEATS > `WATCH_VECTOR) finish;
`endif
      cycle = cycle + 1;
    end
  endtask

  initial begin
    $readmemh({`RUN_FOLDER, "/data_in.hex"}, data_in);
    $readmemh({`RUN_FOLDER, "/expected.hex"}, expected);
    $readmemh({`RUN_FOLDER, "/mask.hex"}, mask);
    $readmemh({`RUN_FOLDER, "/in_mask.hex"}, in_mask);
    $readmemh({`RUN_FOLDER, "/valid.hex"}, valid_pattern);
    $readmemh({`RUN_FOLDER, "/ready.hex"}, ready_pattern);
    $readmemh({`RUN_FOLDER, "/resets.hex"}, resets);
`ifdef RELOAD_VALID
    $readmemh({`RUN_FOLDER, "/reloads.hex"}, reloads);
    $readmemh({`RUN_FOLDER, "/reload.hex"}, reload_words);
`endif
    result = $fopen({`RUN_FOLDER, "/result.txt"}, "w");
    taken  = 1'b0;
`ifdef TRACE_FILE
    tracing = 1'b1;
    $dumpfile(`TRACE_FILE);
    $dumpvars(0, `TOP);
`endif
    while (!finished) begin
      clk = 1'b1;
      #1;  // the inputs change just after the edge
      drive;
      #(`HALF_PERIOD - 1);
      clk = 1'b0;
      #(`HALF_PERIOD - 1);
      sample;
      #1;
    end
  end
endmodule
