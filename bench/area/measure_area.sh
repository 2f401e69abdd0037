#!/usr/bin/env bash
# Look-up tables, flip-flops and multipliers of fixed_linear with its sources in Yosys, and its timing on an iCE40 hx8k.
# One line per row: "pass|FAIL  name  measured  bound"; the exit status says whether all passed.
# What counts as a LUT: xc7: LUT1 to LUT6, INV and the LUTs of RAM32M; ECP5: LUT4, two per CCU2C (its carry chain) and six per
# DPR16X4; iCE40: SB_LUT4 (carries sit inside). The number in brackets is that of the LUT4 cells alone.
set -u
here=$(cd "$(dirname "$0")" && pwd)
rtl=$here/../../rtl_templates
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
failed=$work/failed

library=(number/fixed_number_pkg.sv number/fixed_extend.sv number/fixed_convert.sv linear/fixed_linear_pkg.sv
         linear/fixed_multiplier.sv linear/fixed_sum.sv linear/fixed_product_sum.sv linear/fixed_dot_product.sv
         linear/vector_buffer.sv linear/fixed_linear.sv)
files=("${library[@]/#/$rtl/}")

row() {  # row NAME MEASURED BOUND passed?
  printf '%s  %-58s %-34s %s\n' "$([[ $4 == 1 ]] && echo pass || echo FAIL)" "$1" "$2" "$3"
  [[ $4 == 1 ]] || touch "$failed"
}

# synthesize LAYER TARGET: leaves the cell counts of the whole design in LAYER.TARGET.
synthesize() {
  local command
  case $2 in
    xc7) command="synth_xilinx -family xc7 -flatten -noiopad -top layer" ;;
    ecp5) command="synth_ecp5 -top layer" ;;
    # Yosys 0.23 leaves product bits undriven when it sees the multiplier together with what follows.
    ice40) command="setattr -mod -set keep_hierarchy 1 *fixed_multiplier*; synth_ice40 -dsp -top layer" ;;
    hx8k) command="synth_ice40 -top layer -json $work/$1.json" ;;
  esac
  yosys -q -p "read_verilog -sv ${files[*]} $work/$1/layer.sv; hierarchy -top layer; $command; tee -q -o $work/$1.$2 stat" \
    > "$work/$1.$2.log" 2>&1 || { cat "$work/$1.$2.log"; exit 1; }
  # With kept modules the last section is the one of the whole design.
  awk '/^=== /{delete count} $2 ~ /^[0-9]+$/ && NF == 2 {count[$1] = $2} END {for (c in count) print c, count[c]}' \
    "$work/$1.$2" > "$work/$1.$2.cells"
}

# count LAYER TARGET "WEIGHT*PATTERN ...": cells that match, times their weights.
count() {
  awk -v terms="$3" 'BEGIN {n = split(terms, term, " ")}
    {for (i = 1; i <= n; i++) {split(term[i], part, "*"); if ($1 ~ "^(" part[2] ")$") total += part[1] * $2}}
    END {print total + 0}' "$work/$1.$2.cells"
}

# area NAME LAYER TARGET LUT_BOUND FF_BOUND MULTIPLIER_BOUND
area() {
  local lut ff multipliers lut4=""
  case $3 in
    xc7) lut=$(count "$2" xc7 '1*LUT[1-6] 1*INV 4*RAM[0-9]+M') ff=$(count "$2" xc7 '1*FD[A-Z]+') multipliers=$(count "$2" xc7 '1*DSP48E1') ;;
    ecp5) lut=$(count "$2" ecp5 '1*LUT4 2*CCU2C 6*TRELLIS_DPR16X4') lut4=" ($(count "$2" ecp5 '1*LUT4'))"
      ff=$(count "$2" ecp5 '1*TRELLIS_FF') multipliers=$(count "$2" ecp5 '1*MULT18X18D') ;;
    ice40) lut=$(count "$2" ice40 '1*SB_LUT4') ff=$(count "$2" ice40 '1*SB_DFF[A-Z]*') multipliers=$(count "$2" ice40 '1*SB_MAC16') ;;
  esac
  row "$1, $3" "$lut$lut4 LUT, $ff FF, $multipliers DSP" "<= $4 LUT, $5 FF, $6 DSP" \
    "$((lut <= $4 && ff <= $5 && multipliers <= $6 && multipliers > 0))"
}

# cycles NAME LAYER BEATS_IN BEATS_OUT IN_BITS OUT_BITS LATENCY_BOUND INTERVAL: sets latency.
cycles() {
  iverilog -g2012 -s cycles_tb -P "cycles_tb.BEATS_IN=$3" -P "cycles_tb.BEATS_OUT=$4" -P "cycles_tb.IN_BITS=$5" \
    -P "cycles_tb.OUT_BITS=$6" -o "$work/$2.vvp" "${files[@]}" "$work/$2/layer.sv" "$here/cycles_tb.sv" || exit 1
  vvp -n "$work/$2.vvp" > "$work/$2.cycles"
  latency=$(awk '$1 == "latency" {print $2}' "$work/$2.cycles")
  local interval
  interval=$(awk '$1 == "interval" {print $2}' "$work/$2.cycles")
  row "$1, cycles" "latency ${latency:-none}, interval ${interval:-none}" "<= $7, = $8" \
    "$((${latency:-999} <= $7 && ${interval:-0} == $8))"
}

"$here/make_layer.sh" "$work/small" 4 8 4 4
"$here/make_layer.sh" "$work/soft" 4 8 4 4 2  # multipliers of four bits: the hx8k has no DSP blocks
"$here/make_layer.sh" "$work/large" 64 32 8 8

# Two at a time.
(synthesize large xc7; synthesize small xc7; synthesize small ecp5) & one=$!
(synthesize large ecp5; synthesize small ice40; synthesize soft hx8k) & two=$!
wait "$one" || exit 1
wait "$two" || exit 1

area "Linear(4,8)+bias 4x4" small xc7 200 190 16
area "Linear(4,8)+bias 4x4" small ecp5 560 480 16
area "Linear(4,8)+bias 4x4" small ice40 600 300 16
area "Linear(64,32) 8x8" large xc7 1050 850 64
area "Linear(64,32) 8x8" large ecp5 4100 2000 64
cycles "Linear(64,32) 8x8" large 8 4 64 64 38 32
cycles "Linear(4,8)+bias 4x4" small 1 2 32 32 7 2
cycles "Linear(4,8)+bias 4x4, 2 weight slices" soft 1 2 32 32 7 2

# The clock on hx8k: median of five placements.
place() {
  nextpnr-ice40 --hx8k --package ct256 --json "$work/soft.json" --seed "$1" --freq 120 --pcf-allow-unconstrained \
    > "$work/place.$1" 2>&1
  awk '/Max frequency for clock/ {for (i = 1; i <= NF; i++) if ($i == "MHz") mhz = $(i - 1)} END {print mhz + 0}' "$work/place.$1" \
    > "$work/mhz.$1"
}
(place 1; place 3; place 5) & one=$!
(place 2; place 4) & two=$!
wait "$one" "$two"
mhz=$(sort -n "$work"/mhz.* | sed -n 3p)
ns=$(awk -v c="$latency" -v f="$mhz" 'BEGIN {printf "%.1f", (f > 0) ? c * 1000 / f : 99999}')
row "Linear(4,8)+bias 4x4, placed on hx8k" "$latency cycles at $mhz MHz: $ns ns" "<= 60 ns" \
  "$(awk -v n="$ns" 'BEGIN {print (n <= 60)}')"

[[ ! -e $failed ]]
