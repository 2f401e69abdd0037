#!/usr/bin/env bash
# Look-up tables, flip-flops and multipliers of a generated Linear layer with its sources in Yosys, its timing on an iCE40 hx8k,
# and the clock of a network on an ECP5-85k where nextpnr-ecp5 is installed. Every layer comes from `rtl4ml generate` with the
# target that its row names: what is measured is what users get.
# One line per row: "pass|FAIL  name  measured  bound"; the exit status says whether all passed.
# What counts as a LUT is in hw/flows/cells.txt. The number in brackets is that of ECP5's LUT4 cells alone.
set -u
here=$(cd "$(dirname "$0")" && pwd)
# shellcheck source=bench/row.sh
source "$here/../row.sh"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
failed=$work/failed

checked_row() {
  row "$@"
  [[ $4 == 1 ]] || touch "$failed"
}

rtl() { echo "$work/$1/layer/rtl"; }

# synthesize LAYER FLOW: leaves the cell counts of the whole design in LAYER.flow/cells.txt.
synthesize() {
  (cd "$(rtl "$1")" && "$here/../../hw/flows/synthesize" "$2" top "$work/$1.flow" $(<filelist.f) >/dev/null) || exit 1
}

# count LAYER FAMILY RESOURCE: what the cells of a netlist take, by hw/flows/cells.txt.
count() {
  awk -v family="$2" -v resource="$3" '
    FNR == NR {if ($1 == family && $2 == resource) weight["^(" $4 ")$"] = $3; next}
    {for (cell in weight) if ($1 ~ cell) total += weight[cell] * $2}
    END {print total + 0}' "$here/../../hw/flows/cells.txt" "$work/$1.flow/cells.txt"
}

# area NAME LAYER FLOW LUT_BOUND FF_BOUND MULTIPLIER_BOUND REFERENCE
area() {
  local family=${3%-dsp} lut4="" lut ff multipliers
  lut=$(count "$2" "$family" LUT) ff=$(count "$2" "$family" FF) multipliers=$(count "$2" "$family" DSP)
  if [[ $family == ecp5 ]]; then lut4=" ($(awk '$1 == "LUT4" {print $2}' "$work/$2.flow/cells.txt"))"; fi
  checked_row "$1, $3" "$lut$lut4 LUT, $ff FF, $multipliers DSP" "<= $4 LUT, $5 FF, $6 DSP" \
    "$((lut <= $4 && ff <= $5 && multipliers <= $6 && multipliers > 0))" "$7"
}

promised() { sed -n "s/^ *\"$2\": \([0-9]*\),*\$/\1/p" "$work/$1/layer/signature.json" | head -1; }

# cycles NAME LAYER BEATS_IN BEATS_OUT IN_BITS OUT_BITS LATENCY_BOUND INTERVAL REFERENCE: sets latency. What is measured has to be
# what signature.json promises.
cycles() {
  (cd "$(rtl "$2")" &&
    iverilog -g2012 -s cycles_tb -P "cycles_tb.BEATS_IN=$3" -P "cycles_tb.BEATS_OUT=$4" -P "cycles_tb.IN_BITS=$5" \
      -P "cycles_tb.OUT_BITS=$6" -o "$work/$2.vvp" -f filelist.f "$here/cycles_tb.sv" && vvp -n "$work/$2.vvp" >"$work/$2.cycles") ||
    exit 1
  local interval
  latency=$(awk '$1 == "latency" {print $2}' "$work/$2.cycles")
  interval=$(awk '$1 == "interval" {print $2}' "$work/$2.cycles")
  checked_row "$1, cycles" "latency ${latency:-none}, interval ${interval:-none}" "<= $7, = $8, as in signature.json" \
    "$((${latency:-999} <= $7 && ${interval:-0} == $8 && latency == $(promised "$2" latency_cycles) && \
      interval == $(promised "$2" interval_cycles)))" "$9"
}

layer() { "$here/make_layer.sh" "$work/$1" "${@:2}" || exit 1; }
layer small.xc7 4 8 4 4 xc7a35t
layer small.ecp5 4 8 4 4 ecp5-85k
layer small.ice40 4 8 4 4 generic  # all 16 products in DSP blocks, twice as many as the UP5K has
layer small.hx8k 4 8 4 4 ice40-hx8k
layer large.xc7 64 32 8 8 xc7a35t
layer large.ecp5 64 32 8 8 ecp5-85k

# A bipolar layer on data of one bit, 64 x 64 products a cycle, without the ROM of its weights.
library=$here/../../rtl_templates
mkdir -p "$work/bits/layer/rtl"
cat >"$work/bits/layer/rtl/top.sv" <<'SV'
module top (
    input logic clk, rst, data_in_0_valid, data_out_0_ready, input logic [63:0] data_in_0, input logic [4095:0] weight,
    input logic [64*11-1:0] bias, output logic data_in_0_ready, data_out_0_valid, weight_enable, output logic [3:0] weight_address,
    output logic bias_address, output logic [64*11-1:0] data_out_0
);
  fixed_linear #(
      .DATA_IN_WIDTH(1), .DATA_IN_SIGNED(0), .DATA_IN_FRAC_WIDTH(0), .WEIGHT_WIDTH(1), .WEIGHT_FRAC_WIDTH(0), .WEIGHT_BIPOLAR(1),
      .BIAS_WIDTH(11), .BIAS_FRAC_WIDTH(0), .DATA_OUT_WIDTH(11), .DATA_OUT_FRAC_WIDTH(0), .ACCUMULATOR_WIDTH(11), .IN_FEATURES(784),
      .OUT_FEATURES(64), .PARALLELISM_IN(64), .PARALLELISM_OUT(64), .SUM_FAN_IN(36), .DSP_LANES(0)
  ) linear (.*);
