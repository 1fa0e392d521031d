#!/bin/sh
# Runs a command and leaves out the lines of its output that match a pattern: filtered.sh PATTERN COMMAND...
pattern=$1
shift
log=$(mktemp)
trap 'rm -f "$log"' EXIT
"$@" > "$log" 2>&1
code=$?
grep -vE "$pattern" "$log"
exit $code
