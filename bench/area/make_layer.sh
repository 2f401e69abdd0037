#!/usr/bin/env bash
# Writes FOLDER/layer.sv: module layer, a fixed_linear of 8 bits with 3 fractional and its two sources, random weights and biases
# over the whole range. The sources have the shape that rtl4ml generates: registered case for weights, combinational for biases.
# usage: make_layer.sh FOLDER IN_FEATURES OUT_FEATURES PARALLELISM_IN PARALLELISM_OUT [WEIGHT_SLICES [SEED]]
set -euo pipefail
folder=$1 in_features=$2 out_features=$3 parallelism_in=$4 parallelism_out=$5 slices=${6:-1}
RANDOM=${7:-1}
beats=$(((in_features + parallelism_in - 1) / parallelism_in))
tiles=$(((out_features + parallelism_out - 1) / parallelism_out))
bits_for() { local bits=1; while ((2 ** bits < $1)); do bits=$((bits + 1)); done; echo "$bits"; }
weight_address=$(bits_for $((beats * tiles)))
bias_address=$(bits_for "$tiles")

weight=() bias=() largest=0
for ((o = 0; o < out_features; o++)); do
  bias[o]=$(((RANDOM >> 3 & 255) - 128))
  sum=$(((bias[o] < 0 ? -bias[o] : bias[o]) * 8 + 4))  # aligned to the products, and half a unit of the output
  for ((i = 0; i < in_features; i++)); do
    code=$(((RANDOM >> 3 & 255) - 128))
    weight[o * in_features + i]=$code
    sum=$((sum + 128 * (code < 0 ? -code : code)))
  done
  if ((sum > largest)); then largest=$sum; fi
done
accumulator_width=$(($(bits_for $((largest + 1))) + 1))

hex() { printf '%02x' $(($1 & 255)); }

# The weights of one step (TILE, BEAT), the highest lane first; zeros beyond the sizes.
word() {
  local o i
  for ((o = ($1 + 1) * parallelism_out - 1; o >= $1 * parallelism_out; o--)); do
    for ((i = ($2 + 1) * parallelism_in - 1; i >= $2 * parallelism_in; i--)); do
      if ((o < out_features && i < in_features)); then hex "${weight[o * in_features + i]}"; else printf 00; fi
    done
  done
}

# case_items PORT ASSIGN BITS ADDRESS_BITS: one line per word read from standard input.
case_items() {
  local text last index=0
  while read -r text; do
    echo "    $4'd$index: $1 $2 $3'h$text;"
    last=$text
    index=$((index + 1))
  done
  echo "    default: $1 $2 $3'h$last;"
}

weight_bits=$((parallelism_out * parallelism_in * 8)) bias_bits=$((parallelism_out * 8))
mkdir -p "$folder"
{
  echo "module layer_weight_source (input logic clk, input logic enable, input logic [$((weight_address - 1)):0] address,"
  echo "  output logic [$((weight_bits - 1)):0] weight);"
  echo "  always_ff @(posedge clk) if (enable) case (address)"
  for ((step = 0; step < beats * tiles; step++)); do word $((step / beats)) $((step % beats)); echo; done |
    case_items weight '<=' "$weight_bits" "$weight_address"
  echo "  endcase"
  echo "endmodule"
  echo "module layer_bias_source (input logic [$((bias_address - 1)):0] address, output logic [$((bias_bits - 1)):0] bias);"
  echo "  always_comb case (address)"
  for ((tile = 0; tile < tiles; tile++)); do
    for ((o = (tile + 1) * parallelism_out - 1; o >= tile * parallelism_out; o--)); do hex "${bias[o]:-0}"; done
    echo
  done | case_items bias = "$bias_bits" "$bias_address"
  echo "  endcase"
  echo "endmodule"
  cat <<MODULE
module layer (
    input  logic clk,
    input  logic rst,
    input  logic [$((parallelism_in * 8 - 1)):0] data_in_0,
    input  logic data_in_0_valid,
    output logic data_in_0_ready,
    output logic [$((parallelism_out * 8 - 1)):0] data_out_0,
    output logic data_out_0_valid,
    input  logic data_out_0_ready
);
  logic weight_enable;
  logic [$((weight_address - 1)):0] weight_address;
  logic [$((weight_bits - 1)):0] weight;
  logic [$((bias_address - 1)):0] bias_address;
  logic [$((bias_bits - 1)):0] bias;
  layer_weight_source weight_source (.clk(clk), .enable(weight_enable), .address(weight_address), .weight(weight));
  layer_bias_source bias_source (.address(bias_address), .bias(bias));
  fixed_linear #(
      .IN_FEATURES($in_features), .OUT_FEATURES($out_features), .PARALLELISM_IN($parallelism_in),
      .PARALLELISM_OUT($parallelism_out), .ACCUMULATOR_WIDTH($accumulator_width), .WEIGHT_SLICES($slices)
  ) linear (
      .clk(clk), .rst(rst),
      .data_in_0(data_in_0), .data_in_0_valid(data_in_0_valid), .data_in_0_ready(data_in_0_ready),
      .weight_enable(weight_enable), .weight_address(weight_address), .weight(weight),
      .bias_address(bias_address), .bias(bias),
      .data_out_0(data_out_0), .data_out_0_valid(data_out_0_valid), .data_out_0_ready(data_out_0_ready)
  );
endmodule
MODULE
} > "$folder/layer.sv"
