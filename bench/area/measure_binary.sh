#!/usr/bin/env bash
# The public binary network TFC_1W1A, imported and folded to 64 inputs by 64 outputs: its look-up tables on a 7 series part by Yosys,
# and the images a second at the clock that nextpnr-ecp5 reaches, where that is installed. Half an hour and more.
# One line per row, as measure_area.sh.
set -u
here=$(cd "$(dirname "$0")" && pwd)
# shellcheck source=bench/row.sh
source "$here/../row.sh"
rtl4ml=$here/../../build/bin/rtl4ml
# FINN's SFC-max is the larger network 784-256-256-256-10, unfolded, whose weights are part of its logic: 334,336 products an image,
# here 59,008.
reference="FINN SFC-max: 91,131 LUT, 12.3 M images/s, 135 a LUT"
least=135  # images a second a LUT
area="TFC_1W1A 64x64, xc7a100t" clock="TFC_1W1A 64x64, placed on ecp5-85k"
if [[ -z ${RTL4ML_DATA:-} ]]; then
  row "$area" "RTL4ML_DATA is not set" "<= 3 LUT a product" - "$reference"
  row "$clock" "RTL4ML_DATA is not set" ">= $least images/s a LUT" - "$reference"
  exit 0
fi
data=$(cd "$RTL4ML_DATA" && pwd)
work=$(mktemp -d -p "$here/../../build")  # nextpnr may be confined to a home folder
trap 'rm -rf "$work"' EXIT
export TMPDIR=$work
(cd "$work" && "$rtl4ml" import "$data/qonnx/TFC_1W1A.onnx") >"$work/imported.yaml" || exit 1
folding="parallelism: {in: 64, out: 64, layers: {fc4: {in: 64, out: 10}, threshold1: {in: 64}, threshold2: {in: 64}}}"
sed "s/^parallelism: .*/$folding/" "$work/imported.yaml" >"$work/tfc.yaml"
status=0

# synth PART OPTIONS...: the report of the design on a part. Exit status 1 of synth is a clock that was missed.
synth() {
  "$rtl4ml" synth "$work/tfc.yaml" --target "$1" --json --timeout 10800 --build "$work/$1" "${@:2}" >"$work/$1.json" 2>"$work/$1.log" ||
    (($? == 1)) || { tail -n 6 "$work/$1.log" >&2; exit 1; }
}

products=$((3 * 64 * 64 + 64 * 10))  # that are made every cycle
synth xc7a100t
read -r lut ff bram < <(jq -r '.resources | "\(.LUT | round) \(.FF | round) \(.BRAM)"' "$work/xc7a100t.json")
each=$(awk -v l="$lut" -v p="$products" 'BEGIN {printf "%.2f", l / p}')
holds=$(awk -v e="$each" 'BEGIN {print (e <= 3)}')
row "$area" "$lut LUT ($each a product), $ff FF, $bram BRAM" "<= 3 LUT a product" "$holds" "$reference"
[[ $holds == 1 ]] || status=1

if command -v nextpnr-ecp5 >/dev/null && command -v ecppack >/dev/null; then
  synth ecp5-85k --pnr
  read -r lut mhz images < <(jq -r '"\(.resources.LUT | round) \(.placement.fmax_mhz) \(.vectors_per_second)"' "$work/ecp5-85k.json")
  each=$(awk -v i="$images" -v l="$lut" 'BEGIN {printf "%.0f", i / l}')
  holds=$((each >= least))
  row "$clock" "$(awk -v f="$mhz" -v i="$images" -v l="$lut" -v e="$each" \
    'BEGIN {printf "%.1f MHz: %.2f M images/s, %d LUT, %d a LUT", f, i / 1e6, l, e}')" ">= $least images/s a LUT" "$holds" "$reference"
  [[ $holds == 1 ]] || status=1
else
  row "$clock" "nextpnr-ecp5 or ecppack is not installed" ">= $least images/s a LUT" - "$reference"
fi
exit "$status"
