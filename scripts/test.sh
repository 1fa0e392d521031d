#!/bin/sh
# Runs every test and prints how many were skipped, and why: test.sh SCRATCH.
set -u
scratch=$1
log=$(mktemp)
trap 'rm -f "$log"' EXIT
status=0
run() {
    swift test --skip-build --scratch-path "$scratch" "$@" > "$log.part" 2>&1 || status=1
    grep -vE '^(◇|✔) (Test (case|")|Suite )' "$log.part"
    cat "$log.part" >> "$log"
    rm -f "$log.part"
}
# In groups, since all at once would only keep one another waiting.
run --skip EndToEndTests --skip InteropTests --skip FuzzTests --skip '^(Transport|WebServer|Agent|KernelRunner)Tests'
run --filter '^(Transport|WebServer|Agent|KernelRunner)Tests' --skip FuzzTests
run --filter FuzzTests
# Whole stacks, one after another: together they would only slow one another down.
run --filter EndToEndTests --filter InteropTests --no-parallel
grep -E '^➜ .*skipped' "$log" | sort | uniq -c
echo "tests skipped: $(grep -cE '^➜ .*skipped' "$log")"
exit $status