endmodule
SV
printf '%s\n' "$library"/number/fixed_{number_pkg,convert,extend}.sv "$library"/linear/fixed_{linear_pkg,sum}.sv \
  "$library"/number/fixed_popcount.sv "$library"/linear/{fixed_soft_multiplier,fixed_multiplier,fixed_multiplier_pair}.sv \
  "$library"/linear/{fixed_plane_sum,fixed_product_sum,fixed_dot_product,vector_buffer,fixed_linear}.sv top.sv >"$work/bits/layer/rtl/filelist.f"

# Two at a time.
(synthesize large.xc7 xc7; synthesize small.xc7 xc7; synthesize small.ecp5 ecp5) & one=$!
(synthesize large.ecp5 ecp5; synthesize small.ice40 ice40-dsp; synthesize small.hx8k ice40; synthesize bits xc7) & two=$!
wait "$one" || exit 1
wait "$two" || exit 1

# The reference is MASE, its last commit with RTL, with the same tools.
area "Linear(4,8)+bias 4x4" small.xc7 xc7 200 190 16 "2,375 LUT, 1,891 FF, 16 DSP"
area "Linear(4,8)+bias 4x4" small.ecp5 ecp5 560 480 16 "3,815 LUT, 1,667 FF, 16 DSP"
area "Linear(4,8)+bias 4x4" small.ice40 ice40-dsp 600 300 16 "2,229 LUT, 1,667 FF, 16 DSP"
area "Linear(64,32)+bias 8x8" large.xc7 xc7 1050 850 64 "10,039 LUT, 7,050 FF, 64 DSP"
area "Linear(64,32)+bias 8x8" large.ecp5 ecp5 4100 2000 64 "17,713 LUT, 7,369 FF"
lut=$(count bits xc7 LUT)
each=$(awk -v n="$lut" 'BEGIN {printf "%.2f", n / 4096}')
checked_row "1-bit product of Linear(784,64) 64x64, xc7" "$each LUT" "<= 3 LUT" "$(awk -v n="$each" 'BEGIN {print (n <= 3)}')"
cycles "Linear(64,32)+bias 8x8" large.xc7 8 4 64 64 38 32 "latency 40, interval 32 to 35"
cycles "Linear(4,8)+bias 4x4, xc7" small.xc7 1 2 32 32 7 2 "latency 9, interval 2"
cycles "Linear(4,8)+bias 4x4, hx8k" small.hx8k 1 2 32 32 7 2 "latency 9, interval 2"

# The clock on hx8k: median of five placements.
place() {
  "$here/../../hw/flows/place" --freq 120 --seed "$1" nextpnr-ice40 hx8k ct256 "$work/small.hx8k.flow/netlist.json" "$work/place.$1" \
    >"$work/place.$1.log" 2>&1 || { cat "$work/place.$1.log" >&2; exit 1; }
  jq '[.fmax[].achieved] | min * 100 | round / 100' "$work/place.$1/report.json" >"$work/mhz.$1"
}
(place 1; place 3; place 5) & one=$!
(place 2; place 4) & two=$!
wait "$one" || exit 1
wait "$two" || exit 1
mhz=$(sort -n "$work"/mhz.* | sed -n 3p)
ns=$(awk -v c="$latency" -v f="$mhz" 'BEGIN {printf "%.1f", (f > 0) ? c * 1000 / f : 99999}')
checked_row "Linear(4,8)+bias 4x4, placed on hx8k, median of 5 seeds" "$latency cycles at $mhz MHz: $ns ns" "<= 60 ns" \
  "$(awk -v n="$ns" 'BEGIN {print (n <= 60)}')" "9 cycles at 54 MHz: 166 ns"

# The clock of a whole network on ECP5: median of five placements.
clock() {
  "$here/../../build/bin/rtl4ml" synth "$here/../../hw/configs/digits.yaml" --target ecp5-85k --pnr --seed "$1" --json --build "$work/digits.$1" \
    >"$work/digits.$1.json" 2>"$work/digits.$1.log" || (($? == 1)) || { tail -n 6 "$work/digits.$1.log" >&2; exit 1; }
  jq '.placement.fmax_mhz * 100 | round / 100' "$work/digits.$1.json" >"$work/digits_mhz.$1"
}
name="digits, placed on ecp5-85k, median of 5 seeds"
if command -v nextpnr-ecp5 >/dev/null && command -v ecppack >/dev/null; then
  (clock 1; clock 3; clock 5) & one=$!
  (clock 2; clock 4) & two=$!
  wait "$one" || exit 1
  wait "$two" || exit 1
  mhz=$(sort -n "$work"/digits_mhz.* | sed -n 3p)
  checked_row "$name" "$mhz MHz" ">= 100 MHz" "$(awk -v f="$mhz" 'BEGIN {print (f >= 100)}')"
else
  row "$name" "nextpnr-ecp5 or ecppack is not installed" ">= 100 MHz" -
fi

[[ ! -e $failed ]]
