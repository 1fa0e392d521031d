#!/bin/sh
# Checks what nobody should have to argue about: format, file lengths, imports, generated documentation.
set -u
status=0
fail() { echo "lint: $*" >&2; status=1; }

swift format lint --strict -r -p --configuration .swift-format Sources Tests Package.swift || status=1

for file in $(git ls-files 'Sources/*.swift'); do
    lines=$(wc -l < "$file")
    [ "$lines" -le 400 ] || fail "$file has $lines lines, at most 400 are allowed"
done

# What the command line and the library use of Core must build without Linux.
for file in $(grep -lE '^ *(public )?import (Glibc|CLinux)' -r Sources/Core); do
    case "$file" in
        Sources/Core/System/* | Sources/Core/Cgroup/* | Sources/Core/Accelerator/*)
            head -n 5 "$file" | grep -q '^#if os(Linux)' || fail "$file imports Glibc or CLinux outside \`#if os(Linux)\`" ;;
        *) fail "$file must not import Glibc or CLinux" ;;
    esac
done

grep -rnE 'TODO|FIXME|XXX' Sources --include='*.swift' --include='*.c' | grep -vE '#[0-9]+' && fail "an open end without an issue's number"

for program in .build/debug/backend.ai .build/release/backend.ai; do
    [ -x "$program" ] || continue
    sed -n '/<!-- generated/,/<!-- end/p' docs/errors.md | sed '1d;$d' > .build/errors.table
    "$program" reference | cmp -s - .build/errors.table || fail "docs/errors.md differs from the code: run \`make docs\`"
    break
done
exit $status
