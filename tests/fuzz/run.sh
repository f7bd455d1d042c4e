#!/usr/bin/env bash
# Fuzzes each target for so many minutes (default 1); a find is kept under tests/fuzz/finds and fails the run.
#
#   bash tests/fuzz/run.sh [MINUTES] [TARGET…]
set -euo pipefail
cd "$(dirname "$0")"
minutes="${1:-1}"
shift || true
[ "$minutes" -ge 1 ] || { echo "tests/fuzz/run.sh: expected a number of minutes, 1 or more" >&2; exit 2; }
targets=("$@")
[ ${#targets[@]} -gt 0 ] || targets=(package tags rendering)
host="$(rustc -vV | sed -n 's/^host: //p')"

# Coverage by the compiler itself: nothing to install beyond a C++ compiler for the fuzzer's own library.
export RUSTFLAGS="--cfg fuzzing -Ccodegen-units=1 -Cpasses=sancov-module -Cllvm-args=-sanitizer-coverage-level=4 \
-Cllvm-args=-sanitizer-coverage-inline-8bit-counters -Cllvm-args=-sanitizer-coverage-pc-table \
-Cllvm-args=-sanitizer-coverage-trace-compares"
cargo build --quiet --release --locked --target "$host"
for target in "${targets[@]}"; do
  echo "== fuzzing $target for $minutes min"
  mkdir -p "corpus/$target" "finds/$target"
  "target/$host/release/$target" "corpus/$target" seeds/"$target" -max_total_time="$((minutes * 60))" -dict=words.dict \
    -timeout=60 -rss_limit_mb=512 -max_len=4096 -artifact_prefix="finds/$target/" -print_final_stats=1 -verbosity=0
done
