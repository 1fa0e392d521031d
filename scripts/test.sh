#!/bin/sh
# Runs every test and prints how many were skipped: test.sh SCRATCH.
set -u
scratch=$1
log=$(mktemp)
trap 'rm -f "$log"' EXIT
swift build --build-tests --scratch-path "$scratch" || exit 1
swift test --skip-build --scratch-path "$scratch" > "$log" 2>&1
code=$?
grep -vE '^(◇|✔) (Test|Suite) |started\.$' "$log"
skipped=$(grep -cE '^➜ .*skipped' "$log")
grep -E '^➜ .*skipped' "$log" | sort | uniq -c | sort -rn | head -40
echo "tests skipped: $skipped"
exit $code
