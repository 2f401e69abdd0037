#!/usr/bin/env bash
# Generates a Linear layer with bias, 8 bits with 3 fractional, random weights over the whole range, the way a user does:
# a checkpoint and a YAML, then `rtl4ml generate`. The SystemVerilog is in FOLDER/layer/rtl.
# usage: make_layer.sh FOLDER IN_FEATURES OUT_FEATURES PARALLELISM_IN PARALLELISM_OUT TARGET
set -euo pipefail
bin=$(cd "$(dirname "$0")/../.." && pwd)/build/bin
"$bin/bench_layer" "$@"
"$bin/rtl4ml" generate "$1/layer.yaml" --build "$1" >/dev/null
