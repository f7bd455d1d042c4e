#!/usr/bin/env bash
# Runs every check of the project. On a fresh Debian machine it installs what is missing (as root, by apt-get).
#
#   bash tests/run.sh                the whole suite
#   bash tests/run.sh --kills N      kills the service N times at random moments on each database (default 20)
#   bash tests/run.sh --bench        the benches too, as JSON lines
#   bash tests/run.sh --fuzz MINUTES fuzzes the reader of packages, the healer of tags and the renderer, so long each
set -euo pipefail
cd "$(dirname "$0")/.."

kills=20
bench=no
fuzz=0
while [ $# -gt 0 ]; do
  case "$1" in
    --kills) kills="$2"; shift 2 ;;
    --bench) bench=yes; shift ;;
    --fuzz) fuzz="$2"; shift 2 ;;
    *) echo "tests/run.sh: unknown option $1 (known: --kills N, --bench, --fuzz MINUTES)" >&2; exit 2 ;;
  esac
done

say() { printf '\n== %s\n' "$*"; }

say "what the tests need"
missing=()
command -v cc >/dev/null || missing+=(gcc libc6-dev)
command -v curl >/dev/null || missing+=(curl)
command -v soffice >/dev/null || missing+=(libreoffice-writer-nogui fonts-liberation)
command -v chromium >/dev/null || missing+=(chromium)
command -v npm >/dev/null || missing+=(npm)
command -v xmllint >/dev/null || missing+=(libxml2-utils)
ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 || missing+=(postgresql)
if [ ${#missing[@]} -gt 0 ]; then
  echo "installing: ${missing[*]}"
  if [ "$(id -u)" -ne 0 ]; then
    echo "tests/run.sh: not root; install by hand: apt-get install ${missing[*]}" >&2
    exit 1
  fi
  # The tests start a cluster of their own; the packaged one is not wanted.
  mkdir -p /etc/postgresql-common
  grep -qs '^create_main_cluster' /etc/postgresql-common/createcluster.conf ||
    echo 'create_main_cluster = false' >>/etc/postgresql-common/createcluster.conf
  export DEBIAN_FRONTEND=noninteractive
  apt-get update -qq
  apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
fi
if ! command -v cargo >/dev/null; then
  echo "tests/run.sh: cargo is missing; install Rust 1.94 or newer (https://rustup.rs): Debian's own is too old" >&2
  exit 1
fi

say "format"
cargo fmt --all --check

say "lints"
cargo clippy --workspace --all-targets --locked -- -D warnings

say "tests"
PRIKAZ_TEST_KILLS="$kills" cargo test --workspace --locked --no-fail-fast

say "documentation"
RUSTDOCFLAGS="-D warnings" cargo doc --no-deps --locked --workspace

say "generated files"
cargo run --quiet --locked -- schema --write workflows/schema
cargo run --quiet --locked -- graphql-schema >schema.graphql
if ! git diff --exit-code -- schema.graphql workflows/schema; then
  echo "tests/run.sh: generated files are out of date; commit what this run wrote" >&2
  exit 1
fi

say "no foreign TLS"
for crate in openssl-sys native-tls aws-lc-sys; do
  if cargo tree --locked -i "$crate" >/dev/null 2>&1; then
    echo "tests/run.sh: $crate came in by a dependency; rustls with ring is the only TLS here" >&2
    exit 1
  fi
done

if [ "$bench" = yes ]; then
  say "benches"
  cargo bench --locked
fi

if [ "$fuzz" -gt 0 ]; then
  say "fuzzing"
  command -v g++ >/dev/null || { apt-get update -qq && apt-get install -y -qq --no-install-recommends g++ >/dev/null; }
  bash tests/fuzz/run.sh "$fuzz"
fi

say "all checks passed"
