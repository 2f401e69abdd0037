// The index of a vector's largest element, the first of equals: the class that a classifier's outputs stand for.
// Shapes:  data_in_0 [FEATURES] in ceil(FEATURES/PARALLELISM) beats -> one beat, an unsigned index.
// Cycles:  the index is valid one cycle after the vector's last beat was taken; interval ceil(FEATURES/PARALLELISM).
// Stall:   the index holds until it is taken; data_in_0_ready follows data_out_0_ready in the same cycle (combinational).
// Reset:   a vector half taken is gone.
// Timing:  a chain of PARALLELISM comparators between two registers.
// Not guaranteed: data_out_0 while data_out_0_valid is low.
module fixed_argmax #(
    parameter int DATA_IN_WIDTH = 8,   // bits, 1 to 32
    parameter int DATA_IN_SIGNED = 1,  // 0 or 1
    parameter int FEATURES = 10,       // elements of a vector, at least 2
    parameter int PARALLELISM = 1,     // elements of a beat, 1 to FEATURES
    // Derived; leave alone.
    parameter int DATA_OUT_WIDTH = fixed_number_pkg::address_width(FEATURES)
) (
    input  logic                                 clk,
    input  logic                                 rst,
    input  logic [PARALLELISM*DATA_IN_WIDTH-1:0] data_in_0,
    input  logic                                 data_in_0_valid,
    output logic                                 data_in_0_ready,
    output logic [DATA_OUT_WIDTH-1:0]            data_out_0,
    output logic                                 data_out_0_valid,
    input  logic                                 data_out_0_ready
);

  localparam bit BAD_TYPE = fixed_number_pkg::is_type(DATA_IN_WIDTH, DATA_IN_SIGNED) == 0;
  localparam bit BAD_SHAPE = FEATURES < 2 || PARALLELISM < 1 || PARALLELISM > FEATURES;
`ifndef __ICARUS__
  if (BAD_TYPE || BAD_SHAPE) begin : gen_bad
    $error("fixed_argmax: DATA_IN_WIDTH is 1 to 32, FEATURES at least 2, PARALLELISM 1 to FEATURES");
  end
`else
  initial begin
    if (BAD_TYPE || BAD_SHAPE)
      $fatal(1, "fixed_argmax: DATA_IN_WIDTH is 1 to 32, FEATURES at least 2, PARALLELISM 1 to FEATURES");
  end
`endif

  localparam int BEATS = fixed_number_pkg::ceil_div(FEATURES, PARALLELISM);
  localparam int LAST_LANES = FEATURES - (BEATS - 1) * PARALLELISM;  // elements of the last beat
  localparam logic [DATA_OUT_WIDTH-1:0] LAST_FIRST = DATA_OUT_WIDTH'((BEATS - 1) * PARALLELISM);

  logic [DATA_OUT_WIDTH-1:0] first_q;  // index of the beat's lane 0
  logic [DATA_IN_WIDTH-1:0] best_q;    // the largest element so far, as a number whose order is unsigned
  logic [DATA_OUT_WIDTH-1:0] index_q;  // where it stands
  logic [DATA_IN_WIDTH-1:0] best_d;
  logic [DATA_OUT_WIDTH-1:0] index_d;
  logic valid_q, last, take;

  assign last = first_q == LAST_FIRST;
  assign take = data_in_0_valid && data_in_0_ready;
  assign data_in_0_ready = !valid_q || data_out_0_ready;
  assign data_out_0 = index_q;
  assign data_out_0_valid = valid_q;

  // Lane after lane, from the best of the beats before.
  for (genvar i = 0; i < PARALLELISM; i = i + 1) begin : gen_lane
    logic [DATA_IN_WIDTH-1:0] element, so_far, best;
    logic [DATA_OUT_WIDTH-1:0] so_far_index, index;
    logic better;
    if (DATA_IN_SIGNED != 0) begin : gen_signed
      assign element = data_in_0[i*DATA_IN_WIDTH+:DATA_IN_WIDTH] ^ (DATA_IN_WIDTH'(1) << (DATA_IN_WIDTH - 1));
    end else begin : gen_unsigned
      assign element = data_in_0[i*DATA_IN_WIDTH+:DATA_IN_WIDTH];
    end
    if (i == 0) begin : gen_first
      assign so_far = best_q;
      assign so_far_index = index_q;
      assign better = first_q == '0 || element > so_far;
    end else if (i < LAST_LANES) begin : gen_always
      assign so_far = gen_lane[i-1].best;
      assign so_far_index = gen_lane[i-1].index;
      assign better = element > so_far;
    end else begin : gen_not_last
      assign so_far = gen_lane[i-1].best;
      assign so_far_index = gen_lane[i-1].index;
      assign better = !last && element > so_far;
    end
    assign best = better ? element : so_far;
    assign index = better ? first_q + DATA_OUT_WIDTH'(i) : so_far_index;
    if (i == PARALLELISM - 1) begin : gen_last
      assign best_d = best;
      assign index_d = index;
    end
  end

  if (BEATS == 1) begin : gen_one_beat
    assign first_q = '0;
  end else begin : gen_beats
    always_ff @(posedge clk) begin
      if (rst) first_q <= '0;
      else if (take) first_q <= last ? '0 : first_q + DATA_OUT_WIDTH'(PARALLELISM);
    end
  end

  always_ff @(posedge clk) begin
    if (rst) valid_q <= 1'b0;
    else if (data_in_0_ready) valid_q <= data_in_0_valid && last;
  end

  always_ff @(posedge clk) begin
    if (take) begin
      best_q <= best_d;
      index_q <= index_d;
    end
  end

endmodule
