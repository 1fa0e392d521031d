#!/bin/sh
# Writes the generated parts of the documentation: docs.sh PROGRAMS [COMMANDS], PROGRAMS being the directory of the programs.
# COMMANDS is the file for the reference of commands, docs/commands.md when absent.
set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
"$1/backend.ai" reference > "$work/table"
"$1/backend.ai" reference topics > "$work/topics.json"
"$1/backend.ai" --experimental-dump-help > "$work/dump.json"
"$1/ManualPages" markdown "$work/dump.json" "$work/topics.json" "${2:-docs/commands.md}"
[ $# -gt 1 ] && exit 0
sed -i -e "/<!-- generated/,/<!-- end/{/<!-- generated/{p;r $work/table
};/<!-- end/p;d}" docs/errors.md
