#!/bin/sh
# Writes manual pages and completion scripts: manual.sh PROGRAMS DIRECTORY. What is there of an earlier time is removed.
set -eu
rm -rf "$2"
mkdir -p "$2/man1" "$2/completions"
"$1/backend.ai" reference topics > "$2/topics.json"
"$1/backend.ai" --experimental-dump-help > "$2/dump.json"
"$1/ManualPages" man "$2/dump.json" "$2/topics.json" "$2/man1" "$("$1/backend.ai" --version)"
for shell in bash zsh fish; do "$1/backend.ai" completion $shell > "$2/completions/$shell"; done
rm -f "$2/topics.json" "$2/dump.json"
# groff, where it is installed, has the last word on its own language.
if command -v groff > /dev/null; then
    for page in "$2"/man1/*.1; do
        complaints=$(groff -Tutf8 -man -ww "$page" 2>&1 > /dev/null)
        if [ -n "$complaints" ]; then
            echo "manual.sh: $complaints" >&2
            exit 1
        fi
    done
fi
