# shellcheck shell=bash disable=SC2034 # the variables are for those who source this
# What the scripts share: the top of the repository, pinned versions, where results lie, how progress is reported.
# Source it; it changes to the top of the repository. Bash 3.2 is enough, so that macOS's own works.

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
cd "$root" || exit 1

# What Cargo.toml and Cargo.lock already say is read from there: wasm-bindgen's program has to be
# of exactly the same version as its crate.
rust_min=$(sed -n 's/^rust-version = "\(.*\)"/\1/p' Cargo.toml)
wasm_bindgen_version=$(awk '$3 == "\"wasm-bindgen\"" { getline; gsub(/"/, "", $3); print $3; exit }' Cargo.lock)
cargo_leptos_version=0.3.10 # 0.3.11 asks for a newer Rust than ours
cargo_fuzz_version=0.13.2
cargo_deny_version=0.20.2
cargo_cyclonedx_version=0.5.9
node_min=20
wasm_target=wasm32-unknown-unknown

# First what scripts/setup brought for us alone; last where cargo installs, which not every PATH has.
PATH=$root/target/tools/bin:$PATH:${CARGO_HOME:-$HOME/.cargo}/bin


bold='' red='' green='' yellow='' plain=''
if [[ -t 1 && -t 2 && -z ${NO_COLOR:-} ]]; then
  bold=$'\e[1m' red=$'\e[31m' green=$'\e[32m' yellow=$'\e[33m' plain=$'\e[0m'
fi

# One clock for a script and those that it calls.
export STEPS_SINCE=${STEPS_SINCE:-$(date +%s)}

# Reports what happens next, with the seconds since the command was typed.
step() { printf '%s[%4d s] %s%s\n' "$bold" "$(($(date +%s) - STEPS_SINCE))" "$*" "$plain" >&2; }

die() { printf '%s%s%s\n' "$red" "$*" "$plain" >&2; exit 1; }

have() { command -v "$1" >/dev/null 2>&1; }

# Runs a command for at most so many seconds, where the system can.
at_most() { if have timeout; then timeout "$@"; else "${@:2}"; fi; }

# The version that a program reports; nothing when it is not there.
version_of() { "$1" --version 2>/dev/null </dev/null | sed -n '1s/^[^0-9]*\([0-9][0-9.]*\).*/\1/p' || true; }

# Is version $1 at least version $2?
at_least() {
  [[ -n $1 ]] && awk -v is="$1" -v min="$2" 'BEGIN {
    split(is, a, "."); split(min, b, ".")
    for (i = 1; i <= 3; i++) if (a[i] + 0 != b[i] + 0) exit a[i] + 0 < b[i] + 0
  }'
}

# What preflight lists and setup brings.
has_wasm_target() { [[ -d $(rustc --print target-libdir --target "$wasm_target" 2>/dev/null) ]]; }
has_wasm_bindgen() { [[ $(version_of wasm-bindgen) == "$wasm_bindgen_version" ]]; }
has_cargo_leptos() { [[ $(version_of cargo-leptos) == "$cargo_leptos_version" ]]; }
has_cargo_fuzz() { [[ $(cargo fuzz --version 2>/dev/null) == "cargo-fuzz $cargo_fuzz_version" ]]; }
has_cargo_deny() { [[ $(version_of cargo-deny) == "$cargo_deny_version" ]]; }
has_cargo_cyclonedx() { [[ $(cargo cyclonedx --version 2>/dev/null) == *" $cargo_cyclonedx_version" ]]; }
has_packages() { [[ end2end/node_modules/.package-lock.json -nt end2end/package-lock.json ]]; }

# The folder that cargo builds into, whichever way it was configured; nothing without cargo.
target_dir() {
  cargo metadata --no-deps --offline --format-version 1 2>/dev/null | sed 's/.*"target_directory":"\([^"]*\)".*/\1/' || true
}

# When the sources are of, for what names a time: the last commit, or whatever is set.
export_source_date() {
  SOURCE_DATE_EPOCH=${SOURCE_DATE_EPOCH:-$(git log -1 --format=%ct 2>/dev/null || true)}
  if [[ -n $SOURCE_DATE_EPOCH ]]; then export SOURCE_DATE_EPOCH; else unset SOURCE_DATE_EPOCH; fi
}

# wants GROUP...: is one of these groups in $wanted?
wants() {
  local group
  # shellcheck disable=SC2154 # the caller sets $wanted
  for group in "$@"; do if [[ " $wanted " == *" $group "* ]]; then return 0; fi; done
  return 1
}

# A Chromium for the browser tests, or nothing; Playwright's own is looked for by Playwright.
find_chromium() {
  if [[ -n ${CHROMIUM_PATH:-} ]]; then
    echo "$CHROMIUM_PATH"
  else
    command -v chromium || command -v chromium-browser || command -v google-chrome || true
  fi
}

# Builds the programs that serve the site and bind its WASM, unless it is done already. Always both: cargo gives crates
# that packages share the features that the chosen packages ask for, and another choice builds Leptos and sqlx again.
build_programs() {
  if [[ -z ${KEPLINE_BUILT:-} ]]; then cargo build ${CI:+--locked} --package server --package glue; fi
  export KEPLINE_BUILT=1
}
