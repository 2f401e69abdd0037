// How fixed_linear is pipelined, as functions of its parameters: how many registered stages the sum of the products has, and
// how many operands of which width live in each. gen/ops/linear.cpp computes the latency with the same formulas.
// (Icarus cannot evaluate constant functions that call another package, so small helpers are written out.)
package fixed_linear_pkg;

  // Registered stages between the products and the accumulator, which takes up to sum_fan_in operands at once. Each stage
  // divides the operands by sum_fan_in, rounded up.
  function automatic int sum_stages(input int parallelism, input int sum_fan_in);
    int operands;
    operands = parallelism;
    sum_stages = 0;
    for (int i = 0; i < 32; i = i + 1) begin
      if (operands > sum_fan_in) begin
        operands = (operands + sum_fan_in - 1) / sum_fan_in;
        sum_stages = sum_stages + 1;
      end
    end
  endfunction

  // Operands that are left after `stage` stages; stage 0 are the products.
  function automatic int operands_after(input int parallelism, input int sum_fan_in, input int stage);
    operands_after = parallelism;
    for (int i = 0; i < stage; i = i + 1) operands_after = (operands_after + sum_fan_in - 1) / sum_fan_in;
  endfunction

  // Bits of an operand after `stage` stages: no sum is cut, except to what the accumulator can tell apart (max_width).
  function automatic int width_after(input int product_width, input int parallelism, input int sum_fan_in,
                                     input int stage, input int max_width);
    int operands, groups;
    operands = parallelism;
    width_after = (product_width < max_width) ? product_width : max_width;
    for (int i = 0; i < stage; i = i + 1) begin
      groups = (operands + sum_fan_in - 1) / sum_fan_in;
      width_after = width_after + $clog2((operands + groups - 1) / groups);
      if (width_after > max_width) width_after = max_width;
      operands = groups;
    end
  endfunction

  // One where the products are summed by bit planes: those with signs, of few bits.
  function automatic int sums_planes(input int weight_bipolar, input int product_width);
    sums_planes = (weight_bipolar != 0 && product_width <= 3) ? 1 : 0;
  endfunction

  // One where the start value (bias) joins after the accumulator's register, a cycle later than elsewhere: with one beat a
  // vector and whole weights there is nothing to accumulate, and the bias is not the last of the additions before that register.
  function automatic int start_is_late(input int beats, input int weight_slices);
    start_is_late = (beats == 1 && weight_slices == 1) ? 1 : 0;
  endfunction

endpackage
