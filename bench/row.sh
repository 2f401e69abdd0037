# Sourced by the scripts of bench: what row.hpp is to its programs.

# row NAME MEASURED BOUND VERDICT [REFERENCE]: a line for people, and one for bench/run where RTL4ML_BENCH_ROWS names a file.
# VERDICT: 1 holds, 0 does not, - was not measured. REFERENCE: the same figure of the system that the project compares itself
# with.
row() {
  local word=FAIL
  case $4 in 1) word=pass ;; -) word=skip ;; esac
  printf '%s  %-58s %-34s %s\n' "$word" "$1" "$2" "$3"
  if [[ -n ${RTL4ML_BENCH_ROWS:-} ]]; then printf '%s\t%s\t%s\t%s\t%s\n' "$4" "$1" "$2" "$3" "${5:-}" >>"$RTL4ML_BENCH_ROWS"; fi
}
